import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import {
  accuracy,
  CONFIG,
  GITOPS,
  GITOPS_FILES,
  gitopsConfig,
  IRIS,
  MANIFEST,
  MODEL_FILES,
  OLD_VERSION,
  type Pull,
  startWorld,
  versionOf,
  type World,
  worldOfThisTest,
} from './world.ts'

const DEFAULT_MANIFEST = String(GITOPS_FILES[MANIFEST])
const withVersion = (version: string) => DEFAULT_MANIFEST.replace(OLD_VERSION, version)
const TEST_FILE = 'file: model-deployments/test/iris/config.yaml'

const releasedIn = (result: ActionResult) => JSON.parse(result.outputs.released ?? '')

async function mergeAndRun(world: World): Promise<{ pull: Pull; sha: string; result: ActionResult }> {
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  return { pull, sha, result: await world.runOn({ push: { sha } }) }
}

const openProposals = async (world: World) => (await world.as('ada').rest.pulls.list({ ...GITOPS, state: 'open' })).data

describe('a merge', () => {
  let world: World
  let pull: Pull
  let sha: string
  let result: ActionResult
  beforeAll(async () => {
    world = await startWorld()
    ;({ pull, sha, result } = await mergeAndRun(world))
  })
  afterAll(() => world.stop())

  it('changes the version in the manifest and nothing else', () => {
    expect(result.annotations).toEqual([])
    expect(world.gitops.readFile(MANIFEST)).toBe(withVersion(versionOf(sha)))
  })

  it('is one commit on top of what was there', () => {
    const [commit, ...rest] = world.gitops.log()
    expect([commit?.parents, rest.length]).toEqual([[rest[0]?.sha], 1])
  })

  it('says in trailers what was released, where and why', () => {
    expect(world.gitops.log()[0]?.message.trim()).toBe(
      [
        `iris in test: ${versionOf(sha)}`,
        '',
        `Serin-Command: ${world.github.url}/acme/iris/actions/runs/1`,
        'Serin-Model: iris',
        `Serin-Version: ${versionOf(sha)}`,
        'Serin-Environment: test',
        'Serin-Rollout: stable',
        `Serin-Version-Before: ${OLD_VERSION}`,
        'Serin-Rollout-Before: stable',
        `Serin-Commit: ${sha}`,
        `Serin-Pull-Request: acme/iris#${pull.number}`,
        `Serin-Source: acme/iris ${world.model.id}`,
      ].join('\n'),
    )
  })

  it('is told in the outputs, the check run and the summary', async () => {
    const url = `${world.github.url}/acme/mlops-gitops/commit/${world.gitops.sha()}`
    expect(releasedIn(result)).toEqual([{ model: 'iris', environment: 'test', kind: 'commit', url }])
    expect(result.summary).toContain(`[See what was changed in “test”.](${url})`)
    expect((await world.checks(sha))[0]?.summary).toContain(url)
  })

  it('is released once when the workflow is run again', async () => {
    const head = world.gitops.sha()
    const again = await world.runOn({ push: { sha } })
    expect([again.conclusion, releasedIn(again), world.gitops.sha()]).toEqual(['success', [], head])
    expect(again.summary).toContain('keeps what it runs')
  })

  it('that fails its gate is not released', async () => {
    const head = world.gitops.sha()
    const worse = await world.pushToMain(accuracy(0.5))
    const failed = await world.runOn({ push: worse })
    expect([failed.exitCode, failed.outputs.verdict, world.gitops.sha()]).toEqual([1, 'fail', head])
    expect(failed.summary).toContain('Nothing was released')
  })
})

it('never lets an older run overwrite a newer release', async () => {
  const world = await worldOfThisTest()
  const older = await world.pushToMain(accuracy(0.95))
  const newer = await world.pushToMain(accuracy(0.96))
  await world.runOn({ push: newer })
  const result = await world.runOn({ push: older })
  expect([result.conclusion, releasedIn(result)]).toEqual(['success', []])
  expect(world.gitops.readFile(MANIFEST)).toBe(withVersion(versionOf(newer.sha)))
})

