import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, MODEL_CONFIG, values } from './files.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()

/** The reply to a canary by somebody who may everything. */
async function reply(): Promise<string> {
  const pull = await world.openPull()
  const { text } = await world.comment('admin', pull.number, '/canary 20')
  return text
}

function nothingHappened() {
  expect(world.manifest('test')).toBe(values(OLD))
}

describe('the model repository’s file', () => {
  test('may be missing', async () => {
    await world.fresh({ model: { '.github/serin.yml': undefined } })
    expect(await reply()).toBe(
      '**Not done.** acme/iris has no .github/serin.yml on its default branch (main). Serin’s README shows the file to start from.',
    )
  })

  test.each([
    ['an unknown key', MODEL_CONFIG.replace('train:', 'trian:'), '`.github/serin.yml:4:5`', 'Did you mean "train"?'],
    ['a broken line', 'gitops: acme/mlops-gitops\nmodels: {', '`.github/serin.yml:', ''],
    ['a key twice', `${MODEL_CONFIG}gitops: acme/other\n`, '`.github/serin.yml:8:1`', ''],
  ])('with %s is answered by the place', async (_, text, place, fix) => {
    await world.fresh({ model: { '.github/serin.yml': text } })
    const answer = await reply()
    expect(answer).toContain(`**Not done.** ${place}`)
    expect(answer).toContain(fix)
    nothingHappened()
  })

  test('may forget where to release', async () => {
    await world.fresh({ model: { '.github/serin.yml': MODEL_CONFIG.replace(/^gitops.*\n/, '') } })
    expect(await reply()).toContain(
      'This repository does not say where its models are released. Add `gitops: owner/name`',
    )
  })

  test('counts as it is on the default branch', async () => {
    const evil = MODEL_CONFIG.replace('acme/mlops-gitops', 'acme/elsewhere')
    const pull = await world.openPull({ files: { '.github/serin.yml': evil, 'params.yaml': 'x: 1\n' } })
    await world.comment('write', pull.number, '/canary 20')
    expect(world.manifest('test')).toBe(values(pull.version, 20))
  })
})

describe('the gitops repository’s file', () => {
  test('may be missing', async () => {
    await world.fresh({ gitops: { 'serin.yml': undefined } })
    expect(await reply()).toContain('acme/mlops-gitops has no serin.yml on its default branch (main).')
  })

  test('with a mistake is answered by the place', async () => {
    await world.fresh({ gitops: { 'serin.yml': GITOPS_CONFIG.replace('role: maintain', 'role: boss') } })
    expect(await reply()).toMatch(/^\*\*Not done\.\*\* `serin\.yml:13:\d+`/)
    nothingHappened()
  })

  test.each([
    ['another repository', 'source: acme/cars', 'acme/mlops-gitops takes "iris" from acme/cars, not from acme/iris.'],
    ['another id', 'source: acme/iris\n    source-id: 1', 'from the repository with the id 1; acme/iris has the id'],
  ])('that names %s is obeyed', async (_, source, sentence) => {
    await world.fresh({ gitops: { 'serin.yml': GITOPS_CONFIG.replace('source: acme/iris', source) } })
    expect(await reply()).toContain(sentence)
    nothingHappened()
  })

  test('that names the right id is obeyed', async () => {
    const serin = GITOPS_CONFIG.replace('source: acme/iris', `source: acme/iris\n    source-id: ${world.model.id}`)
    await world.gitops.commit({ message: 'By id', files: { 'serin.yml': serin } })
    expect(await reply()).toContain('takes 20 % of the traffic')
  })

  test('that does not list the model is obeyed', async () => {
    await world.fresh({ gitops: { 'serin.yml': GITOPS_CONFIG.replace('  iris:', '  cars:') } })
    expect(await reply()).toContain('acme/mlops-gitops does not list the model "iris".')
    nothingHappened()
  })
})

test('the gitops folder may be in the same repository', async () => {
  await world.fresh({
    model: {
      '.github/serin.yml': MODEL_CONFIG.replace('acme/mlops-gitops', '.'),
      'serin.yml': 'models: { iris: { source: acme/iris, environments: { test: { file: iris.yaml } } } }\n',
      'iris.yaml': values(OLD),
    },
  })
  const pull = await world.openPull()
  await world.comment('admin', pull.number, '/canary 20')
  expect(world.model.readFile('iris.yaml')).toBe(values(pull.version, 20))
})

describe('two organizations', () => {
  test.each([
    ['acme', 'acme', true],
    ['acme', 'umbrella', false],
    ['umbrella', 'acme', false],
    ['umbrella', 'umbrella', true],
  ])('a pull request of %s moves %s’s production: %s', async (from, to, allowed) => {
    const { source, target } = twoRepositories(from, to)
    const head = await source.commit({ branch: 'b', message: 'x', files: { 'params.yaml': 'x\n' } })
    const at = { owner: from, repo: 'wine' }
    const { data } = await world.as('admin').rest.pulls.create({ ...at, title: 'x', head: 'b', base: 'main' })
    const octokit = world.asActions({ checks: 'write' }, source.fullName)
    await octokit.rest.checks.create({ ...at, name: 'serin / wine', head_sha: head, conclusion: 'success' })
    await world.as('admin').rest.issues.createComment({ ...at, issue_number: data.number, body: '/canary 20' })
    await world.app.idle()
    const comments = await world.as('admin').rest.issues.listComments({ ...at, issue_number: data.number })
    expect(comments.data.at(-1)?.body).toContain(allowed ? 'takes 20 % of the traffic' : 'do not have the same owner')
    expect(target.readFile('wine.yaml') === values(OLD)).toBe(!allowed)
    source.delete()
    target.delete()
  })

  function twoRepositories(from: string, to: string) {
    if (world.github.events.every(({ repository }) => !repository?.startsWith('umbrella/'))) foundUmbrella()
    const config = MODEL_CONFIG.replace('acme/mlops-gitops', `${to}/wines`).replace('iris', 'wine')
    const serin = `models: { wine: { source: ${from}/wine, environments: { test: { file: wine.yaml } } } }\n`
    const source = world.github.createRepository(`${from}/wine`, { files: { '.github/serin.yml': config } })
    const target = world.github.createRepository(`${to}/wines`, {
      files: { 'serin.yml': serin, 'wine.yaml': values(OLD) },
    })
    for (const repository of [source, target]) repository.setRole('admin', 'admin')
    return { source, target }
  }

  let founded = false
  function foundUmbrella() {
    if (founded) return
    founded = true
    world.github.createOrganization('umbrella')
    world.github.install(world.identity, 'umbrella')
  }
})

