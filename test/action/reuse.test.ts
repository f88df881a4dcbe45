import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import {
  accuracy,
  CONFIG,
  IRIS,
  MANIFEST,
  MODEL_FILES,
  modelConfig,
  type Pull,
  type RunOptions,
  startWorld,
  versionOf,
  type World,
  worldOfThisTest,
} from './world.ts'

const TRAINED = 'A training ran.'
/** Says in the log that it runs. */
const TRAIN = `echo '${TRAINED}'\n${MODEL_FILES['train.sh']}`
const MODEL = { 'train.sh': TRAIN }
const DATA = 'serin-data'

const trainings = (...results: readonly ActionResult[]) =>
  results.map(({ log }) => log.split('\n').filter((line) => line === TRAINED).length)
const recordsIn = (world: World, path: string): { sha: string; [key: string]: unknown }[] =>
  (world.model.readFile(path, DATA) ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const EVALUATED = 'evaluated/iris/0001.jsonl'
const evaluatedIn = (world: World) => recordsIn(world, EVALUATED)

const newWorld = (model: Parameters<typeof startWorld>[0] = {}) =>
  worldOfThisTest({ ...model, model: { ...MODEL, ...model.model } })

async function mergeBy(world: World, pull: Pull, method: 'merge' | 'squash' | 'rebase' = 'merge'): Promise<string> {
  await world.github.settled()
  const merge = { ...IRIS, pull_number: pull.number, merge_method: method }
  return (await world.as('ada').rest.pulls.merge(merge)).data.sha
}

async function checkIds(world: World, sha: string): Promise<readonly string[]> {
  const { data } = await world.as('cleo').rest.checks.listForRef({ ...IRIS, ref: sha })
  return data.check_runs.map((run) => run.external_id ?? '')
}

/** A pull request is evaluated and merged, and its merge is measured. */
async function story(
  world: World,
  options: {
    readonly pull?: Pull
    readonly onPull?: RunOptions
    readonly onMain?: RunOptions
    readonly meanwhile?: () => Promise<unknown>
  } = {},
) {
  const pull = options.pull ?? (await world.openPull())
  const evaluated = await world.runOn({ pullRequest: pull.number }, options.onPull)
  await options.meanwhile?.()
  const sha = await mergeBy(world, pull)
  const merged = await world.runOn({ push: { sha } }, options.onMain)
  return { pull, evaluated, sha, merged }
}

describe.each(['merge', 'squash', 'rebase'] as const)('a pull request that was evaluated and merged (%s)', (method) => {
  let world: World
  let pull: Pull
  let sha: string
  let evaluated: ActionResult
  let merged: ActionResult
  beforeAll(async () => {
    world = await startWorld({ model: MODEL })
    await world.pushToMain(accuracy(0.95)).then((push) => world.runOn({ push }))
    pull = await world.openPull()
    evaluated = await world.runOn({ pullRequest: pull.number })
    sha = await mergeBy(world, pull, method)
    merged = await world.runOn({ push: { sha } })
  })
  afterAll(() => world.stop())

  it('is trained once', () => {
    expect(trainings(evaluated, merged)).toEqual([1, 0])
    expect([evaluated.annotations, merged.annotations]).toEqual([[], []])
  })

  it('tells so in the outputs', () => {
    const version = versionOf(pull.head)
    const versions = JSON.stringify({ iris: version })
    expect(evaluated.outputs).toMatchObject({ version, versions, reused: 'false' })
    expect(merged.outputs).toMatchObject({ version, versions, reused: 'true', metrics: evaluated.outputs.metrics })
  })

  it('is measured on main, with the commit that was trained', () => {
    expect(world.history().at(-1)).toMatchObject({
      sha,
      reusedFrom: pull.head,
      metrics: [{ file: 'metrics.json', name: 'accuracy', value: 0.97 }],
      params: [{ file: 'params.yaml', name: 'accuracy', value: 0.97 }],
      trainingSeconds: expect.any(Number),
      verdict: 'pass',
    })
  })

  it('is judged on the commit of main, and why it was not trained is said there', async () => {
    const [check] = await world.checks(sha)
    expect(check).toMatchObject({ name: 'serin / iris', conclusion: 'success' })
    expect(check?.summary).toMatch(
      new RegExp(
        `Not trained again: these files are exactly the ones that were evaluated on \`#${pull.number}\` at \`${pull.head.slice(0, 7)}\``,
      ),
    )
    expect(merged.summary).toContain('`retrain: true`')
    expect(merged.summary).toContain(
      `[Read the report of its training.](${world.github.url}/acme/iris/pull/${pull.number})`,
    )
  })

  it('is released as the build of the pull request’s head', () => {
    expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(pull.head))
    const [commit] = world.gitops.log()
    expect(commit?.message).toContain(`Serin-Version: ${versionOf(pull.head)}\n`)
    expect(commit?.message).toContain(`Serin-Commit: ${sha}\n`)
  })

  it('names the build in the check run', async () => {
    expect(await checkIds(world, sha)).toEqual([`serin:version=${versionOf(pull.head)}`])
    expect(await checkIds(world, pull.head)).toEqual([`serin:version=${versionOf(pull.head)}`])
  })

  it('changes nothing when the workflow is run again', async () => {
    const [gitops, data] = [world.gitops.sha(), world.model.sha(DATA)]
    const again = await world.runOn({ push: { sha } })
    expect([trainings(again), again.conclusion]).toEqual([[0], 'success'])
    expect([world.gitops.sha(), world.model.sha(DATA)]).toEqual([gitops, data])
  })
})

