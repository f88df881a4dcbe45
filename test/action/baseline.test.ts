import { expect, it } from 'vitest'
import { accuracy, CONFIG, IRIS, modelConfig, type World, worldOfThisTest } from './world.ts'

async function measure(world: World, value: number): Promise<string> {
  const { sha } = await world.pushToMain(accuracy(value))
  await world.runOn({ push: { sha } }, { gitopsToken: false })
  return sha
}

async function reportOf(world: World, number: number): Promise<string> {
  await world.runOn({ pullRequest: number })
  return (await world.reports({ number }))[0] ?? ''
}

it('is what main measured at exactly the base commit', async () => {
  const world = await worldOfThisTest()
  await measure(world, 0.91)
  const base = await measure(world, 0.95)
  const report = await reportOf(world, (await world.openPull()).number)
  expect(report).toContain(base.slice(0, 7))
  expect(report).toMatch(/`accuracy` \| 0\.95 \| 0\.97/)
  expect(report).not.toContain('was not measured')
})

it('is main’s newest record where the base was not measured, and says so', async () => {
  const world = await worldOfThisTest()
  const measured = await measure(world, 0.95)
  await world.pushToMain({ 'params.yaml': 'accuracy: 0.94\n' })
  const report = await reportOf(world, (await world.openPull()).number)
  expect(report).toMatch(/`accuracy` \| 0\.95 \| 0\.97/)
  expect(report).toContain(`Main was not measured`)
  expect(report).toContain(measured.slice(0, 7))
})

it('needs no note when what came after concerns other models', async () => {
  const train = 'train: sh train.sh'
  const files = { [CONFIG]: modelConfig('paths: [params.yaml]', train, 'metrics: [metrics.json]') }
  const world = await worldOfThisTest({ model: files })
  await measure(world, 0.95)
  await world.pushToMain({ 'README.md': 'Read me.\n' })
  expect(await reportOf(world, (await world.openPull()).number)).not.toContain('was not measured')
})

it('is the committed metrics file when main was never measured', async () => {
  const world = await worldOfThisTest({ model: { 'metrics.json': '{"accuracy": 0.93}\n' } })
  const report = await reportOf(world, (await world.openPull()).number)
  expect(report).toMatch(/`accuracy` \| 0\.93 \| 0\.97/)
  expect(report).toContain(world.model.sha()?.slice(0, 7))
})

it('is missing, with the reason, when nothing is known', async () => {
  const world = await worldOfThisTest()
  const report = await reportOf(world, (await world.openPull()).number)
  expect(report).toContain('main has no measurement of iris yet')
  expect(report).toMatch(/worse by at most 0\.02 .*not judged yet/)
})

it('is read from the branch that the input names', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.95))
  const inputs = { 'data-branch': 'metrics/of-main' }
  await world.runOn({ push: { sha } }, { gitopsToken: false, inputs })
  expect(world.model.branches()).not.toHaveProperty('serin-data')
  const pull = await world.openPull()
  await world.runOn({ pullRequest: pull.number }, { inputs })
  expect((await world.reports(pull))[0]).toMatch(/`accuracy` \| 0\.95 \| 0\.97/)
})

it('is main as it is now when the base commit is gone, and says so', async () => {
  const world = await worldOfThisTest()
  await measure(world, 0.95)
  const pull = await world.openPull()
  const { data } = await world.as('cleo').rest.pulls.get({ ...IRIS, pull_number: pull.number })
  const gone = { ...data, base: { ...data.base, sha: 'd'.repeat(40) } }
  const payload = { action: 'opened', number: pull.number, pull_request: gone, repository: data.base.repo }
  const ref = `refs/pull/${pull.number}/head`
  await world.runOn({ pullRequest: pull.number }, { event: { payload, ref } })
  const [report] = await world.reports(pull)
  expect(report).toContain('The base commit `ddddddd` is gone')
  expect(report).toMatch(/`accuracy` \| 0\.95 \| 0\.97/)
})

it('with a broken record names the file and line to repair, and counts it as none', async () => {
  const world = await worldOfThisTest()
  await world.model.commit({ branch: 'serin-data', message: 'x', files: { 'history/iris/0001.jsonl': '\nnonsense\n' } })
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.conclusion).toBe('success')
  const [report] = await world.reports(pull)
  expect(report).toMatch(/cannot be read.*history\/iris\/0001\.jsonl:2:.*Delete or repair the line/s)
})

it('with a committed file that is none names its place', async () => {
  const world = await worldOfThisTest({ model: { 'metrics.json': '{"accuracy": \n' } })
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.annotations[0]?.message).toMatch(/metrics\.json:\d+:\d+/)
})
