import { describe, expect, test } from 'vitest'
import { values } from './files.ts'
import { ANY, NthRequest } from './nth-request.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()

const commentDeliveries = () =>
  world.github.deliveries.filter(({ event, payload }) => event === 'issue_comment' && payload.includes('/canary 20'))

describe('a comment that GitHub delivers', () => {
  test('again is done once', async () => {
    const pull = await world.openPull()
    const said = await world.comment('write', pull.number, '/canary 20')
    const jobs = world.app.jobs()
    for (const { id } of commentDeliveries().slice(-1)) world.github.redeliver(id)
    await world.app.idle()
    expect(world.app.jobs()).toBe(jobs)
    expect(world.commits()).toBe(1)
    expect((await world.answerTo(pull.number, said)).count).toBe(1)
  })

  test('twice at the same time is done once', async () => {
    const pull = await world.openPull()
    world.github.habits.duplicate = true
    const answer = await world.comment('write', pull.number, '/canary 20')
    world.github.habits.duplicate = false
    expect(answer.count).toBe(1)
    expect(world.commits()).toBe(1)
  })

  test('by two hooks with ids of their own is done once', async () => {
    const pull = await world.openPull()
    const said = await world.comment('write', pull.number, '/canary 20')
    const delivery = commentDeliveries().at(-1)
    const headers = { ...delivery?.requestHeaders, 'X-GitHub-Delivery': 'another-guid' }
    const sent = await fetch(`${world.app.url}/api/github/webhooks`, {
      method: 'POST',
      headers,
      body: delivery?.payload ?? '',
    })
    await world.app.idle()
    expect(sent.status).toBe(202)
    expect((await world.answerTo(pull.number, said)).count).toBe(1)
    expect(world.commits()).toBe(1)
  })
})

test('a second identical command changes nothing', async () => {
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/canary 20')
  const answer = await world.comment('write', pull.number, '/canary 20')
  expect(answer.text).toBe(`**Nothing to do.** \`${pull.version}\` already gets 20 % of the traffic.`)
  expect(world.commits()).toBe(1)
})

test('commands that come at once are done one after the other', async () => {
  const pull = await world.openPull()
  const said = []
  for (const percent of [10, 20, 30]) said.push(await world.say('write', pull.number, `/canary ${percent}`))
  await world.app.idle()
  expect(world.commits()).toBe(3)
  expect(world.manifest('test')).toBe(values(pull.version, 30))
  for (const one of said) expect((await world.answerTo(pull.number, one)).count).toBe(1)
})

describe('what GitHub does although it answers 502', () => {
  test.each([
    ['the commit', 'POST', /\/graphql\/createCommitOnBranch$/, '/canary 20'],
    ['the reply', 'POST', /\/issues\/\d+\/comments$/, '/canary 20'],
    ['the reaction', 'POST', /\/reactions$/, '/canary 20'],
    ['the branch of a proposal', 'POST', /\/graphql\/createRef\/createCommitOnBranch$/, '/promote prod'],
    ['the proposal', 'POST', /\/mlops-gitops\/pulls$/, '/promote prod'],
  ])('happens once: %s', async (_, method, path, command) => {
    const pull = await world.openPull()
    if (command.endsWith('prod')) await world.comment('write', pull.number, '/promote test')
    const commits = world.commits()
    const skipOwn = new NthRequest(path.source.includes('comments') ? 2 : 1, path)
    world.github.faults.add({ method, path: skipOwn, effect: 'apply-then-502' })
    const answer = await world.comment('maintain', pull.number, command)
    expect(skipOwn.came).toBe(true)
    expect(answer).toMatchObject({ count: 1, reactions: ['eyes'] })
    expect(answer.text).toContain(pull.version)
    expect([world.commits() - commits, (await world.proposals('all')).length]).toEqual(
      command === '/canary 20' ? [1, 0] : [0, 1],
    )
  })
})