describe('a merge is trained', () => {
  it('when main moved meanwhile', async () => {
    const world = await newWorld()
    const { sha, evaluated, merged } = await story(world, { meanwhile: () => world.pushToMain({ 'other.txt': 'x' }) })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect(merged.outputs).toMatchObject({ version: versionOf(sha), reused: 'false' })
    expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(sha))
    expect(await checkIds(world, sha)).toEqual([`serin:version=${versionOf(sha)}`])
  })

  it('when the pull request comes from a fork', async () => {
    const world = await newWorld()
    const { evaluated, merged } = await story(world, { pull: await world.openForkPull() })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect(evaluatedIn(world)).toEqual([])
  })

  it('when the pull request changed its own settings', async () => {
    const world = await newWorld()
    const files = { ...accuracy(0.97), [CONFIG]: String(MODEL_FILES[CONFIG]).replace('min: 0.9', 'min: 0.5') }
    const { evaluated, merged } = await story(world, { pull: await world.openPull(files) })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect(evaluatedIn(world)).toEqual([])
  })

  it('when it is asked for', async () => {
    const world = await newWorld()
    const { evaluated, merged } = await story(world, { onMain: { inputs: { retrain: 'true' } } })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
  })

  it('when the token may not keep what the pull request measured, and that is no failure', async () => {
    const world = await newWorld()
    const permissions = { contents: 'read', pull_requests: 'write', checks: 'write' } as const
    const { evaluated, merged } = await story(world, { onPull: { permissions } })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect([evaluated.conclusion, evaluated.annotations]).toEqual(['success', []])
    expect(evaluated.log).toMatch(/The merge of this pull request will train iris again\. The token may not write to/)
  })

  it('when an earlier step had changed the files', async () => {
    const world = await newWorld()
    const prepare = (workspace: string) => writeFileSync(join(workspace, 'params.yaml'), 'accuracy: 0.99\n')
    const { evaluated, merged } = await story(world, { onPull: { prepare } })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect(evaluated.log).toContain('will train iris again. Files that git tracks were changed before this step.')
  })

  it('when an earlier step of its own run had changed the files', async () => {
    const world = await newWorld()
    const prepare = (workspace: string) => writeFileSync(join(workspace, 'params.yaml'), 'accuracy: 0.99\n')
    const { evaluated, merged } = await story(world, { onMain: { prepare } })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
  })

  it('when another pull request was evaluated with the same files', async () => {
    const world = await newWorld()
    const twin = await world.openPull()
    await world.runOn({ pullRequest: twin.number })
    const sha = await mergeBy(world, await world.openPull())
    const merged = await world.runOn({ push: { sha } })
    expect(trainings(merged)).toEqual([1])
    expect(merged.log).toContain('was not with exactly these files')
  })

  it('when a commit was pushed without a pull request', async () => {
    const world = await newWorld()
    const pull = await world.openPull()
    await world.runOn({ pullRequest: pull.number })
    const pushed = await world.runOn({ push: await world.pushToMain(accuracy(0.97)) })
    expect(trainings(pushed)).toEqual([1])
    expect(pushed.log).toContain('No pull request brought this commit.')
  })

  it('when what was kept cannot be read', async () => {
    const world = await newWorld()
    const broken = () => world.model.commit({ branch: DATA, message: 'x', files: { [EVALUATED]: '<<<<<<< HEAD\n' } })
    const { evaluated, merged } = await story(world, { meanwhile: broken })
    expect([trainings(evaluated, merged), merged.conclusion]).toEqual([[1, 1], 'success'])
  })

  it('when its run may not read pull requests', async () => {
    const world = await newWorld({ private: true })
    const permissions = { contents: 'write', checks: 'write' } as const
    const { merged } = await story(world, { onMain: { permissions } })
    expect(trainings(merged)).toEqual([1])
    expect(merged.log).toMatch(/iris is trained\. The token may not read the pull requests/)
  })
})

