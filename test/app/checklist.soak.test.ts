import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Files, GITOPS_CONFIG, MODEL_CONFIG, OPEN_CONFIG, values } from './files.ts'
import { NthRequest } from './nth-request.ts'
import { AT, GITOPS_AT, OLD, useAppWorld } from './world.ts'

/*
 * The list of what has gone wrong with bots like this one, by its numbers; and which test holds what is not here:
 *
 *  1 push after the comment      moving.test (before each request), candidates.test, and here
 *  2 stale approvals             proposal-rules.test: the gitops branch's protection counts them, Serin demands it
 *  3 forks                       candidates.test › a fork, and here
 *  4 wrong base, drafts          candidates.test, moving.test (retargeted before each request), and here
 *  5 bot loops                   rights.test › nothing is heard in, hostile.test (no reply is a command), and here
 *  6 who may                     rights.test (every role and command), and here
 *  7 custom roles                rights.test › a custom role, and here
 *  8 teams                       rights.test › a team in `allow`, and here
 *  9 edited, deleted comments    moving.test, rights.test, reasons.test
 * 10 injection by replies        report/markdown.test, release/reply.test, hostile.test
 * 11 workflow commands           shell/stop-commands.test, action/clean output tests
 * 12 replay                      once.test, rights.test › a late command, and here
 * 13 signatures                  web.test, server.test, settings.test
 * 14 secrets                     secrets.test, mask.test, log.test
 * 15 the deputy of two owners    configuration.test › two organizations, and here
 * 16 where settings come from    configuration.test, and here
 * 17 protection                  proposal-rules.test › protection that an environment demands, and here
 * 18 at the same time            once.test, replicas.real.test, and here
 * 19 done although it failed     once.test › 502, faults.soak.test, deaths.test
 * 20 floods and huge comments    limits.test, secrets.test, hostile.test, and here
 * 21 rollback is never harder    rollback.test, candidates.test, freeze.test, and here
 * 22 freeze                      freeze.test (unreadable is frozen)
 * 23 audit                       reasons.test (one entry for each reason), audit.test
 * 24 what is no command          rights.test › nothing is heard in, and here
 * 25 GitHub's environments       SECURITY.md: their reviewers guard jobs, not commits
 */

const BOT = 41_898_282
const world = useAppWorld('process', { SERIN_ALLOWED_BOTS: String(BOT) })
const TEST = 'model-deployments/test/iris/config.yaml'

/** Says something while GitHub takes its time to tell the app. */
async function sayAnd(pull: number, body: string, meanwhile: () => Promise<unknown>) {
  world.github.habits.delayMs = 400
  const said = await world.say('maintain', pull, body)
  world.github.habits.delayMs = 0
  await meanwhile()
  await world.app.idle()
  return world.answerTo(pull, said)
}

const push = (text: string) =>
  world.model.commit({ branch: 'random-forest', message: 'x', files: { 'params.yaml': text } })

async function judgedLater(sha: string) {
  world.github.advance(3_000)
  await world.passed(sha)
  world.github.advance(-3_000)
}

describe('1: a push after the comment', () => {
  test('that is evaluated before the command is read is refused', async () => {
    const pull = await world.openPull()
    const answer = await sayAnd(pull.number, '/promote test', async () => judgedLater(await push('model: evil\n')))
    expect(answer.code).toBe('verdict-younger')
    expect(world.manifest('test')).toBe(values(OLD))
  })

  test('that only takes back what was pushed before is another commit', async () => {
    const pull = await world.openPull()
    await push('model: other\n')
    const same = await push('model: random-forest\n')
    const { code, text } = await world.comment('admin', pull.number, '/canary 20')
    expect([code, text.includes(same.slice(0, 12))]).toEqual(['verdict-missing', true])
  })

  test('with an old date is as new as it is', async () => {
    const pull = await world.openPull()
    const answer = await sayAnd(pull.number, '/canary 20', async () => {
      const { data: parent } = await world.as('write').rest.git.getCommit({ ...AT, commit_sha: pull.head })
      const author = { name: 'x', email: 'x@x.test', date: '2020-01-01T00:00:00Z' }
      const commit = { message: 'x', tree: parent.tree.sha, parents: [pull.head], author, committer: author }
      const { data } = await world.as('write').rest.git.createCommit({ ...AT, ...commit })
      await world.as('write').rest.git.updateRef({ ...AT, ref: 'heads/random-forest', sha: data.sha })
      await judgedLater(data.sha)
    })
    expect(answer.code).toBe('verdict-younger')
    expect(world.commits()).toBe(0)
  })

  test('is never proposed for the last environment, and a named commit narrows it further', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    const head = await push('model: evil\n')
    await world.passed(head)
    const named = await world.comment('maintain', pull.number, `/promote prod ${pull.head}`)
    const unnamed = await world.comment('maintain', pull.number, '/promote prod')
    expect([named.code, unnamed.code]).toEqual(['other-commit-named', 'stage-missing'])
    expect(await world.proposals()).toEqual([])
  })
})

