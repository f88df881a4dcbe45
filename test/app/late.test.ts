import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppProcess } from './app-process.ts'
import { type Answer, AppWorld } from './world.ts'

const MINUTE = 60_000
const PRELOAD = join(import.meta.dirname, 'shifted-clock.ts')

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const world = new AppWorld()
const folder = mkdtempSync(join(tmpdir(), 'serin-late-'))
let app: AppProcess
beforeAll(() => world.begin('no process'))
beforeEach(() => world.fresh())
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** An app whose clock differs from this machine's. */
function appAt(minutes: number, variables: Readonly<Record<string, string>> = {}): AppProcess {
  const shift = { CLOCK_SHIFT: String(minutes * MINUTE), NODE_OPTIONS: `--import=${PRELOAD}` }
  const database = join(folder, 'queue.db')
  return new AppProcess({ github: world.github, app: world.identity, database, variables: { ...shift, ...variables } })
}

describe('an app whose clock is wrong', () => {
  test.each([-10, 10])('by %i minutes does what it is told, once', async (minutes) => {
    app = appAt(minutes, { SWEEP_MINUTES: '0' })
    await app.start()
    const pull = await world.openPull()
    const said = await world.say('maintain', pull.number, '/canary 20')
    await app.idle()
    expect(await app.stop()).toBe(0)
    const { count, text } = await world.answerTo(pull.number, said)
    expect([count, text.includes('takes 20 % of the traffic'), world.commits()]).toEqual([1, true, 1])
  })
})

describe('an app that was down for twenty minutes', () => {
  test('answers what was commanded meanwhile, and does not do it', async () => {
    const before = appAt(0, { SWEEP_MINUTES: '0' })
    await before.start()
    const pull = await world.openPull()
    await world.github.settled()
    await before.stop()
    const said = await world.say('maintain', pull.number, '/canary 20')
    const talk = await world.say('maintain', pull.number, 'Where is it?')
    await world.github.settled()
    world.github.advance(20 * MINUTE)
    app = appAt(20)
    await app.start()
    const now = await world.say('maintain', pull.number, '/canary 30')
    const answers = async () => {
      const all: Answer[] = []
      for (const one of [said, talk, now]) all.push(await world.answerTo(pull.number, one))
      return all
    }
    await expect.poll(async () => (await answers()).map(({ count }) => count), { timeout: 30_000 }).toEqual([1, 0, 1])
    await app.idle()
    expect(await app.stop()).toBe(0)
    const [late, , done] = await answers()
    expect(late).toMatchObject({ count: 1, code: 'too-late', text: expect.stringContaining('20 minutes') })
    expect(done?.text).toContain('takes 30 % of the traffic')
    expect(world.commits()).toBe(1)
  })
})
