import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FakeApp, FakeGitHub } from '../fake-github/fake-github.ts'

export const WEBHOOK_SECRET = 'hook-secret-of-the-tests-0123456789'
const ROOT = join(import.meta.dirname, '../..')

/** The app as its operator runs it: `node app/server.ts`, a process of its own with a database of its own. */
export class AppProcess {
  readonly #github: FakeGitHub
  readonly #app: FakeApp
  readonly #database: string
  readonly #variables: Readonly<Record<string, string>>
  readonly #counted: (() => number) | undefined
  #child: ChildProcess | undefined
  url = ''
  /** Everything it has printed. */
  log = ''

  constructor(parts: {
    readonly github: FakeGitHub
    readonly app: FakeApp
    readonly database: string
    /** Of its environment, beside and instead of the usual ones. */
    readonly variables?: Readonly<Record<string, string>>
    /** How many jobs are not done, when they are in no file. */
    readonly unfinished?: () => number
  }) {
    this.#github = parts.github
    this.#app = parts.app
    this.#database = parts.database
    this.#variables = parts.variables ?? {}
    this.#counted = parts.unfinished
  }

  /** Starts it and waits until it listens; deliveries go to it from now on. */
  async start(): Promise<void> {
    this.url = await listening(this.#spawn())
    this.#app.setWebhookUrl(`${this.url}/api/github/webhooks`)
  }

  /** Kills it before this returns. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Ends it and answers its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }

  /** `kill -9` and a start with the same database, a lease's time later. */
  async crash(): Promise<void> {
    await this.stop('SIGKILL')
    this.#onDatabase((database) => database.exec("UPDATE jobs SET due = 0 WHERE state = 'leased'"))
    await this.start()
  }

  /** Waits until every job is done or was given up. */
  async idle(): Promise<void> {
    await this.#github.settled()
    for (const end = Date.now() + 50_000; this.unfinished() > 0; await this.pause()) {
      if (Date.now() > end) throw new Error(`The app does not come to an end:\n${this.log.slice(-4000)}`)
    }
    await this.#github.settled()
  }

  /** Asking a database's own program keeps everything else of this process waiting. */
  pause(): Promise<void> {
    return sleep(this.#counted ? 150 : 8)
  }

  jobs(): number {
    return this.#count('SELECT count(*) AS jobs FROM jobs')
  }

  /** How many jobs are not done. */
  unfinished(): number {
    return this.#counted?.() ?? this.#count("SELECT count(*) AS jobs FROM jobs WHERE state IN ('waiting', 'leased')")
  }

  #count(query: string): number {
    return this.#onDatabase((database) => Number(database.prepare(query).get()?.jobs))
  }

  #onDatabase<T>(look: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(this.#database, { timeout: 5_000 })
    try {
      return look(database)
    } finally {
      database.close()
    }
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [join(ROOT, 'app/server.ts')], {
      env: {
        PATH: process.env.PATH,
        ...(process.env.NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
        APP_ID: String(this.#app.id),
        PRIVATE_KEY: this.#app.privateKey,
        WEBHOOK_SECRET,
        GITHUB_API_URL: this.#github.apiUrl,
        SERIN_DATABASE: this.#database,
        PORT: '0',
        HOST: '127.0.0.1',
        NODE_ENV: 'production',
        // Tests command faster than people.
        COMMANDS_PER_SENDER: '100000',
        COMMANDS_PER_INSTALLATION: '100000',
        COMMANDS_PER_PULL_REQUEST: '100000',
        ...this.#variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (chunk: Buffer) => {
      this.log += String(chunk)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    this.#child = child
    return child
  }
}

function listening(child: ChildProcess): Promise<string> {
  let log = ''
  const started = Promise.withResolvers<string>()
  const read = (chunk: Buffer) => {
    log += String(chunk)
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
    if (url !== undefined) started.resolve(url)
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  child.once('exit', () => started.reject(new Error(`The app did not start:\n${log}`)))
  return started.promise
}
