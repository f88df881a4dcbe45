import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blobSha } from '../../action/blob-sha.ts'
import type { ActionResult } from '../runner/runner.ts'
import { accuracy, CONFIG, startWorld, type World, worldOfThisTest } from './world.ts'

describe('a push to main', () => {
  let world: World
  let first: string
  let result: ActionResult
  beforeAll(async () => {
    world = await startWorld()
    first = (await world.pushToMain(accuracy(0.95))).sha
    result = await world.runOn({ push: { sha: first } }, { gitopsToken: false })
  })
  afterAll(() => world.stop())

  it('starts a branch that shares no history with the code', () => {
    const log = world.model.log('serin-data')
    expect(log.map(({ parents }) => parents)).toEqual([[]])
    expect(world.model.readFile('train.sh', 'serin-data')).toBeUndefined()
  })

  it('records commit, metrics, parameters and verdict', () => {
    expect(world.history()).toMatchObject([
      {
        sha: first,
        metrics: [{ file: 'metrics.json', name: 'accuracy', value: 0.95 }],
        params: [{ file: 'params.yaml', name: 'accuracy', value: 0.95 }],
        verdict: 'pass',
      },
    ])
  })

  it('writes the verdict on the commit', async () => {
    expect(await world.checks(first)).toMatchObject([{ name: 'serin / iris', conclusion: 'success' }])
    expect(result.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' })
  })

  it('is recorded once when the workflow is run again', async () => {
    await world.runOn({ push: { sha: first } }, { gitopsToken: false })
    expect(world.history()).toHaveLength(1)
    expect(world.model.log('serin-data')).toHaveLength(1)
  })

  it('is appended as one commit', async () => {
    const { sha } = await world.pushToMain(accuracy(0.96))
    await world.runOn({ push: { sha } }, { gitopsToken: false })
    expect(world.history().map((record) => record.sha)).toEqual([first, sha])
    expect(world.model.log('serin-data')[0]).toMatchObject({ parents: [expect.any(String)] })
  })

  it('is recorded when its gate fails, too', async () => {
    const { sha } = await world.pushToMain(accuracy(0.5))
    const failed = await world.runOn({ push: { sha } }, { gitopsToken: false })
    expect(failed.exitCode).toBe(1)
    expect(world.history().at(-1)).toMatchObject({ sha, verdict: 'fail' })
  })
})

it('loses no record when another writer is faster', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.95))
  await world.runOn({ push: { sha } }, { gitopsToken: false })
  const next = await world.pushToMain(accuracy(0.96))
  world.github.faults.add({ method: 'POST', path: '/repos/acme/iris/git/commits', delayMs: 400 })
  const running = world.runOn({ push: next }, { gitopsToken: false })
  await until(() => world.writesSince(0).filter((request) => request.endsWith('/git/commits')).length === 2)
  await world.model.commit({ branch: 'serin-data', message: 'faster', files: { 'history/rose/0001.jsonl': '' } })
  expect((await running).conclusion).toBe('failure')
  expect(world.history().map((record) => record.sha)).toEqual([sha, next.sha])
  expect(world.model.log('serin-data').map(({ message }) => message.trim())).toContain('faster')
})

it('keeps the records of two models that are measured at the same time', async () => {
  const model = (name: string) => `  ${name}: { train: sh train.sh, metrics: [metrics.json] }\n`
  const world = await worldOfThisTest({ model: { [CONFIG]: `models:\n${model('iris')}${model('rose')}` } })
  const { sha } = await world.pushToMain(accuracy(0.95))
  const runs = ['iris', 'rose'].map((models) => world.runOn({ push: { sha } }, { inputs: { models } }))
  expect((await Promise.all(runs)).map(({ conclusion }) => conclusion)).toEqual(['success', 'success'])
  expect([world.history('iris'), world.history('rose')]).toMatchObject([[{ sha }], [{ sha }]])
})