test('3: a model repository that is a fork itself releases its own pull requests', async () => {
  const config = MODEL_CONFIG.replaceAll('iris', 'wine')
  const upstream = world.github.createRepository('owen/wine', { files: { '.github/serin.yml': config } })
  const fork = upstream.fork('acme')
  fork.setRole('write', 'write')
  const serin = `${OPEN_CONFIG}  wine: { source: acme/wine, environments: { test: { file: wine.yaml } } }\n`
  await world.gitops.commit({ message: 'x', files: { 'serin.yml': serin, 'wine.yaml': values(OLD) } })
  const head = await fork.commit({ branch: 'b', message: 'x', files: { 'params.yaml': 'x\n' } })
  const at = { owner: 'acme', repo: 'wine' }
  const { data } = await world.as('write').rest.pulls.create({ ...at, title: 'x', head: 'b', base: 'main' })
  const actions = world.asActions({ checks: 'write' }, 'acme/wine')
  await actions.rest.checks.create({ ...at, name: 'serin / wine', head_sha: head, conclusion: 'success' })
  await world.as('write').rest.issues.createComment({ ...at, issue_number: data.number, body: '/canary 20' })
  await world.app.idle()
  expect(world.gitops.readFile('wine.yaml')).toBe(values(head.slice(0, 12), 20))
  fork.delete()
  upstream.delete()
})

test('4: a draft that it became before the write ends the command', async () => {
  const pull = await world.openPull()
  const { data } = await world.as('write').rest.pulls.get({ ...AT, pull_number: pull.number })
  const answer = await beforeTheWrite(pull.number, () =>
    world
      .as('write')
      .graphql(
        'mutation ($id: ID!) { convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { id } } }',
        {
          id: data.node_id,
        },
      ),
  )
  expect(answer.code).toBe('pull-request-changed')
  expect(world.commits()).toBe(0)
})

/** Lets something happen while the app looks whether the chart knows the percentage: after its decision's reads. */
async function beforeTheWrite(pull: number, happens: () => Promise<unknown>) {
  let happened: Promise<unknown> | undefined
  const at = new NthRequest(1, /\/mlops-gitops\/git\/trees\//, () => {
    happened = happens()
  })
  world.github.faults.add({ path: at, delayMs: 200 })
  const answer = await world.comment('write', pull, '/canary 20')
  await happened
  return answer
}

describe('5: a bot', () => {
  const asBot = (pull: number, body: string) =>
    world
      .asActions({ pull_requests: 'write' })
      .rest.issues.createComment({ ...AT, issue_number: pull, body })
      .then(async ({ data }) => {
        await world.app.idle()
        return world.answerTo(pull, { id: data.id, url: data.html_url })
      })

  test('that the operator lists may what `write` may', async () => {
    const pull = await world.openPull()
    expect((await asBot(pull.number, '/canary 20')).text).toContain('takes 20 %')
    expect((await asBot(pull.number, '/freeze')).code).toBe('role-too-low')
  })

  test('that is not listed is not heard, nor an app in a person’s name, nor one who sends another’s comment', async () => {
    const pull = await world.openPull()
    const payload = world.payloadOf(await world.say('admin', pull.number, '/status'))
    await world.app.idle()
    const jobs = world.app.jobs()
    const comment = payload.comment as { user: object }
    const sender = payload.sender as object
    const other = { id: 77, login: 'other[bot]', type: 'Bot' }
    for (const changed of [
      { sender: other, comment: { ...comment, id: 1, user: other } },
      { comment: { ...comment, id: 2, performed_via_github_app: { id: BOT } } },
      { sender: { ...sender, id: 78 } },
      { sender: { ...sender, type: 'Organization' } },
      { sender: { ...other, id: BOT } },
    ]) {
      expect((await world.deliver('issue_comment', { ...payload, ...changed })).status).toBe(202)
    }
    expect(world.app.jobs()).toBe(jobs)
  })
})

