import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DeadlyCommand, titleOf } from './deadly-commands.ts'
import { type PostgresServer, startPostgres } from './queue/postgres-server.ts'
import { AppWorld } from './world.ts'

/** The n-th request of the app's to GitHub, or the n-th write into its queue: before it takes effect, or right after. */
interface Moment {
  readonly n: number
  readonly at: 'request' | 'commit'
  readonly when: 'before' | 'after'
}

export interface Case {
  readonly command: DeadlyCommand
  /** At which moments it is killed, one after the other. `writes`: requests that change something on GitHub. */
  readonly at: 'requests' | 'writes' | 'commits'
  readonly when: Moment['when']
}

/** What changes something on GitHub, or may. */
const WRITES = /^(POST .*\/(reactions|comments|pulls|git\/\w+|graphql\/.+)|P(UT|ATCH) .*)$/

/** Fewer moments would mean that the app was not killed at them. */
const FEWEST = { requests: 9, writes: 4, commits: 4 }

/** What has to hold wherever the app is killed, with the queue on that engine. */
export function describeKills(engine: 'SQLite' | 'PostgreSQL', cases: readonly Case[]): void {
  describe(`with ${engine}`, () => {
    const world = new AppWorld()
    const folder = mkdtempSync(join(tmpdir(), 'serin-kills-'))
    const kills = new Kills(world, join(folder, 'dies-at'))
    const begun = Date.now()
    let server: PostgresServer | undefined
    beforeAll(async () => {
      const own = mortal(join(folder, 'dies-at'))
      if (engine === 'SQLite') return world.begin('process', () => own)
      const postgres = await startPostgres()
      server = postgres
      const variables = { ...own, DATABASE_URL: postgres.createDatabase('serin') }
      await world.begin(
        'process',
        () => variables,
        () => Number(postgres.run('serin', "SELECT count(*) FROM serin.jobs WHERE state IN ('waiting', 'leased')")),
      )
    })
    afterAll(async () => {
      process.stdout.write(`${JSON.stringify({ engine, kills: kills.count, seconds: (Date.now() - begun) / 1000 })}\n`)
      await world.stop()
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    test.each(cases.map((one) => [titleOf(one.command), one.when, one.at, one] as const))(
      '%s is done once and answered once, killed %s any of its %s',
      { timeout: 400_000 },
      async (_, _when, at, one) => {
        expect(await kills.everywhere(one)).toBeGreaterThanOrEqual(FEWEST[at])
      },
    )
  })
}

/** Of the app's environment: it may die at a commit, soon takes up what it died over, and asks for no deliveries. */
function mortal(diesAt: string): Readonly<Record<string, string>> {
  const preload = join(import.meta.dirname, 'dies-at-commit.ts')
  return { DIES_AT: diesAt, NODE_OPTIONS: `--import=${preload}`, LEASE_SECONDS: '1', SWEEP_MINUTES: '0' }
}

/** An app that is killed at a moment of a command's life, and all that is said around it. */
class Kills {
  readonly #world: AppWorld
  readonly #diesAt: string
  /** How often it died. */
  count = 0

  constructor(world: AppWorld, diesAt: string) {
    this.#world = world
    this.#diesAt = diesAt
  }

  /** Kills at every such moment of the command's life; answers how many there were. */
  async everywhere({ command, at, when }: Case): Promise<number> {
    const before = this.count
    const moment = { at: at === 'commits' ? 'commit' : 'request', when } as const
    for (let n = 1; await this.#dies(command, { ...moment, n }, at === 'writes' ? WRITES : /./); ) n += 1
    return this.count - before
  }

  /**
   * One command is there when it dies, another one waits in the queue; one is written while it is dead, and its event
   * does not arrive; GitHub sends both again when it is back, and a last one follows.
   * @returns whether there was such a moment.
   */
  async #dies({ body, files, made, reply }: DeadlyCommand, moment: Moment, counts: RegExp): Promise<boolean> {
    const world = this.#world
    await world.fresh({ gitops: files })
    const pull = await world.openPull()
    world.github.habits.lost = true
    const waiting = await world.say('maintain', pull.number, '/help')
    world.github.habits.lost = false
    await world.app.idle()
    this.#arm(moment, counts)
    const said = await world.say('maintain', pull.number, body)
    await world.deliver('issue_comment', world.payloadOf(waiting)).catch(() => {})
    const died = await this.#deadOrIdle()
    this.#disarm()
    if (!died) return false
    this.count += 1
    const unheard = await world.say('maintain', pull.number, '/status')
    await world.github.settled()
    await world.app.start()
    await world.deliver('issue_comment', world.payloadOf(waiting))
    for (const { id } of [said, unheard]) this.#sendAgain(id)
    const late = await world.say('maintain', pull.number, '/help')
    await world.app.idle()
    const replies: number[] = []
    for (const one of [said, waiting, unheard, late]) replies.push((await world.answerTo(pull.number, one)).count)
    const { text } = await world.answerTo(pull.number, said)
    const begin = reply(pull.version)
    const told = { moment, made: await made(world), replies, text: text.slice(0, begin.length) }
    expect(told).toEqual({ moment, made: 1, replies: [1, 1, 1, 1], text: begin })
    return true
  }

  #arm({ n, at, when }: Moment, counts: RegExp): void {
    if (at === 'commit') {
      writeFileSync(this.#diesAt, `${n} ${when}`)
      return
    }
    let isSaid = false
    let seen = 0
    this.#world.github.faults.byChance = (method, path) => {
      // The first one is the person's, who comments.
      if (!isSaid) {
        isSaid = true
        return undefined
      }
      if (!counts.test(`${method} ${path}`)) return undefined
      seen += 1
      if (seen !== n) return undefined
      this.#world.app.kill()
      return { effect: when === 'before' ? 'drop' : 'apply-then-drop' }
    }
  }

  #disarm(): void {
    this.#world.github.faults.byChance = undefined
    rmSync(this.#diesAt, { force: true })
  }

  async #deadOrIdle(): Promise<boolean> {
    const { app, github } = this.#world
    await github.settled()
    while (app.isRunning) {
      const isIdle = app.unfinished() === 0
      // A process that was killed is not gone at once.
      await (isIdle ? sleep(30) : app.pause())
      if (isIdle && app.isRunning) return false
    }
    await github.settled()
    return true
  }

  /** GitHub sends a comment's event once more: by hand, or because somebody asked for it. */
  #sendAgain(comment: number): void {
    const { github } = this.#world
    const delivery = github.deliveries.findLast(
      ({ event, payload }) => event === 'issue_comment' && payload.includes(`"id":${comment},`),
    )
    if (delivery !== undefined) github.redeliver(delivery.id)
  }
}
