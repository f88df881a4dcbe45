import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** A request that this process's HTTP server has answered; times in milliseconds. */
export interface Served {
  readonly method: string
  readonly url: string
  readonly start: number
  readonly end: number
}

/** Notes what this process's HTTP servers are asked, in the order in which the requests began. */
export function watchServers(): { readonly begun: { request: Served; isDone: boolean }[]; clear(): void } {
  const begun: { request: Served; isDone: boolean }[] = []
  const open = new Map<IncomingMessage, number>()
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    open.set(request, begun.length)
    const { method = '', url = '' } = request
    begun.push({ request: { method, url, start: performance.now(), end: Number.POSITIVE_INFINITY }, isDone: false })
  })
  subscribe('http.server.response.finish', (message) => {
    const { request } = message as { request: IncomingMessage }
    const entry = begun[open.get(request) ?? -1]
    open.delete(request)
    if (entry === undefined) return
    entry.request = { ...entry.request, end: performance.now() }
    entry.isDone = true
  })
  return {
    begun,
    clear: () => {
      begun.length = 0
      open.clear()
    },
  }
}

/** How long at least one of the requests was being answered, between two moments. */
export function busyMs(served: readonly Served[], from: number, to: number): number {
  let [busy, until] = [0, from]
  for (const { start, end } of served.toSorted((one, other) => one.start - other.start)) {
    const [begin, stop] = [Math.max(start, until), Math.min(end, to)]
    if (stop <= begin) continue
    busy += stop - begin
    until = stop
  }
  return busy
}
