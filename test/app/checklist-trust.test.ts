import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Files, GITOPS_CONFIG, MODEL_CONFIG, OPEN_CONFIG, values } from './files.ts'
import { AT, GITOPS_AT, OLD, useAppWorld } from './world.ts'

// The second half of the list; checklist.test.ts says which other files hold it too.
const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'

describe('15: the name of the model repository', () => {
  const again = async () => {
    world.github.createRepository('acme/iris', { files: { '.github/serin.yml': MODEL_CONFIG } })
    world.model.setRole('write', 'write')
    const pull = await world.openPull()
    return world.comment('write', pull.number, '/canary 20')
  }
  const released = async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
  }

  test('inherits no trust after a rename', async () => {
    await released()
    world.model.rename('iris-old')
    const { code, text } = await again()
    expect(code).toBe('source-replaced')
    expect(text).toContain(`source-id: ${world.model.id}`)
    world.github.repository('acme/iris-old').delete()
  })

  test('passes on when the platform’s team says so', async () => {
    await released()
    world.model.delete()
    await again()
    const serin = GITOPS_CONFIG.replace('acme/iris\n', `acme/iris\n    source-id: ${world.model.id}\n`)
    await world.gitops.commit({ message: 'The new one', files: { 'serin.yml': serin } })
    const pull = await world.openPull({ branch: 'next' })
    expect((await world.comment('write', pull.number, '/canary 20')).code).toBeUndefined()
  })

  test('is not that of a repository that moved away', async () => {
    world.github.createOrganization('elsewhere')
    world.github.install(world.identity, 'elsewhere')
    const pull = await world.openPull()
    world.model.rename('elsewhere/iris')
    const at = { owner: 'elsewhere', repo: 'iris', issue_number: pull.number }
    await world.as('admin').rest.issues.createComment({ ...at, body: '/canary 20' })
    await world.app.idle()
    const { data } = await world.as('admin').rest.issues.listComments(at)
    expect(data.at(-1)?.body).toContain('do not have the same owner')
    expect(world.commits()).toBe(0)
    world.github.repository('elsewhere/iris').rename('acme/iris')
  })
})

describe('15: a file', () => {
  test.each([
    '../iris.yaml',
    '/etc/iris.yaml',
    'serin.yml',
    '.github/workflows/x.yml',
    '.git/config',
    'a/../b.yaml',
    'a//b.yaml',
  ])('called %s is never written', async (file) => {
    await world.fresh({
      gitops: { 'serin.yml': OPEN_CONFIG.replace(TEST, file), 'x.yaml': values(OLD) },
    })
    const pull = await world.openPull()
    const { code } = await world.comment('admin', pull.number, '/canary 20')
    expect([code, world.commits()]).toEqual(['set-up', 0])
  })

  test('that is a link is never followed', async () => {
    const blob = await world.as('owen').rest.git.createBlob({ ...GITOPS_AT, content: '../../../README.md' })
    const entry = { path: TEST, mode: '120000' as const, type: 'blob' as const, sha: blob.data.sha }
    const base = world.gitops.sha('main') ?? ''
    const tree = await world.as('owen').rest.git.createTree({ ...GITOPS_AT, base_tree: base, tree: [entry] })
    const link = { message: 'A link', tree: tree.data.sha, parents: [base] }
    const commit = await world.as('owen').rest.git.createCommit({ ...GITOPS_AT, ...link })
    await world.as('owen').rest.git.updateRef({ ...GITOPS_AT, ref: 'heads/main', sha: commit.data.sha })
    const pull = await world.openPull()
    expect((await world.comment('admin', pull.number, '/canary 20')).code).toBe('manifest-unreadable')
    expect(world.gitops.readFile('README.md')).toBe('# Models\n')
  })

  test('of an environment that the model does not have cannot be named', async () => {
    const cars = '  cars: { source: acme/cars, environments: { staging: { file: cars.yaml } } }\n'
    await world.fresh({ gitops: { 'serin.yml': `${OPEN_CONFIG}${cars}`, 'cars.yaml': values(OLD) } })
    const pull = await world.openPull()
    const other = await world.comment('admin', pull.number, '/canary 20 staging')
    const foreign = await world.comment('admin', pull.number, '/canary 20 --model cars')
    expect([other.code, foreign.code, world.commits()]).toEqual(['not-understood', 'model-unclear', 0])
  })
})

test('16: what a pull request says of models, gates, persons and targets has no effect', async () => {
  const files: Files = {
    '.github/serin.yml': 'gitops: mallory/mine\nmodels: { iris: { metrics: [none.json] } }\n',
    'serin.yml': GITOPS_CONFIG.replace('{ role: maintain }', '{ role: read }'),
    'params.yaml': 'x: 1\n',
  }
  const pull = await world.openPull({ files, verdict: 'none' })
  expect((await world.comment('write', pull.number, '/canary 20')).code).toBe('verdict-missing')
  await world.passed(pull.head)
  expect((await world.comment('write', pull.number, '/promote prod')).code).toBe('role-too-low')
  await world.comment('write', pull.number, '/canary 20')
  expect(world.manifest('test')).toBe(values(pull.version, 20))
})