it.each(['workflow_dispatch', 'schedule'])('a run on `%s` trains', async (name) => {
  const world = await newWorld()
  const { sha } = await story(world)
  const { data: repository } = await world.as('ada').rest.repos.get(IRIS)
  const event = { name, payload: { repository, sender: { login: 'ada', id: 1 } } }
  const run = await world.runOn({ push: { sha } }, { event })
  expect([trainings(run), run.outputs.version]).toEqual([[1], versionOf(sha)])
})

it('what was trained again by hand replaces the pull request’s build, and stays', async () => {
  const world = await newWorld()
  const { sha } = await story(world)
  await world.runOn({ push: { sha } }, { inputs: { retrain: 'true' } })
  expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(sha))
  expect(await checkIds(world, sha)).toEqual([`serin:version=${versionOf(sha)}`])
  await world.runOn({ push: { sha } })
  expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(sha))
})

it('an older run that was slow does not take a pull request’s build back', async () => {
  const world = await newWorld()
  const first = await world.openPull(accuracy(0.96))
  await world.runOn({ pullRequest: first.number })
  const older = await mergeBy(world, first, 'squash')
  const second = await world.openPull(accuracy(0.97))
  await world.runOn({ pullRequest: second.number })
  const newer = await mergeBy(world, second, 'squash')
  await world.runOn({ push: { sha: newer } })
  const slow = await world.runOn({ push: { sha: older } }, { inputs: { retrain: 'true' } })
  expect(slow.conclusion).toBe('success')
  expect(slow.summary).toContain('is this commit or a newer one')
  expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(second.head))
})

it('a model that fails main’s gate is not released, whoever trained it', async () => {
  const world = await newWorld()
  const { evaluated, merged } = await story(world, { pull: await world.openPull(accuracy(0.5)) })
  expect(trainings(evaluated, merged)).toEqual([1, 0])
  expect([merged.exitCode, merged.outputs.verdict, world.gitops.log()]).toMatchObject([1, 'fail', { length: 1 }])
})

