import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { CONFIG, type Pull, startWorld, type World } from './world.ts'

const CONFIG_OF_TWO = `models:
  iris: { train: cp iris.json i.json, metrics: [i.json], gates: { accuracy: { min: 0.9 } } }
  rose: { train: cp rose.json r.json, metrics: [r.json], gates: { accuracy: { min: 0.9 } } }
`
const COMBINED = '<!-- serin:report models=* -->'
const EACH = ['<!-- serin:report model=iris -->', '<!-- serin:report model=rose -->']
const measured = (accuracy: number | string) => `{"accuracy": ${accuracy}}\n`

let world: World
beforeAll(async () => {
  world = await startWorld({
    model: { [CONFIG]: CONFIG_OF_TWO, 'iris.json': measured(0.95), 'rose.json': measured(0.95) },
  })
})
afterAll(() => world.stop())

const runWith = (pull: Pull, comment: string, inputs: Readonly<Record<string, string>> = {}) =>
  world.runOn({ pullRequest: pull.number }, { inputs: { comment, 'fail-on-gate': 'false', ...inputs } })
const markers = async (pull: Pull) => (await world.reports(pull)).map((body) => body.split('\n', 1)[0]).toSorted()

describe('one comment on several models', () => {
  let pull: Pull
  let result: ActionResult
  let report: string
  beforeAll(async () => {
    pull = await world.openPull({ 'iris.json': measured(0.97), 'rose.json': measured(0.5) })
    result = await runWith(pull, 'combined')
    report = (await world.reports(pull))[0] ?? ''
  })

  it('is the only one', async () => {
    expect(await markers(pull)).toEqual([COMBINED])
  })

  it('begins with the verdicts', () => {
    expect(report.split('\n')[1]).toBe('### ❌ 2 models: 1 failing, 1 passing')
  })

  it('has the report of each', () => {
    expect(report).toMatch(/❌ rose: .*[\s\S]*✅ iris/)
  })

  it('is named once in the outputs', async () => {
    expect(result.outputs['comment-url']).toBe((await world.comments(pull))[0]?.url)
  })

  it('leaves the check runs as they are', async () => {
    expect((await world.checks(pull.head)).map(({ name }) => name).toSorted()).toEqual(['serin / iris', 'serin / rose'])
  })

  it('is updated in place', async () => {
    const [before] = await world.comments(pull)
    await world.pushTo(pull, { 'rose.json': measured(0.98) })
    await runWith(pull, 'combined')
    const after = await world.comments(pull)
    expect(after).toMatchObject([{ id: before?.id, body: expect.stringContaining('2 models: 2 passing') }])
  })
})

it('tells of a model that could not be evaluated beside the others', async () => {
  const pull = await world.openPull({ 'iris.json': 'no metrics', 'rose.json': measured(0.96) })
  const result = await runWith(pull, 'combined')
  const [report = '', ...others] = await world.reports(pull)
  expect(others).toEqual([])
  expect(report).toMatch(/⛔ iris: could not be evaluated[\s\S]*✅ rose: /)
  expect(result.exitCode).toBe(1)
})

it('has a comment for each job that evaluates some of the models', async () => {
  const pull = await world.openPull({ 'iris.json': measured(0.96), 'rose.json': measured(0.96) })
  await runWith(pull, 'combined', { models: 'iris' })
  await runWith(pull, 'combined', { models: 'rose' })
  expect(await markers(pull)).toEqual(['<!-- serin:report models=iris -->', '<!-- serin:report models=rose -->'])
})

it('a change of the mode leaves no comment of the other behind', async () => {
  const pull = await world.openPull({ 'iris.json': measured(0.96), 'rose.json': measured(0.96) })
  await runWith(pull, 'true')
  expect(await markers(pull)).toEqual(EACH)
  await runWith(pull, 'combined')
  expect(await markers(pull)).toEqual([COMBINED])
  await runWith(pull, 'true')
  expect(await markers(pull)).toEqual(EACH)
  await runWith(pull, 'false')
  expect(await markers(pull)).toEqual([])
})

it('somebody else’s comment under our marker stays', async () => {
  const pull = await world.openPull({ 'iris.json': measured(0.96) })
  const at = { owner: 'acme', repo: 'iris', issue_number: pull.number }
  await world.as('cleo').rest.issues.createComment({ ...at, body: `${EACH[0]}\nMine.` })
  await runWith(pull, 'combined')
  expect((await world.comments(pull)).map(({ by }) => by)).toEqual(['cleo', 'github-actions[bot]'])
})

it('names the right that it lacks once', async () => {
  const pull = await world.openPull({ 'iris.json': measured(0.96), 'rose.json': measured(0.96) })
  const permissions = { contents: 'read', checks: 'write' } as const
  const result = await world.runOn({ pullRequest: pull.number }, { permissions, inputs: { comment: 'combined' } })
  const said = result.annotations.map(({ message }) => message).join('\n')
  expect(said.match(/pull-requests: write/g)).toHaveLength(1)
})

it('refuses another word', async () => {
  const pull = await world.openPull({ 'iris.json': measured(0.96) })
  const result = await runWith(pull, 'both')
  expect(result.annotations[0]?.message).toMatch(/`comment` is none of true, combined and false/)
})