test('17: rules that the app may not read count as missing', async () => {
  const serin = OPEN_CONFIG.replace(`${TEST}\n`, `${TEST}\n        protection: { reviews: 1 }\n`)
  await world.fresh({ gitops: { 'serin.yml': serin } })
  world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
  const pull = await world.openPull()
  world.github.faults.add({
    path: /\/rules\/branches\//,
    status: 403,
    body: { message: 'Resource not accessible by integration' },
    times: 100,
  })
  const { code } = await world.comment('admin', pull.number, '/canary 20')
  expect([code, world.commits(), await world.proposals()]).toEqual(['set-up', 0, []])
})

describe('18: of two pull requests', () => {
  test('that command at once one has the canary, and the other hears whose it is', async () => {
    const pulls = [await world.openPull({ branch: 'one' }), await world.openPull({ branch: 'two' })] as const
    const said = await Promise.all(pulls.map(({ number }) => world.say('write', number, '/canary 20')))
    await world.app.idle()
    const answers = await Promise.all(
      pulls.map(({ number }, at) => world.answerTo(number, said[at] ?? { id: 0, url: '' })),
    )
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['other-canary', undefined])
    expect(world.commits()).toBe(1)
  })

  test('the one that was closed during its canary holds it until it is taken back', async () => {
    const [first, second] = [await world.openPull({ branch: 'one' }), await world.openPull({ branch: 'two' })]
    await world.comment('write', first.number, '/canary 20')
    await world.as('write').rest.pulls.update({ ...AT, pull_number: first.number, state: 'closed' })
    expect((await world.comment('write', second.number, '/canary 20')).code).toBe('other-canary')
    await world.comment('write', first.number, '/rollback')
    expect((await world.comment('write', second.number, '/canary 20')).code).toBeUndefined()
  })
})

test('20: huge comments are answered by one line or by nothing', async () => {
  const pull = await world.openPull()
  const jobs = world.app.jobs()
  for (const unit of [
    ' ',
    '`',
    '> ',
    '[',
    '*a_ ',
    'a <!-- ',
    '9',
    '/',
    '- ',
    '\r',
    '\u2028/canary 20\u2028',
    '@acme ',
  ]) {
    await world.say('mallory', pull.number, `${unit.repeat(Math.floor(60_000 / unit.length))}x`)
  }
  const { code, text } = await world.comment('write', pull.number, `/canary ${'9'.repeat(60_000)}`)
  expect(world.app.jobs()).toBe(jobs + 1)
  expect([code, text.length < 300]).toEqual(['not-understood', true])
})

test('21: a rollback needs no checks, no rules, no charts, no commit dates', async () => {
  const serin = OPEN_CONFIG.replace(`${TEST}\n`, `${TEST}\n        protection: { reviews: 2 }\n`)
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/canary 20')
  await world.gitops.commit({ message: 'Demand', files: { 'serin.yml': serin } })
  await world.judged(pull.head, { conclusion: 'failure' })
  await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
  await world.model.setBranch('random-forest', undefined)
  for (const path of [/\/check-runs/, /\/rules\/branches/, /\/protection/, /\/git\/trees\/.*recursive/]) {
    world.github.faults.add({ path, status: 503, body: {}, times: 1_000 })
  }
  const { code } = await world.comment('write', pull.number, '/rollback')
  expect(code).toBeUndefined()
  expect(world.manifest('test')).toBe(values(pull.version, 0))
})

describe('24: no command is heard in', () => {
  test('what a pull request says of itself', async () => {
    const jobs = world.app.jobs()
    await world.model.commit({ branch: 'b', message: '/canary 20', files: { 'params.yaml': 'y: 1\n' } })
    await world
      .as('admin')
      .rest.pulls.create({ ...AT, title: '/canary 20', body: '/canary 20', head: 'b', base: 'main' })
    await world.app.idle()
    expect(world.app.jobs()).toBe(jobs)
  })

  test.each(['pull_request_review', 'pull_request_review_comment', 'commit_comment', 'issues', 'discussion_comment'])(
    'an event of the kind %s, though it is signed',
    async (event) => {
      const pull = await world.openPull()
      const { action, repository, sender, ...payload } = world.payloadOf(await world.say('admin', pull.number, 'hello'))
      const said = { ...(payload.comment as object), body: '/canary 20' }
      const review = event === 'pull_request_review' ? { review: said, pull_request: { number: pull.number } } : {}
      const comment = event === 'issues' ? { issue: { number: pull.number, body: '/canary 20' } } : { comment: said }
      const jobs = world.app.jobs()
      const body = { action, repository, sender, ...review, ...(event === 'pull_request_review' ? {} : comment) }
      expect((await world.deliver(event, body)).status).toBe(202)
      expect(world.app.jobs()).toBe(jobs)
    },
  )
})

test('25: reviewers of GitHub’s environments hold up no commit, and who sets Serin up is told so', async () => {
  const told = readFileSync('SECURITY.md', 'utf8').replaceAll('\n  ', ' ')
  expect(told).toContain("Required reviewers of GitHub's deployment environments guard jobs of workflows")
  // What does hold a change up is the branch that it is written to.
  world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
  const pull = await world.openPull()
  await world.comment('admin', pull.number, '/canary 20')
  expect([world.commits(), (await world.proposals()).length]).toEqual([0, 1])
})
