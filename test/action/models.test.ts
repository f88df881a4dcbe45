import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { CONFIG, type Pull, startWorld, type World } from './world.ts'

const CONFIG_OF_TWO = `models:
  iris:
    paths: [iris]
    train: cp iris/params.json iris/metrics.json
    metrics: [iris/metrics.json]
    gates: { accuracy: { min: 0.9 } }
  rose:
    paths: ['rose/**']
    train: cp rose/params.json rose/metrics.json
    metrics: [rose/metrics.json]
    gates: { accuracy: { min: 0.9 } }
`

let world: World
beforeAll(async () => {
  const params = '{"accuracy": 0.95}\n'
  const model = { [CONFIG]: CONFIG_OF_TWO, 'iris/params.json': params, 'rose/params.json': params }
  world = await startWorld({ model })
})
afterAll(() => world.stop())

const both = (iris: number, rose: number) => ({
  'iris/params.json': `{"accuracy": ${iris}}\n`,
  'rose/params.json': `{"accuracy": ${rose}}\n`,
})

const checksOf = async (sha: string) =>
  (await world.checks(sha)).map(({ name, conclusion }) => [name, conclusion]).toSorted()

describe('two models in one pull request', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    pull = await world.openPull(both(0.96, 0.5))
    result = await world.runOn({ pullRequest: pull.number })
  })

  it('get a comment each', async () => {
    const markers = (await world.reports(pull)).map((body) => body.split('\n', 1)[0])
    expect(markers.toSorted()).toEqual(['<!-- serin:report model=iris -->', '<!-- serin:report model=rose -->'])
  })

  it('get a check run each, with their own verdict', async () => {
    expect(await checksOf(pull.head)).toEqual([
      ['serin / iris', 'success'],
      ['serin / rose', 'failure'],
    ])
  })

  it('make the worse verdict that of the step', () => {
    expect([result.outputs.verdict, result.exitCode]).toEqual(['fail', 1])
  })

  it('are both in the outputs and the summary', () => {
    expect(JSON.parse(result.outputs.metrics ?? '')).toEqual({ iris: { accuracy: 0.96 }, rose: { accuracy: 0.5 } })
    expect(result.outputs['comment-url']?.split('\n')).toHaveLength(2)
    expect(result.outputs['check-url']?.split('\n')).toHaveLength(2)
    expect(result.summary).toMatch(/✅ iris[\s\S]*❌ rose/)
  })

  it('are told apart when they are updated', async () => {
    await world.pushTo(pull, both(0.97, 0.98))
    await world.runOn({ pullRequest: pull.number })
    expect(await world.reports(pull)).toHaveLength(2)
  })
})

it('lets one model’s failure not keep the other from its report', async () => {
  const pull = await world.openPull({ 'iris/params.json': 'no metrics', 'rose/params.json': '{"accuracy": 0.91}' })
  const result = await world.runOn({ pullRequest: pull.number })
  expect((await world.reports(pull)).map((body) => /could not be evaluated|✅/.exec(body)?.[0]).toSorted()).toEqual([
    'could not be evaluated',
    '✅',
  ])
  expect([result.exitCode, result.outputs.verdict]).toEqual([1, 'fail'])
})

it('evaluates only the models that the input names', async () => {
  const pull = await world.openPull(both(0.96, 0.5))
  const result = await world.runOn({ pullRequest: pull.number }, { inputs: { models: 'iris' } })
  expect(result.outputs.metrics).toBe('{"iris":{"accuracy":0.96}}')
  expect(await checksOf(pull.head)).toEqual([['serin / iris', 'success']])
})

it('takes names by commas and lines', async () => {
  const pull = await world.openPull(both(0.96, 0.97))
  const result = await world.runOn({ pullRequest: pull.number }, { inputs: { models: 'iris,\n rose\n' } })
  expect(Object.keys(JSON.parse(result.outputs.metrics ?? ''))).toEqual(['iris', 'rose'])
})

it('refuses a name that the configuration does not know, with those it knows', async () => {
  const pull = await world.openPull(both(0.96, 0.97))
  const result = await world.runOn({ pullRequest: pull.number }, { inputs: { models: 'tulip' } })
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toMatch(/`models` names “tulip”.*iris, rose/)
})

describe('a model that the pull request does not touch', () => {
  it('gets a skipped check run and no comment', async () => {
    const pull = await world.openPull({ 'rose/params.json': '{"accuracy": 0.96}' })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(await checksOf(pull.head)).toEqual([
      ['serin / iris', 'skipped'],
      ['serin / rose', 'success'],
    ])
    expect(await world.reports(pull)).toHaveLength(1)
    expect(JSON.parse(result.outputs.metrics ?? '')).toMatchObject({ rose: { accuracy: 0.96 } })
  })

  it('makes the step skipped when there is no other', async () => {
    const pull = await world.openPull({ 'README.md': 'Read me.\n' })
    const result = await world.runOn({ pullRequest: pull.number })
    expect([result.exitCode, result.outputs.verdict, result.outputs.report]).toEqual([0, 'skipped', ''])
    expect(await world.comments(pull)).toEqual([])
    expect(await checksOf(pull.head)).toEqual([
      ['serin / iris', 'skipped'],
      ['serin / rose', 'skipped'],
    ])
    expect(result.summary).toContain('concerns no model')
  })

  it('is concerned by a file that moves away from its folder', async () => {
    const moved = { 'iris/params.json': null, 'elsewhere/params.json': '{"accuracy": 0.95}\n' }
    const pull = await world.openPull(moved)
    const result = await world.runOn({ pullRequest: pull.number }, { inputs: { models: 'iris' } })
    expect(result.outputs.verdict).toBe('fail')
  })
})
