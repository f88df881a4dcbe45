import { Agent, request } from 'node:http'

export interface LoadRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface LoadResult {
  readonly answered: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<number, number>>
}

/**
 * Posts for some seconds over a fixed number of kept-alive connections, each of which sends its next request
 * when the one before is answered. Run it in another process than the server.
 */
export async function load(options: {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  readonly next: () => LoadRequest
}): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const times: number[] = []
  const statuses: Record<number, number> = {}
  const started = performance.now()
  const endsAt = started + options.seconds * 1_000
  const post = async () => {
    while (performance.now() < endsAt) {
      const sentAt = performance.now()
      const status = await send(options.url, agent, options.next())
      times.push(performance.now() - sentAt)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: options.connections }, post))
  const seconds = (performance.now() - started) / 1_000
  agent.destroy()
  return { ...distribution(times), perSecond: times.length / seconds, statuses }
}

/**
 * Posts at a fixed rate, however slow the answers are: each one's time counts from when it was due, so that what waits
 * behind a slow one is seen too.
 */
export async function steadyLoad(options: {
  readonly url: string
  readonly perSecond: number
  readonly seconds: number
  readonly next: () => LoadRequest
}): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const times: number[] = []
  const statuses: Record<number, number> = {}
  const sending: Promise<void>[] = []
  const started = performance.now()
  const post = async (due: number) => {
    const status = await send(options.url, agent, options.next())
    times.push(performance.now() - due)
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  for (let number = 0; number < options.perSecond * options.seconds; number += 1) {
    const due = started + (number * 1_000) / options.perSecond
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1))
    sending.push(post(due))
  }
  await Promise.all(sending)
  agent.destroy()
  return { ...distribution(times), perSecond: options.perSecond, statuses }
}

/** The number of times, the middle one, and the one that a hundredth lies above. */
export function distribution(values: readonly number[]): Pick<LoadResult, 'answered' | 'p50Ms' | 'p99Ms'> {
  const times = values.toSorted((one, other) => one - other)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { answered: times.length, p50Ms: at(0.5), p99Ms: at(0.99) }
}

function send(url: string, agent: Agent, { headers, body }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
}
