import { describe, expect, it } from 'vitest'
import { accuracy, CONFIG, MODEL_FILES, modelConfig, worldOfThisTest } from './world.ts'

const TRAIN = ['train: sh train.sh', 'metrics: [metrics.json]']
const LOOSE = modelConfig(...TRAIN, 'gates: { accuracy: { min: 0.1 } }')

it('is main’s: a pull request cannot loosen its own gates', async () => {
  const world = await worldOfThisTest()
  const pull = await world.openPull({ ...accuracy(0.5), [CONFIG]: LOOSE })
  const result = await world.runOn({ pullRequest: pull.number })
  expect([result.exitCode, result.outputs.verdict]).toEqual([1, 'fail'])
})

it('tells what the pull request’s own gates would say', async () => {
  const world = await worldOfThisTest()
  const pull = await world.openPull({ ...accuracy(0.5), [CONFIG]: LOOSE })
  await world.runOn({ pullRequest: pull.number })
  expect((await world.reports(pull))[0]).toMatch(
    /judged by main’s settings.*By its own gates the verdict would be “pass”/,
  )
})

it('trains with main’s command', async () => {
  const world = await worldOfThisTest()
  const cheat = modelConfig('train: cp cheat.json metrics.json', 'metrics: [metrics.json]')
  const pull = await world.openPull({ ...accuracy(0.92), [CONFIG]: cheat })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.outputs.metrics).toBe('{"iris":{"accuracy":0.92}}')
})

it('concerns a model when only its settings are changed', async () => {
  const world = await worldOfThisTest({ model: { [CONFIG]: modelConfig('paths: [params.yaml]', ...TRAIN) } })
  const pull = await world.openPull({
    [CONFIG]: modelConfig('paths: [params.yaml]', ...TRAIN, 'params: [params.yaml]'),
  })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.outputs.verdict).toBe('pass')
})

it('is the pull request’s own the very first time, and says so', async () => {
  const world = await worldOfThisTest({ model: { [CONFIG]: undefined } })
  const pull = await world.openPull({ [CONFIG]: MODEL_FILES[CONFIG] ?? '' })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.outputs.verdict).toBe('pass')
  expect((await world.reports(pull))[0]).toContain('so this pull request was judged by its own')
})

it('that is nowhere is asked for with a start to copy', async () => {
  const world = await worldOfThisTest({ model: { [CONFIG]: undefined } })
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.annotations[0]?.message).toMatch(/^\.github\/serin\.yml: There is no .*models:\n {2}my-model:/s)
  expect(result.summary).toContain('my-model:')
})

it('that the pull request breaks fails its check, before anything is trained', async () => {
  const world = await worldOfThisTest()
  const broken = `${MODEL_FILES[CONFIG]}    train: twice\n`
  const pull = await world.openPull({ [CONFIG]: broken })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toMatch(/^\.github\/serin\.yml:\d+:\d+/)
  expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'failure' }])
  expect((await world.reports(pull))[0]).toMatch(/could not be evaluated[\s\S]*\.github\/serin\.yml:\d+:\d+/)
  expect(result.log).not.toContain('Training')
})

it('that is broken on main can be repaired by a pull request', async () => {
  const world = await worldOfThisTest({ model: { [CONFIG]: 'models: [iris]\n' } })
  const pull = await world.openPull({ [CONFIG]: MODEL_FILES[CONFIG] ?? '' })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.outputs.verdict).toBe('pass')
  expect((await world.reports(pull))[0]).toContain('main’s .github/serin.yml cannot be read')
})

it('of a model that main does not know yet is the pull request’s own', async () => {
  const world = await worldOfThisTest()
  const rose = '  rose:\n    train: sh train.sh\n    metrics: [metrics.json]\n    gates: { accuracy: { min: 0.99 } }\n'
  const pull = await world.openPull({ [CONFIG]: `${MODEL_FILES[CONFIG]}${rose}` })
  await world.runOn({ pullRequest: pull.number })
  const reports = await world.reports(pull)
  const [iris, other] = [reports.find((text) => text.includes('iris:')), reports.find((text) => text.includes('rose:'))]
  expect(other).toContain('does not know this model yet')
  expect(other).toContain('❌')
  expect(iris).not.toContain('does not know')
})

it('that the pull request removes is told', async () => {
  const world = await worldOfThisTest()
  const pull = await world.openPull({ [CONFIG]: null, ...accuracy(0.96) })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.outputs.verdict).toBe('pass')
  expect((await world.reports(pull))[0]).toContain('this pull request removes it')
})

describe('that lies elsewhere', () => {
  const runWith = async (text: string) => {
    const world = await worldOfThisTest({ model: { [CONFIG]: undefined, 'ml/serin.yml': text } })
    const pull = await world.openPull()
    return world.runOn({ pullRequest: pull.number }, { inputs: { config: 'ml/serin.yml' } })
  }
  const text = String(MODEL_FILES[CONFIG])

  it('judges, and the log warns that the app does not know it', async () => {
    const result = await runWith(text)
    expect(result.outputs.verdict).toBe('pass')
    expect(result.annotations.map(({ level, message }) => [level, message])).toEqual([
      [
        'warning',
        expect.stringMatching(/`ml\/serin\.yml` names a gitops repository, but the app reads `\.github\/serin/),
      ],
    ])
  })

  it('is nothing to warn of where nothing is released', async () => {
    expect((await runWith(text.replace(/^gitops:.*\n/, ''))).annotations).toEqual([])
  })
})
