import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, MODEL_CONFIG, OPEN_CONFIG, values } from './files.ts'
import { NthRequest } from './nth-request.ts'
import { AT, OLD, useAppWorld } from './world.ts'

/**
 * The list of what has gone wrong with bots like this one, by its numbers: which file of `test/` holds it under which title,
 * where that is not this one (1 to 12) or checklist-trust.test.ts (15 to 25).
 */
const ELSEWHERE: Readonly<Record<string, readonly (readonly [file: string, ...titles: readonly string[]])[]>> = {
  '1: a push after the comment': [
    ['app/moving.test.ts', 'a push never brings what was not evaluated', 'a push before any request of /promote'],
    ['app/candidates.test.ts', 'without a passing verdict of its head', '/promote with a commit'],
  ],
  '2: stale approvals': [['app/proposal-rules.test.ts', 'and that lacks %s is refused by name']],
  '3: forks': [['app/candidates.test.ts', 'a fork', 'that is gone releases nothing']],
  '4: a wrong base, a draft': [
    ['app/candidates.test.ts', 'to another branch releases nothing', 'that is a draft releases nothing'],
    ['app/moving.test.ts', 'a new base ends the command, or comes after it'],
  ],
  '5: bots in a loop': [
    ['app/rights.test.ts', 'the workflow’s own comment', 'a person through an app is no person'],
    ['app/hostile-replies.test.ts', 'is never a command'],
  ],
  '6: who may': [['app/rights.test.ts', '%s is for those who may', 'somebody else’s login of the same name']],
  '7: custom roles': [['app/rights.test.ts', 'a custom role']],
  '8: teams': [['app/rights.test.ts', 'a team in `allow`']],
  '9: comments edited or deleted': [
    ['app/moving.test.ts', 'an edited comment is not carried out', 'a deleted comment is not carried out'],
    ['app/rights.test.ts', 'an edited comment', 'a deleted comment'],
  ],
  '10: what replies repeat': [
    ['report/markdown.test.ts', 'three thousand hostile texts do nothing'],
    ['app/hostile-replies.test.ts', 'holds nothing that somebody else wrote'],
  ],
  '11: workflow commands': [
    ['shell/stop-commands.test.ts', 'refuses the token %j'],
    ['action/training.test.ts', 'workflow commands in its output'],
  ],
  '12: a replay': [
    ['app/once.test.ts', 'a comment that GitHub delivers'],
    ['app/rights.test.ts', 'a late command'],
  ],
  '13: signatures': [
    ['app/web.test.ts', 'a webhook is refused', 'that was written anew, with the same meaning'],
    ['app/settings.test.ts', 'no webhook secret', 'Probot’s own webhook secret'],
  ],
  '14: secrets': [
    ['app/secrets.test.ts', 'no secret leaves the app that logs at %s'],
    ['app/mask.test.ts', 'a text is told without'],
    ['app/log.test.ts', 'no secret is told, wherever it comes from'],
  ],
  '15: the deputy of two owners': [
    ['app/configuration.test.ts', 'two organizations', 'that was renamed is told'],
    ['app/least-rights.test.ts', 'each is for one repository'],
  ],
  '16: where settings come from': [['app/configuration.test.ts', 'counts as it is on the default branch']],
  '17: real protection': [['app/proposal-rules.test.ts', 'protection that an environment demands']],
  '18: two at the same time': [['app/once.test.ts', 'commands that come at once are done one after the other']],
  '19: done although it failed': [
    ['app/once.test.ts', 'what GitHub does although it answers 502'],
    ['app/faults.test.ts', '200 commands over 20 environments end right'],
  ],
  '20: floods': [
    ['app/limits.test.ts', 'a command is dropped'],
    ['app/secrets.test.ts', 'a flood is dropped without a word, but counted'],
    ['app/hostile.test.ts', 'ten times the text is ten times the work'],
  ],
  '21: a rollback is never harder': [
    ['app/rollback.test.ts', 'works when the pull request is closed', 'works when the checks are red'],
    ['app/freeze.test.ts', 'lets /rollback through'],
  ],
  '22: a freeze': [['app/freeze.test.ts', 'a freeze that cannot be read', '`frozen: true` in serin.yml']],
  '23: the audit': [
    ['app/reasons.test.ts', 'is hidden in the reply, stands in the one entry of the audit, and is counted'],
    ['app/audit.test.ts', 'has one entry for each command, whatever comes of it'],
  ],
  '24: what is no command': [['app/rights.test.ts', 'nothing is heard in', 'a review', 'an issue']],
  '25: the environments of GitHub': [['app/checklist-trust.test.ts', '25: ']],
}

test('each of the 25 is held here or where the list says', () => {
  const items = Object.keys(ELSEWHERE)
  expect(items.map((item) => Number.parseInt(item, 10))).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  for (const [item, places] of Object.entries(ELSEWHERE)) {
    for (const [file, ...titles] of places) {
      const text = readFileSync(`${import.meta.dirname}/../${file}`, 'utf8')
      expect(
        titles.filter((title) => !text.includes(title)),
        item,
      ).toEqual([])
    }
  }
})

const BOT = 41_898_282
const world = useAppWorld('process', { SERIN_ALLOWED_BOTS: String(BOT) })

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
    const body = { message: 'Resource not accessible by integration' }
    world.github.faults.add({ path, status: 403, body, times: 100 })
    const { code, text } = await world.comment('write', pull.number, '/promote prod')
    expect([code, text.includes('members: read')]).toEqual(['set-up', true])
  })
})

describe('12: a comment', () => {
  test('that is delivered a hundred times at once is one job', async () => {
    const pull = await world.openPull()
    const payload = world.payloadOf(await world.say('write', pull.number, 'hello'))
    const comment = { ...(payload.comment as object), body: '/status' }
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