it('writes to every environment that says so, each in its own branch and way', async () => {
  const world = await worldOfThisTest({
    gitops: {
      'serin.yml': gitopsConfig(`      test: { ${TEST_FILE}, on-merge: release, set: { image_namespace: acme-test } }
      stage: { file: stage.yaml, branch: stage, on-merge: release }
      prod: { file: prod.yaml, on-merge: propose }
      last: { file: last.yaml }`),
      'stage.yaml': '---\n',
      'prod.yaml': 'version: one # the first\n',
      'last.yaml': 'version: one\n',
    },
  })
  await world.gitops.setBranch('stage', world.gitops.sha())
  const { sha, result } = await mergeAndRun(world)
  const version = versionOf(sha)
  expect(releasedIn(result)).toMatchObject([
    { environment: 'test', kind: 'commit' },
    { environment: 'stage', kind: 'commit' },
    { environment: 'prod', kind: 'pull-request' },
  ])
  expect(world.gitops.readFile(MANIFEST)).toMatch(/image_namespace: acme-test/)
  expect(world.gitops.readFile('stage.yaml', 'stage')).toMatch(new RegExp(`version: "?${version}`))
  expect(world.gitops.readFile('stage.yaml')).toBe('---\n')
  expect(world.gitops.readFile('prod.yaml')).toBe('version: one # the first\n')
  expect(world.gitops.readFile('last.yaml')).toBe('version: one\n')
})

it('does not bring back what somebody has taken back by hand', async () => {
  const world = await worldOfThisTest()
  const { sha } = await mergeAndRun(world)
  await world.gitops.commit({ message: 'Revert', files: { [MANIFEST]: DEFAULT_MANIFEST } })
  const again = await world.runOn({ push: { sha } })
  expect([again.conclusion, releasedIn(again)]).toEqual(['success', []])
  expect(world.gitops.readFile(MANIFEST)).toBe(DEFAULT_MANIFEST)
  expect(again.summary).toMatch(/was released there before, and somebody has changed that since/)
})

it('does not release on a schedule', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.96))
  const { data: repository } = await world.as('ada').rest.repos.get(IRIS)
  const event = { name: 'schedule', payload: { repository, schedule: '0 3 * * *' } }
  const result = await world.runOn({ push: { sha } }, { event })
  expect([result.conclusion, releasedIn(result)]).toEqual(['success', []])
  expect(world.gitops.log()).toHaveLength(1)
})

it.each(['squash', 'rebase'] as const)('names the pull request of a %s, too', async (method) => {
  const world = await worldOfThisTest()
  const pull = await world.openPull()
  await world.github.settled()
  const merge = { ...IRIS, pull_number: pull.number, merge_method: method }
  const { sha } = (await world.as('ada').rest.pulls.merge(merge)).data
  await world.runOn({ push: { sha } })
  expect(world.gitops.log()[0]?.message).toContain(`Serin-Pull-Request: acme/iris#${pull.number}`)
})