describe('6: a role that GitHub', () => {
  const path = /mlops-gitops\/collaborators\/admin\/permission$/
  test.each([
    ['does not know', { status: 404, body: { message: 'Not Found' } }, 'role-too-low'],
    ['does not tell', { status: 403, body: { message: 'Resource not accessible by integration' } }, 'set-up'],
    [
      'has a new word for',
      { status: 200, body: { permission: 'owner', role_name: 'owner', user: { id: 0 } } },
      'role-too-low',
    ],
  ])('%s is none', async (_, fault, code) => {
    const pull = await world.openPull()
    const body = 'user' in fault.body ? { ...fault.body, user: { id: world.people.admin.id } } : fault.body
    world.github.faults.add({ path, ...fault, body, times: 100 })
    const answer = await world.comment('admin', pull.number, '/canary 20')
    expect([answer.code, world.commits()]).toEqual([code, 0])
  })
})

describe('7: a custom role', () => {
  const promote = async (roles: string) => {
    await world.fresh({ gitops: { 'serin.yml': `${roles}${OPEN_CONFIG}` } })
    world.gitops.setRole('read', 'read', 'release-manager')
    const pull = await world.openPull()
    return world.comment('read', pull.number, '/promote prod')
  }

  test.each([
    ['is what it is built on', '', 'role-too-low'],
    ['is what serin.yml makes of it', 'roles: { release-manager: maintain }\n', undefined],
    ['is not what another one is', 'roles: { release-managers: admin, toString: admin }\n', 'role-too-low'],
    ['called as one of GitHub’s is not redefined', 'roles: { read: admin }\n', 'set-up'],
  ])('%s', async (_, roles, code) => {
    expect((await promote(roles)).code).toBe(code)
  })
})

describe('8: a team', () => {
  const serin = GITOPS_CONFIG.replace('{ role: maintain }', '{ role: maintain, teams: [release] }')
  const promote = async () => {
    await world.fresh({ gitops: { 'serin.yml': serin } })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    return pull
  }
  const path = /\/orgs\/acme\/teams\/release\/memberships\/write$/

  test.each([
    ['one is invited to', { state: 'pending', role: 'member' }, 'role-too-low'],
    ['whose child team one is in', { state: 'active', role: 'member' }, undefined],
  ])('%s', async (_, body, code) => {
    const pull = await promote()
    world.github.faults.add({ path, status: 200, body: { url: 'https://x.test', ...body } })
    expect((await world.comment('write', pull.number, '/promote prod')).code).toBe(code)
  })

  test('of another organization does not help', async () => {
    world.github.createOrganization('umbrella8')
    world.github.createTeam('umbrella8', 'release', ['write'])
    const pull = await promote()
    expect((await world.comment('write', pull.number, '/promote prod')).code).toBe('role-too-low')
  })

  test('that the app may not read is told', async () => {
    const pull = await promote()
    world.github.faults.add({ path, status: 403, body: { message: 'Resource not accessible by integration' } })
    const { code, text } = await world.comment('write', pull.number, '/promote prod')
    expect([code, text.includes('members: read')]).toEqual(['set-up', true])
  })
})

describe('12: a comment', () => {
  test('that is delivered a hundred times at once is one job', async () => {
    const pull = await world.openPull()
    const payload = world.payloadOf(await world.say('write', pull.number, '/status'))
    await world.app.idle()
    const comment = { ...(payload.comment as object), id: 123_456_789 }
    const jobs = world.app.jobs()
    const guid = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const headers = { 'x-github-delivery': index % 2 === 0 ? guid : randomUUID() }
        return world.deliver('issue_comment', { ...payload, comment }, headers)
      }),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(world.app.jobs()).toBe(jobs + 1)
    await world.app.idle()
  })

  test('of days ago is answered and not run, whatever its delivery is called', async () => {
    const pull = await world.openPull()
    const said = await world.say('admin', pull.number, 'hello')
    const payload = world.payloadOf(said)
    const comment = { ...(payload.comment as object), body: '/canary 20', created_at: '2020-01-01T00:00:00Z' }
    await world.deliver('issue_comment', { ...payload, comment })
    await world.app.idle()
    expect((await world.answerTo(pull.number, said)).code).toBe('too-late')
    expect(world.commits()).toBe(0)
  })
})

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
