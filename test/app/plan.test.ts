import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, MODEL_CONFIG, values } from './files.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'
const SERIN = GITOPS_CONFIG.replace(
  'on-merge: release',
  'settable: { most: { path: replicas.max, type: integer, max: 9 } }',
)

/** How much was written to either repository, comments and reactions aside. */
const writes = () =>
  world.github.requests.filter(({ method, path }) => method !== 'GET' && /\/(git|pulls|dispatches)\b/.test(path)).length

async function plan(body: string, person: 'write' | 'read' | 'maintain' = 'write') {
  const pull = await world.openPull()
  const before = writes()
  const { text } = await world.comment(person, pull.number, body)
  expect(writes()).toBe(before)
  expect(world.commits()).toBe(0)
  expect(await world.proposals('all')).toEqual([])
  return { pull, text }
}

describe('/plan', () => {
  test('shows what a canary would write, and writes nothing', async () => {
    const { pull, text } = await plan('/plan /canary 20')
    expect(text).toContain(
      `**Plan**; nothing was written. By a commit to \`${TEST}\` on \`main\` of \`acme/mlops-gitops\`, **test**: \`${pull.version}\` takes 20 % of the traffic, \`${OLD}\` the rest.`,
    )
    expect(text).toContain(`+version: ${pull.version} # the first 12 characters of the commit`)
    expect(world.manifest('test')).toBe(values(OLD))
  })

  test('says that a pull request would be made', async () => {
    await world.fresh({ gitops: { 'serin.yml': GITOPS_CONFIG.replace('after: test', '') } })
    const { text } = await plan('/plan promote prod', 'maintain')
    expect(text).toContain('By a pull request to `model-deployments/prod/iris/config.yaml` on `production`')
  })

  test.each([
    ['/plan set most 5', '**test**: `most` is `5`.'],
    ['/plan freeze test', 'By a commit to `freeze/iris/test.yml` on `serin-state`'],
    ['/plan shadow 10', '**Not done.**'],
    ['/plan unfreeze', '**Nothing to do.** Nothing is frozen there.'],
    ['/plan rollback', '**Nothing to do.** This pull request’s version runs in no environment'],
    ['/plan promote prod', '“prod” takes only what has run in “test”'],
    ['/plan set most 50', '`most` in “test” takes a whole number of at most 9, in digits.'],
  ])('%s tells what would come of it', async (body, expected) => {
    await world.fresh({ gitops: { 'serin.yml': SERIN } })
    const { text } = await plan(body, 'maintain')
    expect(text).toContain(expected)
  })

  test('of a freeze shows the file that it writes, and what it holds', async () => {
    await world.fresh({ gitops: { 'serin.yml': GITOPS_CONFIG.replace('        after: test\n', '') } })
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/promote prod')
    const [proposal] = await world.proposals()
    const { text, url } = await world.comment('maintain', pull.number, '/plan /freeze prod')
    expect(text).toContain('**prod**: only `/rollback` works in **prod**.')
    expect(text).toContain('+++ freeze/iris/prod.yml\n@@')
    expect(text).toContain(`+by: maintain\n`)
    expect(text).toContain(`+comment: ${url}\n`)
    expect(text).toContain(`\`acme/mlops-gitops#${proposal?.number}\` is open: its auto-merge is taken back`)
    expect(world.gitops.branches()).not.toHaveProperty('serin-state')
  })

  test('of an end of a freeze shows the file that goes', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze test')
    const { text } = await world.comment('maintain', pull.number, '/plan /unfreeze test')
    expect(text).toContain('changes go through again in **test**.')
    expect(text).toContain('--- freeze/iris/test.yml\n+++ /dev/null\n')
    expect(text).toContain('-by: maintain')
    expect(world.gitops.readFile('freeze/iris/test.yml', 'serin-state')).toBeDefined()
  })

  test('of a value shows the lines that change', async () => {
    await world.fresh({ gitops: { 'serin.yml': SERIN } })
    const { text } = await plan('/plan /set most 5', 'maintain')
    expect(text).toContain('-  max: 2\n+  max: 5\n')
  })

  test('of a training names the workflow, and starts nothing', async () => {
    const model = {
      '.github/serin.yml': `${MODEL_CONFIG}    retrain: train.yml\n`,
      '.github/workflows/train.yml': 'on: workflow_dispatch\n',
    }
    await world.fresh({ model })
    const pull = await world.openPull()
    const { text } = await world.comment('write', pull.number, '/plan /retrain')
    expect(text).toMatch(
      /^\*\*Plan\*\*; nothing was started\. `\/retrain` starts \[train\.yml\]\(http\S+\/actions\/workflows\/train\.yml\) on `main`/,
    )
    expect(world.github.events.filter(({ event }) => event === 'workflow_dispatch')).toEqual([])
    const { text: lacking } = await world.comment('read', pull.number, '/plan /retrain')
    expect(lacking).toContain('You may not give this command yourself: it needs the role “write” or higher')
  })

  test('of a training that cannot be started says why', async () => {
    const { text } = await plan('/plan /retrain')
    expect(text).toContain('**Not done.** `iris` names no workflow to start. Add `retrain: <file name>`')
  })

  test('is for those who may read, and tells what they lack', async () => {
    const { text } = await plan('/plan canary 20', 'read')
    expect(text).toContain('**Plan**; nothing was written.')
    expect(text).toContain('You may not give this command yourself: it needs the role “write” or higher')
  })

  test('is no way around a freeze', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze')
    const { text } = await world.comment('write', pull.number, '/plan canary 20')
    expect(text).toContain('“test” is frozen by `maintain`')
  })

  test('of an ambiguous or wrong command is answered by its usage', async () => {
    const { text } = await plan('/plan canary 200')
    expect(text).toContain('Usage: `/canary <1-99> ')
  })
})