it('writes the address of the version in an InferenceService', async () => {
  const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: iris }
spec:
  predictor:
    model:
      modelFormat: { name: sklearn } # as trained
      storageUri: s3://models/iris/${OLD_VERSION}
`
  const environment = 'file: iris.yaml, on-merge: release, storage-uri: "s3://models/iris/{version}"'
  const gitops = { 'serin.yml': gitopsConfig(`      test: { ${environment} }`), 'iris.yaml': service }
  const world = await worldOfThisTest({ gitops })
  const { sha } = await mergeAndRun(world)
  expect(world.gitops.readFile('iris.yaml')).toBe(service.replace(OLD_VERSION, versionOf(sha)))
})

describe('`on-merge: propose`', () => {
  const gitops = { 'serin.yml': gitopsConfig(`      prod: { ${TEST_FILE}, on-merge: propose }`) }

  it('opens a pull request that shows and explains the change', async () => {
    const world = await worldOfThisTest({ gitops })
    const { pull, sha, result } = await mergeAndRun(world)
    const [proposal, ...others] = await openProposals(world)
    expect(others).toEqual([])
    expect(proposal).toMatchObject({ title: `iris in prod: ${versionOf(sha)}`, html_url: releasedIn(result)[0].url })
    expect(proposal?.body).toContain(`acme/iris#${pull.number}`)
    expect(proposal?.body).toMatch(/```diff\n[\s\S]*-version: "a+"/)
    expect(world.gitops.readFile(MANIFEST, proposal?.head.ref)).toBe(withVersion(versionOf(sha)))
    expect(world.gitops.readFile(MANIFEST)).toBe(DEFAULT_MANIFEST)
  })

  it('opens one however often the workflow is run', async () => {
    const world = await worldOfThisTest({ gitops })
    const { sha } = await mergeAndRun(world)
    const [before] = await openProposals(world)
    const again = await world.runOn({ push: { sha } })
    const after = await openProposals(world)
    expect(after.map(({ number, head }) => [number, head.sha])).toEqual([[before?.number, before?.head.sha]])
    expect(again.conclusion).toBe('success')
  })
})

it.each(['classic', 'ruleset'] as const)('proposes where the branch is protected (%s)', async (kind) => {
  const world = await worldOfThisTest()
  world.gitops.protect('main', { kind, requiredReviews: 1 })
  const head = world.gitops.sha()
  const { result } = await mergeAndRun(world)
  expect(releasedIn(result)).toMatchObject([{ environment: 'test', kind: 'pull-request' }])
  expect([await openProposals(world), world.gitops.sha()]).toMatchObject([[{ state: 'open' }], head])
})

it('takes `change: pull-request` for a merge, too', async () => {
  const line = `      test: { ${TEST_FILE}, on-merge: release, change: pull-request }`
  const world = await worldOfThisTest({ gitops: { 'serin.yml': gitopsConfig(line) } })
  const { result } = await mergeAndRun(world)
  expect(releasedIn(result)).toMatchObject([{ kind: 'pull-request' }])
})

it('needs only the workflow’s own token for `gitops: .`', async () => {
  const config = String(MODEL_FILES[CONFIG]).replace('acme/mlops-gitops', '.')
  const model = { ...GITOPS_FILES, [CONFIG]: config }
  const world = await worldOfThisTest({ model })
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  const result = await world.runOn({ push: { sha } }, { gitopsToken: false })
  expect(result.annotations).toEqual([])
  expect(releasedIn(result)).toMatchObject([{ kind: 'commit' }])
  expect(world.model.readFile(MANIFEST)).toBe(withVersion(versionOf(sha)))
  expect(world.gitops.log()).toHaveLength(1)
})

it('finds a gitops branch that moves at the same time and writes on top of it', async () => {
  const world = await worldOfThisTest()
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  world.github.faults.add({ method: 'POST', path: '/api/graphql/createCommitOnBranch', delayMs: 400 })
  const running = world.runOn({ push: { sha } })
  const isWriting = () => world.writesSince(0).includes('POST /api/graphql/createCommitOnBranch')
  while (!isWriting()) await new Promise((resolve) => setTimeout(resolve, 10))
  await world.gitops.commit({ message: 'faster', files: { 'other.yaml': 'a: 1\n' } })
  expect((await running).conclusion).toBe('success')
  expect(world.gitops.readFile('other.yaml')).toBe('a: 1\n')
  expect(world.gitops.readFile(MANIFEST)).toBe(withVersion(versionOf(sha)))
})

describe('a canary in the environment', () => {
  const canary = (version: string) => `${withVersion(version)}canary:\n  trafficPercent: 20\n`

  it('of the pull request itself is replaced by what was merged', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    await world.gitops.commit({ message: 'canary', files: { [MANIFEST]: canary(versionOf(pull.head)) } })
    const { sha } = await world.merge(pull)
    const result = await world.runOn({ push: { sha } })
    expect(releasedIn(result)).toMatchObject([{ kind: 'commit' }])
    expect(world.gitops.readFile(MANIFEST)).toContain(versionOf(sha))
    expect(world.gitops.readFile(MANIFEST)).not.toContain('trafficPercent')
  })

  it('of another pull request stays, with the reason', async () => {
    const world = await worldOfThisTest()
    const other = await world.openPull(accuracy(0.99))
    await world.gitops.commit({ message: 'canary', files: { [MANIFEST]: canary(versionOf(other.head)) } })
    const { result } = await mergeAndRun(world)
    expect([result.conclusion, releasedIn(result)]).toEqual(['success', []])
    expect(world.gitops.readFile(MANIFEST)).toBe(canary(versionOf(other.head)))
    expect(result.summary).toMatch(new RegExp(`keeps what it runs.*${versionOf(other.head)}.*canary.*20`))
  })
})

it('lets one environment’s mistake not keep the others from their release', async () => {
  const world = await worldOfThisTest({
    gitops: {
      'serin.yml': gitopsConfig(`      none: { file: none.yaml, on-merge: release }
      test: { ${TEST_FILE}, on-merge: release }`),
    },
  })
  const { result } = await mergeAndRun(world)
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain('none.yaml')
  expect(releasedIn(result)).toMatchObject([{ environment: 'test', kind: 'commit' }])
})

it('says which setting lets the workflow’s own token open pull requests', async () => {
  const world = await worldOfThisTest({
    model: {
      ...GITOPS_FILES,
      'serin.yml': gitopsConfig(`      test: { ${TEST_FILE}, on-merge: propose }`),
      [CONFIG]: String(MODEL_FILES[CONFIG]).replace('acme/mlops-gitops', '.'),
    },
  })
  const { sha } = await world.pushToMain(accuracy(0.96))
  const result = await world.runOn({ push: { sha } }, { gitopsToken: false })
  expect(result.annotations[0]?.message).toMatch(/“Allow GitHub Actions to create and approve pull requests”/)
})

describe('a merge that cannot be released', () => {
  const CASES: readonly (readonly [string, Parameters<typeof worldOfThisTest>[0], RegExp])[] = [
    [
      'names the line when the gitops file does not list the model',
      { gitops: { 'serin.yml': String(GITOPS_FILES['serin.yml']).replace('iris:', 'rose:') } },
      /serin\.yml \(models\.iris\): acme\/mlops-gitops does not list the model "iris".*source: acme\/iris/,
    ],
    [
      'names both sides when the gitops file takes the model from elsewhere',
      { gitops: { 'serin.yml': String(GITOPS_FILES['serin.yml']).replace('acme/iris', 'acme/other') } },
      /serin\.yml \(models\.iris\.source\): .*from acme\/other, not from acme\/iris/,
    ],
    [
      'says when the gitops repository has no configuration',
      { gitops: { 'serin.yml': undefined } },
      /acme\/mlops-gitops has no serin\.yml on its default branch \(main\)/,
    ],
    [
      'names line and column of a mistake in the gitops repository’s file',
      { gitops: { 'serin.yml': gitopsConfig('      test: { file: a.yaml, on-merge: relase }') } },
      /^acme\/mlops-gitops\/serin\.yml:5:\d+ .*Did you mean "release"/,
    ],
    [
      'says that the manifest is missing, and where',
      { gitops: { [MANIFEST]: undefined } },
      /config\.yaml: acme\/mlops-gitops has no such file on “main”; it should hold “test”\. Commit the file first/,
    ],
    [
      'says that the branch is missing',
      { gitops: { 'serin.yml': gitopsConfig(`      test: { ${TEST_FILE}, branch: nowhere, on-merge: release }`) } },
      /has no branch “nowhere”, which holds “test”/,
    ],
    [
      'refuses a manifest that is a link',
      { gitops: { [MANIFEST]: { mode: '120000', content: '/etc/passwd' } } },
      /config\.yaml: This is a symbolic link.* in acme\/mlops-gitops, not a file/,
    ],
    [
      'names line and column of a mistake in the manifest',
      { gitops: { [MANIFEST]: 'version: "a\n  b: c\n' } },
      /config\.yaml:\d+:\d+/,
    ],
    [
      'says that there is no such gitops repository',
      { model: { [CONFIG]: String(MODEL_FILES[CONFIG]).replace('mlops-gitops', 'nowhere') } },
      /cannot see acme\/nowhere, or there is no such repository/,
    ],
  ]

  it.each(CASES)('%s', async (_, files, message) => {
    const world = await worldOfThisTest(files)
    const { sha } = await world.pushToMain(accuracy(0.96))
    const result = await world.runOn({ push: { sha } })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(message)
    expect(releasedIn(result)).toEqual([])
    expect(result.summary).toContain('✅ iris')
    expect(world.history()).toMatchObject([{ sha }])
  })

  it('says which input is missing', async () => {
    const world = await worldOfThisTest()
    const { sha } = await world.pushToMain(accuracy(0.96))
    const result = await world.runOn({ push: { sha } }, { gitopsToken: false })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(/own token cannot write to acme\/mlops-gitops\..*`gitops-token`/)
    expect(result.summary).toContain('`gitops-token`')
  })

  it('refuses a gitops repository of another owner', async () => {
    const world = await worldOfThisTest({
      model: { [CONFIG]: String(MODEL_FILES[CONFIG]).replace('acme/mlops-gitops', 'mallory/mlops-gitops') },
    })
    world.github.createRepository('mallory/mlops-gitops', { files: GITOPS_FILES })
    const { sha } = await world.pushToMain(accuracy(0.96))
    const result = await world.runOn({ push: { sha } }, { gitopsToken: world.people.mallory.token })
    expect(result.annotations[0]?.message).toMatch(/do not have the same owner/)
  })
})

it('names no pull request when it was pushed without one', async () => {
  const world = await worldOfThisTest()
  const { sha } = await world.pushToMain(accuracy(0.96))
  const result = await world.runOn({ push: { sha } })
  expect(releasedIn(result)).toMatchObject([{ kind: 'commit' }])
  expect(world.gitops.log()[0]?.message).not.toContain('Serin-Pull-Request')
})
