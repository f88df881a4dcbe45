import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, OPEN_CONFIG, values } from './files.ts'
import { AT, OLD, PEOPLE, type Person, useAppWorld } from './world.ts'

const world = useAppWorld()

const REFUSED = /^\*\*Not done\.\*\* This needs the role “(read|write|maintain|admin)” or higher/

/** What each command needs on the gitops repository, where everybody's login is their role. */
const RIGHTS: readonly (readonly [command: string, allowed: readonly Person[]])[] = [
  ['/help', PEOPLE],
  ['/status', ['owen', 'admin', 'maintain', 'second', 'write', 'triage', 'read']],
  ['/canary 20', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/promote test', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/promote prod', ['owen', 'admin', 'maintain', 'second']],
  ['/rollback test', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/shadow 100', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/set threshold 0.7', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/freeze', ['owen', 'admin', 'maintain', 'second']],
  ['/unfreeze', ['owen', 'admin', 'maintain', 'second']],
  ['/retrain', ['owen', 'admin', 'maintain', 'second', 'write']],
  ['/plan canary 20', ['owen', 'admin', 'maintain', 'second', 'write', 'triage', 'read']],
]

test.each(RIGHTS)('%s is for those who may', async (command, allowed) => {
  await world.fresh({ gitops: { 'serin.yml': OPEN_CONFIG } })
  const heard: Person[] = []
  for (const person of PEOPLE) {
    // Those who may not change anything share one reply per pull request.
    const pull = await world.openPull({ branch: `of-${person}` })
    const { text, count } = await world.comment(person, pull.number, command)
    expect(count).toBe(1)
    if (!REFUSED.test(text)) heard.push(person)
  }
  expect(heard.toSorted()).toEqual(allowed.toSorted())
})

test('a refusal names what is needed', async () => {
  const pull = await world.openPull()
  const { text } = await world.comment('triage', pull.number, '/canary 20')
  expect(text).toBe('**Not done.** This needs the role “write” or higher on the gitops repository.')
  expect(world.commits()).toBe(0)
})

test('the role on the model repository does not count', async () => {
  world.model.setRole('mallory', 'admin')
  const pull = await world.openPull()
  const { text } = await world.comment('mallory', pull.number, '/canary 20')
  expect(text).toMatch(REFUSED)
})

describe('a custom role', () => {
  test.each([
    ['built on write', 'write', true],
    ['built on read', 'read', false],
  ] as const)('%s counts as what it is built on', async (_, base, allowed) => {
    world.gitops.setRole('read', base, 'release-manager')
    const pull = await world.openPull()
    const { text } = await world.comment('read', pull.number, '/canary 20')
    expect(REFUSED.test(text)).toBe(!allowed)
  })

  test('called admin is none', async () => {
    world.gitops.setRole('read', 'read', 'admin')
    const pull = await world.openPull()
    const { text } = await world.comment('read', pull.number, '/canary 20')
    expect(text).toMatch(REFUSED)
  })
})

test('somebody else’s login of the same name is a stranger', async () => {
  const pull = await world.openPull()
  const path = /mlops-gitops\/collaborators\/write\/permission$/
  const body = { permission: 'admin', role_name: 'admin', user: { id: 1, login: 'write' } }
  world.github.faults.add({ path, status: 200, body })
  const { text } = await world.comment('write', pull.number, '/canary 20')
  expect(text).toMatch(REFUSED)
})

describe('a team in `allow`', () => {
  const serin = GITOPS_CONFIG.replace('{ role: maintain }', '{ role: maintain, teams: [release, night-shift] }')
  const ready = async () => {
    await world.fresh({ gitops: { 'serin.yml': serin } })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    return pull
  }

  test('may what its role may not', async () => {
    world.github.createTeam('acme', 'release', ['read'])
    const pull = await ready()
    await world.comment('read', pull.number, '/promote prod')
    expect(await world.proposals()).toHaveLength(1)
  })

  test('may nothing elsewhere', async () => {
    const pull = await ready()
    const { text } = await world.comment('read', pull.number, '/canary 20 test')
    expect(text).toMatch(REFUSED)
  })

  test('of which one is not a member helps nobody', async () => {
    const pull = await ready()
    const { text } = await world.comment('write', pull.number, '/promote prod')
    expect(text).toBe(
      '**Not done.** This needs the role “maintain” or higher or membership in “release” or “night-shift” on the gitops repository.',
    )
  })

  test('is not asked for where the role does', async () => {
    const pull = await ready()
    const before = world.github.requests.length
    await world.comment('maintain', pull.number, '/promote prod')
    expect(world.github.requests.slice(before).filter(({ path }) => path.includes('/teams/'))).toEqual([])
  })

  test('does not help a stranger', async () => {
    world.github.createTeam('acme', 'night-shift', ['mallory'])
    const pull = await ready()
    const { text } = await world.comment('mallory', pull.number, '/promote prod')
    expect(text).toMatch(REFUSED)
    expect(await world.proposals()).toEqual([])
  })
})

describe('a stranger', () => {
  test('hears nothing of the gitops repository', async () => {
    await world.fresh({ gitops: { 'serin.yml': 'models: { secret-project: { sourse: x } }\n' } })
    const pull = await world.openPull()
    const { text } = await world.comment('mallory', pull.number, '/canary 20')
    expect(text).toBe('**Not done.** This needs the role “write” or higher on the gitops repository.')
  })

  test('is told once on a pull request, and by a reaction from then on', async () => {
    const pull = await world.openPull()
    const first = await world.comment('mallory', pull.number, '/canary 20')
    expect(first).toMatchObject({ count: 1, reactions: ['eyes', '-1'] })
    for (const [person, body] of [
      ['mallory', '/canary 20'],
      ['mallory', '/freeze'],
      ['mallory', '/retrain'],
      ['triage', '/promote'],
    ] as const) {
      expect(await world.comment(person, pull.number, body)).toMatchObject({ count: 0, reactions: ['eyes', '-1'] })
    }
    await world.comment('mallory', pull.number, '/help')
    expect(await world.commentsOn(pull.number)).toHaveLength(1)
  })

  test('does not keep those who may from their replies', async () => {
    const pull = await world.openPull()
    await world.comment('mallory', pull.number, '/canary 20')
    for (const body of ['/status', '/help', '/freeze']) {
      expect(await world.comment('write', pull.number, body)).toMatchObject({ count: 1 })
    }
    expect(await world.commentsOn(pull.number)).toHaveLength(4)
  })

  test('who may look has one reply, which is rewritten', async () => {
    const pull = await world.openPull()
    await world.comment('read', pull.number, '/canary 20')
    for (const body of ['/status', '/plan canary 20', '/status']) {
      const { text, count } = await world.comment('read', pull.number, body)
      expect(count).toBe(1)
      expect(text).toMatch(/^(What runs of|\*\*Plan\*\*)/)
    }
    expect(await world.commentsOn(pull.number)).toHaveLength(1)
  })

  test('gets no usage', async () => {
    const pull = await world.openPull()
    expect(await world.comment('mallory', pull.number, '/canary')).toMatchObject({
      count: 0,
      reactions: ['eyes', 'confused'],
    })
  })
})

describe('usage', () => {
  test.each([
    '/canary',
    '/canary 0',
    '/canary 20 %',
    '/canary 20 moon',
    '/promote moon',
    '/promote test ABC',
    '/rollback a b',
    '/status moon',
    '/canary 20 --model',
    '/canary 20\n/promote',
    '/shadow 0',
    '/shadow 100 moon',
    '/set threshold',
    '/set threshold 1 moon',
    '/freeze moon',
    '/unfreeze test moon',
    '/plan',
    '/plan moon',
    '/plan canary 20 moon',
  ])('of %j is told to those who may command, without a word of it', async (body) => {
    const pull = await world.openPull()
    const { text, count } = await world.comment('write', pull.number, `${body.replace('\n', ' <b>@evil</b>\n')}`)
    expect(count).toBe(1)
    expect(text).toMatch(/^\*\*Not understood\*\*, so nothing was done: .*\.\n\nUsage: `\//)
    expect(text).not.toMatch(/moon|evil|ABC|%/)
  })

  test('names the environments', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('write', pull.number, '/canary 20 staging')
    expect(text).toContain('there is no such environment; there are `test`, `prod`.')
  })

  test('is kept from those who may not', async () => {
    const pull = await world.openPull()
    for (const person of ['triage', 'read'] as const) {
      expect(await world.comment(person, pull.number, '/canary 0')).toMatchObject({
        count: 0,
        reactions: ['eyes', 'confused'],
      })
    }
  })
})

describe('nothing is heard in', () => {
  const silent = async (act: (pull: { number: number; head: string }) => Promise<unknown>) => {
    const pull = await world.openPull()
    const jobs = world.app.jobs()
    await act(pull)
    await world.app.idle()
    expect(world.app.jobs()).toBe(jobs)
    expect(await world.commentsOn(pull.number)).toEqual([])
    expect(world.manifest('test')).toBe(values(OLD))
  }

  test.each([
    'hello',
    '/unknown',
    'please /canary 20',
    '    /canary 20',
    '`/canary 20`',
    '> /canary 20',
    '```\n/canary 20\n```',
    '/canary20',
  ])('the words %j', (body) => silent((pull) => world.say('admin', pull.number, body)))

  test('an edited comment', () =>
    silent(async (pull) => {
      const { id } = await world.say('admin', pull.number, 'hello')
      await world.as('admin').rest.issues.updateComment({ ...AT, comment_id: id, body: '/canary 20' })
    }))

  test('a deleted comment', () =>
    silent(async (pull) => {
      const { id } = await world.say('admin', pull.number, 'hello')
      await world.as('admin').rest.issues.deleteComment({ ...AT, comment_id: id })
    }))

  test('an issue', () =>
    silent(async () => {
      const { data } = await world.as('admin').rest.issues.create({ ...AT, title: 'x' })
      await world.say('admin', data.number, '/canary 20')
    }))

  test('a review', () =>
    silent((pull) =>
      world
        .as('maintain')
        .rest.pulls.createReview({ ...AT, pull_number: pull.number, event: 'COMMENT', body: '/canary 20' }),
    ))

  test('the workflow’s own comment', () =>
    silent((pull) =>
      world
        .asActions({ pull_requests: 'write' })
        .rest.issues.createComment({ ...AT, issue_number: pull.number, body: '/canary 20' }),
    ))
})

test('a person through an app is no person', async () => {
  const pull = await world.openPull()
  const payload = world.payloadOf(await world.say('admin', pull.number, '/canary 20'))
  await world.app.idle()
  const commits = world.commits()
  const comment = { ...(payload.comment as object), id: 999_999, performed_via_github_app: { id: 1, slug: 'other' } }
  const answer = await world.deliver('issue_comment', { ...payload, comment })
  await world.app.idle()
  expect(answer.status).toBe(202)
  expect(world.commits()).toBe(commits)
  expect(await world.commentsOn(pull.number)).toHaveLength(1)
})

describe('a late command', () => {
  const late = async (body: string) => {
    const pull = await world.openPull()
    world.github.habits.delayMs = 60
    world.github.advance(-20 * 60_000)
    const said = await world.say('admin', pull.number, body)
    world.github.advance(20 * 60_000)
    await world.app.idle()
    world.github.habits.delayMs = 0
    return world.answerTo(pull.number, said)
  }

  test.each([
    '/canary 20',
    '/promote',
    '/rollback',
    '/status',
    '/shadow 1',
    '/set a b',
    '/freeze',
    '/unfreeze',
    '/retrain',
    '/plan canary 1',
  ])('%s is answered, not run', async (body) => {
    const { text } = await late(body)
    expect(text).toBe(
      '**Not done.** This command is 20 minutes old, and things may have changed since. Comment it again if it still holds.',
    )
    expect(world.commits()).toBe(0)
  })
})
