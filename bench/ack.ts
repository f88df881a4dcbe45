import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqliteQueue } from '../app/queue/sqlite.ts'
import { appEnvironment, SECRET, WEBHOOKS } from './app-environment.ts'
import { type LoadResult, load } from './load.ts'
import { median } from './median.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { signedComments } from './signed-comments.ts'

const HELLO = fileURLToPath(new URL('./hello-probot.ts', import.meta.url))
const STUB = fileURLToPath(new URL('./stub-github.ts', import.meta.url))
const APP = fileURLToPath(new URL('../app/server.ts', import.meta.url))

export interface AckResult {
  readonly hello: LoadResult
  readonly app: LoadResult
  /** Requests per second of the app by those of the hello-world app, the middle of all rounds; above 1 is faster. */
  readonly ratio: number
  /** Comments that the app acknowledged, and that were in its database afterwards. */
  readonly acknowledged: number
  readonly stored: number
}

export interface AckOptions {
  readonly rounds: number
  /** Of each server in each round. */
  readonly seconds: number
  readonly connections: number
}

interface Servers {
  readonly hello: ServerProcess
  readonly app: ServerProcess
}

/**
 * How fast webhooks are acknowledged: by Serin's app, which has stored each before it answers, beside a Probot app that
 * does nothing at all. Both servers stand next to each other and are loaded in turns, so that a slow moment of the
 * machine meets both, and the rounds' ratios are what counts.
 */
export async function benchAck(options: AckOptions): Promise<AckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'serin-bench-'))
  const database = join(folder, 'serin.db')
  const started: ServerProcess[] = []
  const start = async (program: string, environment: Readonly<Record<string, string>>) => {
    const server = await startServer(program, environment)
    started.push(server)
    return server
  }
  try {
    const stub = await start(STUB, {})
    const hello = await start(HELLO, appEnvironment(stub.url))
    const app = await start(APP, { ...appEnvironment(stub.url), SERIN_DATABASE: database })
    const rounds = await runRounds(options, { hello, app })
    return { ...summaryOf(rounds), stored: await countStored(database) }
  } finally {
    await Promise.all(started.map((server) => server.stop()))
    rmSync(folder, { recursive: true })
  }
}

interface Round {
  readonly hello: LoadResult
  readonly app: LoadResult
}

async function runRounds({ rounds, seconds, connections }: AckOptions, servers: Servers): Promise<readonly Round[]> {
  const next = signedComments(SECRET)
  const loadFor = (server: ServerProcess, length: number) =>
    load({ url: `${server.url}${WEBHOOKS}`, connections, seconds: length, next })
  const results: Round[] = []
  // The first round lets both compile what is hot, and does not count.
  for (let round = 0; round <= rounds; round++) {
    results.push({ hello: await loadFor(servers.hello, seconds), app: await loadFor(servers.app, seconds) })
  }
  return results
}

function summaryOf(all: readonly Round[]): Omit<AckResult, 'stored'> {
  const rounds = all.slice(1)
  const acknowledged = all.reduce((sum, { app: { statuses } }) => sum + (statuses[200] ?? 0) + (statuses[202] ?? 0), 0)
  const ratio = median(rounds.map(({ hello, app }) => app.perSecond / hello.perSecond))
  const [hello, app] = [middle(rounds.map((round) => round.hello)), middle(rounds.map((round) => round.app))]
  return { hello, app, ratio, acknowledged }
}

function middle(results: readonly LoadResult[]): LoadResult {
  const rate = median(results.map(({ perSecond }) => perSecond))
  const found = results.find(({ perSecond }) => perSecond === rate)
  if (found === undefined) throw new Error('the middle one is one of them')
  return found
}

async function countStored(database: string): Promise<number> {
  const queue = openSqliteQueue(database)
  const { waiting, leased, done, dead } = await queue.counts()
  await queue.close()
  return waiting + leased + done + dead
}