describe('what is kept of a pull request', () => {
  it('is one line for each commit, the newest', async () => {
    const world = await newWorld()
    const pull = await world.openPull()
    await world.runOn({ pullRequest: pull.number })
    await world.pushToMain({ 'other.txt': 'x' })
    await world.github.settled()
    await world.runOn({ pullRequest: pull.number })
    const head = await world.pushTo(pull, accuracy(0.98))
    await world.runOn({ pullRequest: pull.number })
    expect(evaluatedIn(world).map(({ sha }) => sha)).toEqual([pull.head, head])
  })

  it('is no baseline of anybody’s', async () => {
    const world = await newWorld()
    const pull = await world.openPull()
    await world.runOn({ pullRequest: pull.number })
    const other = await world.openPull(accuracy(0.98))
    await world.runOn({ pullRequest: other.number })
    expect((await world.reports(other))[0]).toContain('main has no measurement of iris yet')
  })

  it('is nothing of a model that names no training', async () => {
    const config = modelConfig('metrics: [metrics.json]')
    const world = await newWorld({ model: { [CONFIG]: config, 'metrics.json': '{"accuracy": 0.9}' } })
    const { merged } = await story(world)
    expect([evaluatedIn(world), merged.outputs.reused]).toEqual([[], 'false'])
  })
})

describe('predictions, curves and plots', () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
  const SETTINGS = ['train: sh train.sh', 'metrics: [metrics.json]', 'predictions: predictions.csv']
  const PLOTS = ['plots: ["plots/*"]', 'report: report.md']
  const model = {
    [CONFIG]: modelConfig(...SETTINGS, ...PLOTS),
    'train.sh': `${TRAIN}
seq 1 40 | sed 's/.*/&,a,a/; 1i id,label,prediction' > predictions.csv
mkdir -p plots && printf '%s' '${SVG}' > plots/roc.svg && printf 'epoch,loss\\n1,0.9\\n2,0.5\\n' > plots/loss.csv
echo '# How it went' > report.md
`,
  }

  it('are the pull request’s', async () => {
    const world = await newWorld({ model })
    const { pull, sha, evaluated, merged } = await story(world)
    expect([trainings(evaluated, merged), merged.annotations]).toEqual([[1, 0], []])
    const [record] = recordsIn(world, 'history/iris/0001.jsonl')
    expect(record).toMatchObject({ sha, predictions: expect.any(String), extras: expect.any(String) })
    expect(world.model.readFile('predictions/iris.csv', DATA)).toMatch(/^id,label,prediction\n1,a,a\n/)
    expect(world.model.readFile('extras/iris.json', DATA)).toContain('loss')
    expect(merged.summary).toContain(`/plots/iris/${pull.head}/plots/roc.svg?raw=true)`)
    expect(merged.summary).toContain(`What the training wrote in \`report.md\` is on \`#${pull.number}\`.`)
  })

  it('that were not kept are a reason to train', async () => {
    const world = await newWorld({ model })
    const forget = () => {
      const text = world.model.readFile(EVALUATED, DATA)?.replace(/"predictions":"\w+"/, '"predictions":""') ?? ''
      return world.model.commit({ branch: DATA, message: 'x', files: { [EVALUATED]: text } })
    }
    const { evaluated, merged } = await story(world, { meanwhile: forget })
    expect(trainings(evaluated, merged)).toEqual([1, 1])
    expect(merged.log).toContain('iris is trained. The predictions of the pull request’s model were not kept.')
  })
})

it('of several models each has its own version', async () => {
  const one = (name: string, more = '') => `  ${name}: { train: sh train.sh, metrics: [metrics.json]${more} }\n`
  const config = `models:\n${one('iris')}${one('rose', ', predictions: predictions.csv')}`
  const train = `${TRAIN}[ ! -e keep ] || echo 'id,label,prediction' > predictions.csv\n`
  const world = await newWorld({ model: { [CONFIG]: config, 'train.sh': train } })
  const prepare = (workspace: string) => mkdirSync(join(workspace, 'keep'))
  const { pull, sha, merged } = await story(world, { onPull: {}, onMain: { prepare } })
  expect(trainings(merged)).toEqual([1])
  const [head, own] = [versionOf(pull.head), versionOf(sha)]
  expect(JSON.parse(merged.outputs.versions ?? '')).toEqual({ iris: head, rose: own })
  expect(merged.outputs).toMatchObject({ version: `${head}\n${own}`, reused: 'false' })
})
