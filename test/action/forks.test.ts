import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endRun, evaluateFork, publish, REPORTING, report } from './fork-world.ts'
import { accuracy, IRIS, modelConfig, type Pull, startWorld, type World, worldOfThisTest } from './world.ts'

const CSV = `id,label,prediction\n${Array.from({ length: 60 }, (_, id) => `${id},${id % 2},${id % 2}`).join('\n')}\n`

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.runOn({ push: await world.pushToMain(accuracy(0.94)) })
})
afterAll(() => world.stop())

describe('a pull request from a fork', () => {
  let pull: Pull
  beforeAll(async () => {
    pull = await world.openForkPull(accuracy(0.97))
  })

  it('is measured without rights, reported by the second workflow', async () => {
    const { result, artifact } = await evaluateFork(world, pull)
    expect([result.conclusion, result.outputs.verdict]).toEqual(['success', 'pass'])
    expect(await world.reports(pull)).toEqual([])

    const { payload } = await endRun(world, { headSha: pull.head, artifact })
    const published = await publish(world, payload)
    expect([published.conclusion, published.outputs.verdict]).toEqual(['success', 'pass'])
    const [comment = ''] = await world.reports(pull)
    expect(comment).toMatch(/✅ iris: the gate passes.*0\.94.*0\.97/s)
    expect(comment.split('\n\n')[1]).toContain('which nobody has reviewed')
    expect(comment).not.toContain('/canary')
    expect(published.summary).toContain('✅ iris')
    expect(published.outputs['comment-url']).toContain(`/pull/${pull.number}`)
  })

  it('has a check run that lets it be merged and not released', async () => {
    const checks = await world.checks(pull.head)
    expect(checks).toMatchObject([{ name: 'serin / iris', conclusion: 'neutral' }])
    expect(checks[0]?.title).toContain('By the fork’s own run')
  })

  it('keeps one comment over several runs', async () => {
    await report(world, pull)
    expect(await world.reports(pull)).toHaveLength(1)
    expect(await world.checks(pull.head)).toHaveLength(1)
  })

  it('has one comment on all models, if asked for', async () => {
    const { artifact } = await evaluateFork(world, pull)
    const { payload } = await endRun(world, { headSha: pull.head, artifact })
    await publish(world, payload, { inputs: { comment: 'combined' } })
    const comments = await world.reports(pull)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toMatch(/<!-- serin:report models=.*which nobody has reviewed/s)
    await publish(world, payload)
    expect(await world.reports(pull)).toHaveLength(1)
  })

  it('is not reported once more has been pushed', async () => {
    const { artifact } = await evaluateFork(world, pull)
    const { payload } = await endRun(world, { headSha: pull.head, artifact })
    const newer = await world.github
      .repository('mallory/iris')
      .commit({ branch: 'change', message: 'Worse', files: accuracy(0.5) })
    const late = await publish(world, payload)
    expect([late.conclusion, late.outputs.verdict]).toEqual(['success', 'skipped'])
    expect(late.summary).toContain(`superseded: pull request ${pull.number} has a newer commit by now`)
    expect(await world.checks(newer)).toEqual([])
    pull = { ...pull, head: newer }
  })

  it('fails by its numbers, in its comment and not in the second workflow', async () => {
    const published = await report(world, pull)
    expect([published.conclusion, published.outputs.verdict]).toEqual(['success', 'fail'])
    expect((await world.reports(pull))[0]).toContain('❌ iris')
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'failure' }])
  })

  it('with a training that fails is told why', async () => {
    const files = { 'train.sh': 'echo "::error::no data"; exit 3\n' }
    const head = await world.github.repository('mallory/iris').commit({ branch: 'change', message: 'Oops', files })
    const published = await report(world, { ...pull, head })
    expect(published.conclusion).toBe('success')
    expect((await world.reports(pull))[0]).toMatch(
      /⛔ iris: could not be evaluated.*exit code 3.*```text\n::error::no/s,
    )
    expect(published.log).not.toContain('no data')
    expect(published.annotations).toEqual([])
  })

  it('is not reported once it is closed', async () => {
    const head = await world.github
      .repository('mallory/iris')
      .commit({ branch: 'change', message: 'Last', files: accuracy(0.96) })
    const { artifact } = await evaluateFork(world, { ...pull, head })
    const { payload } = await endRun(world, { headSha: head, artifact })
    await world.as('ada').rest.pulls.update({ ...IRIS, pull_number: pull.number, state: 'closed' })
    expect((await publish(world, payload)).summary).toContain('No open pull request is from')
  })
})

describe('the second workflow', () => {
  let pull: Pull
  beforeEach(async () => {
    pull = await world.openPull(accuracy(0.95))
  })

  it.each([
    ['a branch of the repository itself', { head: 'acme/iris' }, 'has reported itself'],
    ['a push', { event: 'push' }, 'was for no pull request'],
    ['a cancelled run', { conclusion: 'cancelled' }, 'did not come to its end'],
  ])('leaves %s alone', async (_, run, reason) => {
    const { payload } = await endRun(world, { headSha: pull.head, ...run })
    const published = await publish(world, payload)
    expect([published.conclusion, published.outputs.verdict]).toEqual(['success', 'skipped'])
    expect(published.summary).toContain(reason)
    expect(await world.reports(pull)).toEqual([])
  })

  it('leaves a deleted fork alone', async () => {
    const { payload } = await endRun(world, { headSha: pull.head })
    const run = 'workflow_run' in payload ? payload.workflow_run : {}
    const gone = { ...payload, workflow_run: Object.assign({}, run, { head_repository: null }) }
    expect((await publish(world, gone)).summary).toContain('is gone')
  })

  it('wants to hear of the end of runs', async () => {
    const { payload } = await endRun(world, { headSha: pull.head })
    const run = 'workflow_run' in payload ? payload.workflow_run : {}
    const early = { ...payload, workflow_run: Object.assign({}, run, { conclusion: null }) }
    const published = await publish(world, early)
    expect(published.conclusion).toBe('failure')
    expect(published.log).toContain('types: [completed]')
  })
})

describe('what the second workflow cannot read', () => {
  it('is said on the pull request: no artifact', async () => {
    const local = await worldOfThisTest()
    const pull = await local.openForkPull()
    const { payload } = await endRun(local, { headSha: pull.head, conclusion: 'failure' })
    expect((await publish(local, payload)).conclusion).toBe('success')
    expect((await local.reports(pull))[0]).toMatch(/left no artifact.*actions\/upload-artifact/s)
  })

  it('leaves the report of an earlier run on the same commit', async () => {
    const local = await worldOfThisTest()
    const pull = await local.openForkPull()
    const { artifact } = await evaluateFork(local, pull)
    await publish(local, (await endRun(local, { headSha: pull.head, artifact })).payload)
    const good = [await local.reports(pull), await local.checks(pull.head)]
    const { payload } = await endRun(local, { headSha: pull.head, conclusion: 'failure' })
    const again = await publish(local, payload)
    expect([await local.reports(pull), await local.checks(pull.head)]).toEqual(good)
    expect(again.log).toMatch(/report of an earlier run on the same commit stays.*left no artifact/s)
    expect(again.outputs.verdict).toBe('fail')
  })

  it('is said on the pull request: an expired one', async () => {
    const local = await worldOfThisTest()
    const pull = await local.openForkPull()
    const { artifact } = await evaluateFork(local, pull)
    const { payload, expireArtifacts } = await endRun(local, { headSha: pull.head, artifact })
    expireArtifacts()
    await publish(local, payload)
    expect((await local.reports(pull))[0]).toContain('results of the run have expired')
  })

  it('is tried again by hand: one that was damaged on the way', async () => {
    const local = await worldOfThisTest()
    const pull = await local.openForkPull()
    const { artifact } = await evaluateFork(local, pull)
    const { payload, corruptArtifacts } = await endRun(local, { headSha: pull.head, artifact })
    corruptArtifacts()
    const published = await publish(local, payload)
    expect(published.conclusion).toBe('failure')
    expect(published.log).toContain('its SHA-256 is another one. Run the workflow again.')
    expect(await local.reports(pull)).toEqual([])
  })

  it('is tried again by hand: one that GitHub does not hand out', async () => {
    const local = await worldOfThisTest()
    const pull = await local.openForkPull()
    const { artifact } = await evaluateFork(local, pull)
    const { payload } = await endRun(local, { headSha: pull.head, artifact })
    local.github.faults.add({ path: /\/zip$/, times: 9, status: 503 })
    const published = await publish(local, payload)
    expect(published.conclusion).toBe('failure')
    expect(await local.reports(pull)).toEqual([])
  })

  it.each([
    ['actions', 'actions: read'],
    ['pull_requests', 'pull-requests: read'],
    ['checks', 'checks: write'],
  ])('for want of the right on %s names the line', async (right, line) => {
    const local = await worldOfThisTest({ private: true })
    await local.model.setRole('mallory', 'read')
    const pull = await local.openForkPull()
    const { artifact } = await evaluateFork(local, pull)
    const { payload } = await endRun(local, { headSha: pull.head, artifact })
    const permissions = Object.fromEntries(Object.entries(REPORTING).filter(([name]) => name !== right))
    const published = await publish(local, payload, { permissions })
    expect(published.conclusion).toBe('failure')
    expect(published.log).toContain(line)
  })
})

describe('main', () => {
  it('judges by its own configuration, and says that the fork changes it', async () => {
    const local = await worldOfThisTest()
    const config = modelConfig('train: sh train.sh', 'metrics: [metrics.json]', 'gates: { accuracy: { min: 0.1 } }')
    const pull = await local.openForkPull({ ...accuracy(0.3), '.github/serin.yml': config })
    await report(local, pull)
    const [comment = ''] = await local.reports(pull)
    expect(comment).toContain('❌ iris')
    expect(comment).toContain('was judged by main’s')
  })

  it('without a configuration judges nothing', async () => {
    const local = await worldOfThisTest({ model: { '.github/serin.yml': undefined } })
    const config = modelConfig('metrics: [metrics.json]')
    const pull = await local.openForkPull({ '.github/serin.yml': config, 'metrics.json': '{"accuracy": 1}' })
    const published = await report(local, pull)
    expect(published.conclusion).toBe('failure')
    expect(published.log).toContain('The default branch has no .github/serin.yml')
    expect(await local.reports(pull)).toEqual([])
  })

  it('skips the models that the changed files do not concern', async () => {
    const local = await worldOfThisTest({
      model: { '.github/serin.yml': modelConfig('paths: [model]', 'metrics: [metrics.json]') },
    })
    const pull = await local.openForkPull({ 'docs.md': 'x' })
    const published = await report(local, pull)
    expect(published.outputs.verdict).toBe('skipped')
    expect(await local.checks(pull.head)).toMatchObject([{ conclusion: 'skipped' }])
  })
})

it('predictions are compared with main’s, plots stay in the artifact', async () => {
  const config = modelConfig(
    'train: sh train.sh',
    'metrics: [metrics.json]',
    'predictions: predictions.csv',
    'plots: [loss.png]',
    'gates: { accuracy: { min: 0.5, max-regression: 0.2 } }',
  )
  const worse = CSV.replace(/^(\d),(\d),\d$/gm, (_, id: string, label: string) => `${id},${label},${1 - Number(label)}`)
  const local = await worldOfThisTest({
    model: { '.github/serin.yml': config, 'predictions.csv': CSV, 'loss.png': 'no picture at all' },
  })
  await local.runOn({ push: await local.pushToMain(accuracy(1)) })
  const pull = await local.openForkPull({ ...accuracy(0.833), 'predictions.csv': worse })
  const { artifact } = await evaluateFork(local, pull)
  expect(artifact.toString('latin1')).toMatch(/plot-\d\.png/)
  await report(local, pull, artifact)
  const [comment = ''] = await local.reports(pull)
  expect(comment).toContain('60 test examples')
  expect(comment).toContain('Pictures of an unreviewed run are not shown here')
})
