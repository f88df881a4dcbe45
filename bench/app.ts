import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../test/app/queue/postgres-server.ts'
import { appEnvironment, SECRET, WEBHOOKS } from './app-environment.ts'
import type { Burst, CommandTimes, Order, WorldBegun } from './fake-github-process.ts'
import { distribution, type LoadResult, load, steadyLoad } from './load.ts'
import { mixedWebhooks } from './mixed-webhooks.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const APP = pathOf('../app/server.ts')

/** One result for each round. */
export interface SteadyTimes {
  readonly hello: readonly LoadResult[]
  readonly app: readonly LoadResult[]
}

/** Acknowledgements of mixed webhooks at a steady rate, one in twenty a command; in turns with a Probot that does nothing. */
export async function benchSteady({ perSecond = 300, seconds = 5, rounds = 6 } = {}): Promise<SteadyTimes> {
  return withFolder(async (folder, start) => {
    const stub = await start(pathOf('./stub-github.ts'), {})
    const hello = await start(pathOf('./hello-probot.ts'), appEnvironment(stub.url))
    const app = await start(APP, { ...appEnvironment(stub.url), SERIN_DATABASE: join(folder, 'serin.db') })
    const next = mixedWebhooks(SECRET, 20)
    const run = ({ url }: ServerProcess) => steadyLoad({ url: `${url}${WEBHOOKS}`, perSecond, seconds, next })
    await load({ url: `${hello.url}${WEBHOOKS}`, connections: 10, seconds: 1, next })
    await load({ url: `${app.url}${WEBHOOKS}`, connections: 10, seconds: 1, next })
    const times = { hello: [] as LoadResult[], app: [] as LoadResult[] }
    for (let round = 0; round < rounds; round++) {
      times.hello.push(await run(hello))
      times.app.push(await run(app))
    }
    return times
  })
}

export interface Memory {
  readonly events: number
  /** In MB: resident, and what of the heap is left after garbage collection. */
  readonly residentMb: number
  readonly heapMb: number
  /** How long Prometheus waits for its answer, the middle of ten. */
  readonly scrapeMs: number
}

/** The app's memory when it has nothing to do: after its start, and after so many webhooks. */
export async function benchMemory(steps: readonly number[] = [0, 1e4, 5e4, 1e5]): Promise<readonly Memory[]> {
  return withFolder(async (folder, start) => {
    const stub = await start(pathOf('./stub-github.ts'), {})
    const options = `--expose-gc --require ${pathOf('./collect-garbage.cjs')}`
    const database = { SERIN_DATABASE: join(folder, 'serin.db'), NODE_OPTIONS: options }
    const app = await start(APP, { ...appEnvironment(stub.url), ...database })
    const next = mixedWebhooks(SECRET, 1_000)
    const seen: Memory[] = []
    let sent = 0
    for (const events of steps) {
      while (sent < events) {
        const { answered } = await load({ url: `${app.url}${WEBHOOKS}`, connections: 20, seconds: 0.5, next })
        sent += answered
      }
      seen.push(await memoryOf(app, sent))
    }
    return seen
  })
}

async function memoryOf(app: ServerProcess, events: number): Promise<Memory> {
  const numbers = async () => new Map((await metricsOf(app)).split('\n').map((line) => nameAndNumber(line)))
  for (let waited = 0; waited < 120 && unfinished(await numbers()) > 0; waited++) await sleep(500)
  for (let count = 0; count < 2; count++) {
    process.kill(app.pid, 'SIGUSR2')
    await sleep(500)
  }
  const scrapes: number[] = []
  while (scrapes.length < 10) {
    const started = performance.now()
    await metricsOf(app)
    scrapes.push(performance.now() - started)
  }
  const at = await numbers()
  const megabytes = (name: string) => (at.get(name) ?? Number.NaN) / 1e6
  const { p50Ms: scrapeMs } = distribution(scrapes)
  const [residentMb, heapMb] = [megabytes('process_resident_memory_bytes'), megabytes('nodejs_heap_size_used_bytes')]
  return { events, residentMb, heapMb, scrapeMs }
}

async function metricsOf({ url }: ServerProcess): Promise<string> {
  return (await fetch(`${url}/metrics`)).text()
}

function nameAndNumber(line: string): [string, number] {
  const space = line.lastIndexOf(' ')
  return [line.slice(0, space), Number(line.slice(space + 1))]
}

function unfinished(numbers: ReadonlyMap<string, number>): number {
  const of = (state: string) => numbers.get(`serin_jobs{state="${state}"}`) ?? 0
  return of('waiting') + of('leased')
}

export interface EndToEnd extends Burst {
  readonly engine: string
  readonly environments: number
}

/** Commands carried out per second, from the comment to the reply, with the models of so many repositories. */
export async function benchCommands(environments: readonly number[] = [1, 4, 16]): Promise<readonly EndToEnd[]> {
  const postgres = await startPostgres()
  try {
    const bursts: EndToEnd[] = []
    for (const models of environments) {
      for (const engine of ['SQLite', 'PostgreSQL']) {
        const variables = engine === 'SQLite' ? {} : { DATABASE_URL: postgres.createDatabase(`bench_${models}`) }
        const run = (github: FakeProcess) => github.order<Burst>({ kind: 'burst', commands: Math.max(8, models * 2) })
        bursts.push({ ...(await withApp(models, variables, run)), engine, environments: models })
      }
    }
    return bursts
  } finally {
    await postgres.stop()
  }
}

/** How long a command takes that is the only one, again and again; the first ones warm up and do not count. */
export async function benchLone(commands = 20): Promise<readonly CommandTimes[]> {
  return withApp(1, {}, async (github) => {
    await github.order({ kind: 'alone', commands: 3 })
    return github.order<readonly CommandTimes[]>({ kind: 'alone', commands })
  })
}

interface FakeProcess {
  order<Answer>(order: Order): Promise<Answer>
}

async function withApp<Result>(
  models: number,
  variables: Readonly<Record<string, string>>,
  work: (github: FakeProcess) => Promise<Result>,
): Promise<Result> {
  const child = fork(pathOf('./fake-github-process.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const github = { order: <Answer>(order: Order) => ask<Answer>(child, order) }
  try {
    return await withFolder(async (folder, start) => {
      const { apiUrl, appId, privateKey } = await github.order<WorldBegun>({ kind: 'begin', models, secret: SECRET })
      const identity = { APP_ID: `${appId}`, PRIVATE_KEY: privateKey, GITHUB_API_URL: apiUrl }
      const database = { SERIN_DATABASE: join(folder, 'serin.db'), ...variables }
      const app = await start(APP, { ...appEnvironment(apiUrl), ...identity, ...database })
      await github.order({ kind: 'call', url: `${app.url}${WEBHOOKS}` })
      return work(github)
    })
  } finally {
    child.disconnect()
    await once(child, 'exit')
  }
}

async function ask<Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  child.send(order)
  const [message] = (await once(child, 'message')) as [{ answer: Answer } | { error: string }]
  if ('error' in message) throw new Error(message.error)
  return message.answer
}

type Start = (program: string, environment: Readonly<Record<string, string>>) => Promise<ServerProcess>

async function withFolder<Result>(work: (folder: string, start: Start) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'serin-bench-app-'))
  const started: ServerProcess[] = []
  try {
    return await work(folder, async (program, environment) => {
      const server = await startServer(program, environment)
      started.push(server)
      return server
    })
  } finally {
    await Promise.all(started.map((server) => server.stop()))
    rmSync(folder, { recursive: true })
  }
}