test('another’s change between reading and writing is kept', async () => {
  const pull = await world.openPull()
  const path = /\/graphql\/createCommitOnBranch$/
  let done: Promise<string> | undefined
  const others = { 'README.md': '# New\n', 'model-deployments/test/iris/config.yaml': `${values(OLD)}# by hand\n` }
  const happens = () => {
    done = world.gitops.commit({ message: 'By hand', files: others })
  }
  world.github.faults.add({ method: 'POST', path: new NthRequest(1, path, happens), delayMs: 100 })
  const answer = await world.comment('write', pull.number, '/canary 20')
  await done
  expect(answer.text).toContain('takes 20 % of the traffic')
  expect(world.gitops.readFile('README.md')).toBe('# New\n')
  expect(world.manifest('test')).toContain(`version: ${pull.version} #`)
  expect(world.manifest('test')).toContain('# by hand\n')
  expect(world.commits()).toBe(2)
})

test('others who never rest end in a refusal', async () => {
  const pull = await world.openPull()
  const pushes: Promise<string>[] = []
  for (let round = 0; round < 12; round += 1) {
    const happens = () => {
      pushes.push(world.gitops.commit({ message: 'By hand', files: { 'README.md': `${round}\n` } }))
    }
    const path = new NthRequest(1, /\/graphql\/createCommitOnBranch$/, happens)
    world.github.faults.add({ method: 'POST', path, delayMs: 60 })
  }
  const answer = await world.comment('write', pull.number, '/canary 20')
  await Promise.all(pushes)
  expect(answer.text).toContain('Others changed the gitops repository 12 times in a row')
  expect(world.manifest('test')).toBe(values(OLD))
})

describe('kill -9', () => {
  test.each([
    ['before anything was read', 'POST', /\/access_tokens$/, '/promote'],
    ['while it reacts', 'POST', /\/reactions$/, '/promote'],
    ['while it reads', 'POST', /\/api\/graphql$/, '/promote'],
    ['while the commit is made', 'POST', /\/graphql\/createCommitOnBranch$/, '/promote'],
    ['while it replies', 'POST', /\/issues\/\d+\/comments$/, '/promote'],
    ['while a proposal is opened', 'POST', /\/mlops-gitops\/pulls$/, '/promote prod'],
  ])('%s: done once, answered once', async (_, method, source, command) => {
    const pull = await world.openPull()
    if (command === '/promote prod') await world.comment('write', pull.number, '/promote')
    const begun = Promise.withResolvers<void>()
    const path = new NthRequest(source.source.includes('comments') ? 2 : 1, source, begun.resolve)
    world.github.faults.add({ method, path, delayMs: 120 })
    const said = await world.say('maintain', pull.number, command)
    await begun.promise
    await world.app.crash()
    await world.app.idle()
    const answer = await world.answerTo(pull.number, said)
    expect(answer).toMatchObject({ count: 1, reactions: ['eyes'] })
    expect(answer.text).toContain(`\`${pull.version}\` takes all the traffic.`)
    expect(world.manifest('test')).toBe(values(pull.version))
    expect([world.commits(), (await world.proposals('all')).length]).toEqual([1, command === '/promote' ? 0 : 1])
  })
})

describe('SIGTERM', () => {
  test('lets a running command finish', async () => {
    const pull = await world.openPull()
    const begun = Promise.withResolvers<void>()
    const path = new NthRequest(1, /\/graphql\/createCommitOnBranch$/, begun.resolve)
    world.github.faults.add({ method: 'POST', path, delayMs: 200 })
    const said = await world.say('write', pull.number, '/canary 20')
    await begun.promise
    expect(await world.app.stop('SIGTERM')).toBe(0)
    const answer = await world.answerTo(pull.number, said)
    expect(answer.text).toContain('takes 20 %')
    await world.app.start()
    await world.app.idle()
    expect((await world.answerTo(pull.number, said)).count).toBe(1)
    expect(world.commits()).toBe(1)
  })

  test('keeps what waits for the next process', async () => {
    const pull = await world.openPull()
    const begun = Promise.withResolvers<void>()
    world.github.faults.add({ path: new NthRequest(1, ANY, begun.resolve), method: 'GET', delayMs: 150 })
    const first = await world.say('write', pull.number, '/canary 10')
    await begun.promise
    const second = await world.say('write', pull.number, '/canary 20')
    await world.github.settled()
    await world.app.stop('SIGTERM')
    expect((await world.answerTo(pull.number, second)).count).toBe(0)
    await world.app.start()
    await world.app.idle()
    expect((await world.answerTo(pull.number, first)).count).toBe(1)
    expect((await world.answerTo(pull.number, second)).text).toContain('takes 20 %')
    expect(world.commits()).toBe(2)
  })
})