describe('a history that cannot be read', () => {
  const CLOSED = 'history/iris/0001.jsonl'
  const NEXT = 'history/iris/0002.jsonl'

  it.each([
    ['too large', 'x'.repeat(20_000_000), 'The file has 20 MB; at most 16 MB'],
    ['broken', '{"sha":\n', 'This line is not JSON'],
  ])(
    'because it is %s stops neither main nor a pull request',
    async (_, text, reason) => {
      const world = await worldOfThisTest()
      await world.model.commit({ branch: 'serin-data', message: 'x', files: { [CLOSED]: text } })
      const before = await world.openPull()
      const first = await world.runOn({ pullRequest: before.number })
      const { sha } = await world.pushToMain(accuracy(0.95))
      const onMain = await world.runOn({ push: { sha } }, { gitopsToken: false })
      const again = await world.pushToMain(accuracy(0.96))
      await world.runOn({ push: { sha: again.sha } }, { gitopsToken: false })
      const after = await world.openPull()
      await world.runOn({ pullRequest: after.number })

      expect([first.conclusion, onMain.outputs.verdict]).toEqual(['success', 'pass'])
      expect((await world.reports(before))[0]).toContain(reason)
      expect((await world.checks(sha))[0]?.summary).toContain(reason)
      expect((await world.reports(after))[0]).toMatch(/`accuracy` \| 0\.96 \| 0\.97/)
      const lines = world.model.readFile(NEXT, 'serin-data')?.trimEnd().split('\n') ?? []
      expect(lines.map((line) => JSON.parse(line).sha)).toEqual([sha, again.sha])
      expect(world.model.readFile(CLOSED, 'serin-data') === text).toBe(true)
    },
    30_000,
  )
})

it('tells of curves and tables of main that are broken, beside its metrics', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.95))
  const text = '{"curves": [{"name": 1}]}\n'
  const metrics = [{ file: 'metrics.json', name: 'accuracy', value: 0.95 }]
  const record = { sha, measuredAt: '2026-01-01T00:00:00Z', metrics, extras: blobSha(Buffer.from(text)) }
  const files = { 'history/iris/0001.jsonl': `${JSON.stringify(record)}\n`, 'extras/iris.json': text }
  await world.model.commit({ branch: 'serin-data', message: 'x', files })
  const pull = await world.openPull()
  const { conclusion } = await world.runOn({ pullRequest: pull.number })
  const report = (await world.reports(pull))[0]
  expect(conclusion).toBe('success')
  expect(report).toMatch(/`accuracy` \| 0\.95 \| 0\.97/)
  expect(report).toMatch(/Main’s curves, matrices and tables are not shown beside these\. .*extras\/iris\.json/)
})

it('keeps of very many metrics what the gates need, and says so', async () => {
  const script = `node -e "const m={};for(let i=0;i<10000;i++)m['layer.'+'x'.repeat(200)+i]=i/7;m.accuracy=0.95;console.log(JSON.stringify(m))" > metrics.json\n`
  const world = await worldOfThisTest({ model: { 'train.sh': script } })
  for (const accuracyOf of [0.91, 0.92, 0.93]) {
    const { sha } = await world.pushToMain(accuracy(accuracyOf))
    const result = await world.runOn({ push: { sha } }, { gitopsToken: false })
    expect(result.outputs.verdict).toBe('pass')
    expect((await world.checks(sha))[0]?.summary).toMatch(/leaves out \d+ metrics/)
  }
  const files = [1, 2].map((number) => world.model.readFile(`history/iris/000${number}.jsonl`, 'serin-data') ?? '')
  expect(files.map((text) => text.trimEnd().split('\n').length)).toEqual([2, 1])
  expect(files.every((text) => text.length < 4_000_000 && text.includes('"accuracy","value":0.95'))).toBe(true)
  const pull = await world.openPull()
  await world.runOn({ pullRequest: pull.number })
  expect((await world.reports(pull))[0]).toMatch(/Main’s record has no room for \d+ of its metrics/)
})

it('tells when the branch’s rules refuse the record', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.95))
  await world.model.setBranch('serin-data', world.model.sha())
  world.model.protect('serin-data', { kind: 'ruleset', requiredReviews: 1 })
  const result = await world.runOn({ push: { sha } }, { gitopsToken: false })
  expect(result.annotations[0]?.message).toMatch(/serin-data of acme\/iris refuses.*`data-branch`/s)
})

it('measures only the models that a push concerns', async () => {
  const model = (name: string) => `  ${name}: { paths: [${name}], train: sh train.sh, metrics: [metrics.json] }\n`
  const world = await worldOfThisTest({ model: { [CONFIG]: `models:\n${model('iris')}${model('rose')}` } })
  const { sha } = await world.pushToMain({ 'rose/x': '1' })
  const result = await world.runOn({ push: { sha } })
  expect(Object.keys(JSON.parse(result.outputs.metrics ?? ''))).toEqual(['rose'])
  expect(world.history('iris')).toEqual([])
})

it.each(['workflow_dispatch', 'schedule'])('measures main on `%s`', async (name) => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.95))
  const { data: repository } = await world.as('ada').rest.repos.get({ owner: 'acme', repo: 'iris' })
  const event = { name, payload: { repository, sender: { login: 'ada', id: 1 } } }
  const result = await world.runOn({ push: { sha } }, { event, gitopsToken: false })
  expect(result.outputs.verdict).toBe('pass')
  expect(world.history()).toMatchObject([{ sha }])
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}