describe('a gitops repository', () => {
  test('that was renamed is told', async () => {
    world.gitops.rename('gitops')
    expect(await reply()).toContain('There is no acme/mlops-gitops any more: it was renamed')
    world.github.repository('acme/gitops').rename('mlops-gitops')
    nothingHappened()
  })

  test('of another letter case is the same', async () => {
    await world.fresh({ model: { '.github/serin.yml': MODEL_CONFIG.replace('mlops-gitops', 'MLOps-GitOps') } })
    expect(await reply()).toContain('takes 20 % of the traffic')
  })

  test('that is archived is told', async () => {
    world.gitops.archive()
    expect(await reply()).toBe('**Not done.** acme/mlops-gitops is archived. Unarchive it first.')
  })

  test('without the app is told', async () => {
    world.installation.select(['acme/iris'])
    expect(await reply()).toBe(
      '**Not done.** Serin’s app is not installed on acme/mlops-gitops, or there is no such repository. Install the app there, or correct the name.',
    )
    world.installation.select('all')
    nothingHappened()
  })

  test('that is not there is told', async () => {
    await world.fresh({ model: { '.github/serin.yml': MODEL_CONFIG.replace('mlops-gitops', 'nowhere') } })
    expect(await reply()).toContain('Serin’s app is not installed on acme/nowhere, or there is no such repository.')
  })

  test('that the app may not write to is told', async () => {
    const body = { message: 'The permissions requested are not granted to this installation.' }
    const path = /\/access_tokens$/
    const pull = await world.openPull()
    // A token of before is still there, until GitHub does not take it any more.
    world.github.faults.add({ path: /\/graphql$/, status: 401, body: { message: 'Bad credentials' }, times: 4 })
    world.github.faults.add({ path, status: 422, body, times: 2 })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toMatch(
      /^\*\*Not done\.\*\* Serin’s app may not reach acme\/iris with `metadata: read`, .*`checks: read`\. Accept the app’s permissions/,
    )
    nothingHappened()
  })
})

test('a suspended app does nothing, and says so to its operator', async () => {
  const pull = await world.openPull()
  world.github.habits.delayMs = 60
  const said = await world.say('admin', pull.number, '/canary 20')
  world.installation.suspend()
  await world.app.idle()
  world.github.habits.delayMs = 0
  world.installation.unsuspend()
  await world.app.idle()
  expect((await world.answerTo(pull.number, said)).count).toBe(0)
  expect(world.app.log).toContain('nobody could be answered')
  nothingHappened()
})

describe('a manifest', () => {
  const TEST = 'model-deployments/test/iris/config.yaml'
  const SERVICE = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations: { serving.kserve.io/deploymentMode: Standard }
spec: { predictor: { model: { storageUri: "s3://m/iris/${OLD}" } } }
`

  test.each([
    [
      'that is missing',
      undefined,
      `acme/mlops-gitops has no such file on “main”; it should hold “test”. Commit the file first`,
    ],
    ['that is broken', 'version: [\n', `\`${TEST}:`],
    ['that is a template', 'version: {{ .Values.version }}\n', `\`${TEST}:1:`],
    ['whose version is no text', 'version: [1]\n', `\`${TEST}:1:`],
    ['in Standard mode', SERVICE, 'In Standard mode KServe ignores canaryTrafficPercent'],
    ['with a percentage beyond all', values(OLD, 120), `\`${TEST}:`],
  ])('%s is answered by the reason', async (_, text, reason) => {
    await world.fresh({ gitops: { [TEST]: text } })
    const answer = await reply()
    expect(answer).toMatch(/^\*\*Not done\.\*\*/)
    expect(answer).toContain(reason)
    expect(world.commits()).toBe(0)
  })

  test('in Standard mode can be promoted at once', async () => {
    await world.fresh({ gitops: { [TEST]: SERVICE } })
    const pull = await world.openPull()
    await world.comment('admin', pull.number, '/promote')
    expect(world.manifest('test')).toBe(SERVICE.replace(OLD, pull.version))
  })

  test('that is broken does not stand in another’s way', async () => {
    await world.fresh({ gitops: { 'model-deployments/prod/iris/config.yaml': 'version: [\n' } })
    expect(await reply()).toContain('takes 20 % of the traffic')
  })

  test('whose branch is missing does not stand in another’s way', async () => {
    world.gitops.unprotect('production')
    await world.gitops.setBranch('production', undefined)
    const pull = await world.openPull()
    expect((await world.comment('admin', pull.number, '/canary 20')).text).toContain('takes 20 % of the traffic')
    expect((await world.comment('admin', pull.number, '/canary 20 prod')).text).toContain(
      'has no branch “production”, which holds “prod”',
    )
    expect((await world.comment('admin', pull.number, '/status')).text).toContain('has no branch “production”')
  })
})
