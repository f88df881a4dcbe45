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
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { answered: times.length, perSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses }
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
