import { expect, test, vi } from 'vitest'
import { WEBHOOK_SECRET } from './app-process.ts'
import { NthRequest } from './nth-request.ts'
import { AppWorld } from './world.ts'

const PREVIOUS = 'canary-secret-of-yesterday-0123456789'
const WORDS = 'words-that-nobody-needs-to-log'

/** Everything that has the shape of a token, a signature or a key. */
const SHAPES = [/gh[ps]_\w{8}/, /eyJ[\w-]+\.[\w-]+\.[\w-]{20}/, /sha256=[0-9a-f]{64}/, /PRIVATE KEY/, /bearer \w/i]

/** All that the app lets out, at whichever level it logs. */
async function everythingOf(world: AppWorld): Promise<string> {
  const answers = [
    await world.deliver('issue_comment', '{', {}),
    await world.deliver('issue_comment', '{}', { 'x-hub-signature-256': `sha256=${'0a'.repeat(32)}` }),
    await world.deliver('issue_comment', { canary: WORDS }),
    await fetch(`${world.app.url}/readyz`, { headers: { authorization: `Bearer ${WEBHOOK_SECRET}` } }),
    await fetch(`${world.app.url}/metrics`),
  ]
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  const responses = world.github.deliveries.map(({ responseBody }) => responseBody ?? '')
  return [world.app.log, ...texts, ...responses, ...world.everythingWritten()].join('\n')
}

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

test.each(['info', 'trace'])('no secret leaves the app that logs at %s', async (level) => {
  const world = new AppWorld()
  await world.begin('process', () => ({ LOG_LEVEL: level, WEBHOOK_SECRET_PREVIOUS: PREVIOUS }))
  try {
    await world.fresh()
    const pull = await world.openPull()
    const body = { message: `no: ${PREVIOUS} ghs_0123456789abcdef` }
    const path = new NthRequest(2, /\/issues\/\d+\/comments$/)
    world.github.faults.add({ method: 'POST', path, status: 500, body })
    await world.comment('admin', pull.number, `/canary 20\n\n${WORDS}`)
    await world.app.idle()
    const all = await everythingOf(world)
    const line = world.app.log.split('\n').find((each) => each.includes('a job failed')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ delivery: expect.any(String), job: '1', intent: expect.any(String) })
    for (const secret of [WEBHOOK_SECRET, PREVIOUS, ...SHAPES]) expect(all).not.toMatch(secret)
    for (const [, piece] of world.identity.privateKey.matchAll(/^(\w{20})/gm)) expect(all).not.toContain(piece)
    if (level === 'info') expect(world.app.log).not.toContain(WORDS)
    for (const each of world.app.log.trim().split('\n')) expect(() => JSON.parse(each)).not.toThrow()
  } finally {
    await world.stop()
  }
})

test('a flood is dropped without a word, but counted', async () => {
  const world = new AppWorld()
  await world.begin('process', () => ({ COMMANDS_PER_SENDER: '2' }))
  try {
    await world.fresh()
    const pull = await world.openPull()
    // All in one minute of the clock.
    const left = 60_000 - (Date.now() % 60_000)
    if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left))
    const said = []
    for (let n = 0; n < 5; n += 1) said.push(await world.say('write', pull.number, '/status'))
    const other = await world.comment('admin', pull.number, '/status')
    const counts = await Promise.all(said.map(async (each) => (await world.answerTo(pull.number, each)).count))
    // Deliveries overtake each other: which two are the first is nobody's promise.
    expect([counts.toSorted().join(''), other.count]).toEqual(['00011', 1])
    const reactions = await Promise.all(said.map(({ id }) => world.reactionsTo(id)))
    expect(reactions.map((each) => each.length)).toEqual(counts)
    const metrics = await (await fetch(`${world.app.url}/metrics`)).text()
    expect(metrics).toContain('serin_commands_over_limit_total{limit="sender"} 3')
    expect(metrics).toContain('serin_deliveries_total{event="issue_comment",outcome="dropped"} 3')
    expect(world.app.log.match(/a command was dropped/g)).toHaveLength(3)
    expect(world.github.deliveries.every(({ statusCode }) => statusCode === 202)).toBe(true)
  } finally {
    await world.stop()
  }
})
