import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../app/audit.ts'
import { values } from './files.ts'
import { commentAndRun, runComment } from './stories.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const MARKER = 'canary-string-that-must-stay-inside'

/** Paths of a command's requests, each of which GitHub may fail to answer when GraphQL does not answer either. */
const PLACES = [
  /\/collaborators\/admin\/permission$/,
  /\/mlops-gitops\/git\/ref\/heads\/main$/,
  /\/mlops-gitops\/git\/trees$/,
  /\/mlops-gitops\/git\/commits$/,
  /\/iris\/pulls\/\d+$/,
  /\/check-runs$/,
]

describe.each(PLACES)('when GitHub fails at %s', (path) => {
  const fail = () => {
    for (const each of [/\/graphql\b/, path])
      world.github.faults.add({ path: each, status: 500, body: { message: MARKER }, times: 1_000 })
  }

  test('nothing is done, and the job is to be tried again', async () => {
    const pull = await world.openPull()
    fail()
    const command = { person: 'admin', pull: pull.number, body: '/canary 20' } as const
    await expect(commentAndRun(world, command)).rejects.toThrow(MARKER)
    expect(await world.commentsOn(pull.number)).toEqual([])
    expect(world.manifest('test')).toBe(values(OLD))
  })

  test('the last attempt ends in one sentence with an id', async () => {
    const pull = await world.openPull()
    fail()
    const said = await world.say('admin', pull.number, '/canary 20')
    await expect(runComment(world, said, { attempt: 4 })).rejects.toThrow(MARKER)
    expect(await world.answerTo(pull.number, said)).toMatchObject({
      count: 1,
      text: '**Something went wrong on Serin’s side**, and it stopped. The operator finds it in the log under `id-of-the-log`. Ask for the status before you try again.',
    })
  })
})

test('a conflict that GitHub does not explain is no rule of the branch', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ method: 'POST', path: /\/createCommitOnBranch$/, status: 502, body: '<html></html>' })
  world.github.faults.add({ method: 'PATCH', path: /\/git\/refs\//, status: 409, body: { message: 'Conflict' } })
  await commentAndRun(world, { person: 'write', pull: pull.number, body: '/canary 20' })
  expect([world.manifest('test'), await world.proposals('all')]).toEqual([values(pull.version, 20), []])
})

test('without GraphQL everything is asked for one by one', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ path: /\/graphql\b/, status: 502, body: '<html></html>', times: 1_000 })
  const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body: '/canary 20' })
  expect(text).toContain('takes 20 %')
  expect(world.manifest('test')).toBe(values(pull.version, 20))
})

describe('while GitHub fails, the last attempt', () => {
  const MINUTE = 60_000
  const fail = async (minutesAgo: number) => {
    const pull = await world.openPull()
    world.github.faults.add({ path: /\/permission$/, status: 503, times: 1_000 })
    const said = await world.say('admin', pull.number, '/canary 20')
    const job = runComment(world, said, { attempt: 4, storedAt: Date.now() - minutesAgo * MINUTE })
    const name = await job.then(String, (error: Error) => error.name)
    return { name, count: (await world.answerTo(pull.number, said)).count }
  }

  test('does not count for ten minutes, and nobody is told', async () => {
    expect(await fail(9)).toEqual({ name: 'NotNow', count: 0 })
  })

  test('is the last one after that', async () => {
    expect(await fail(11)).toEqual({ name: 'HttpError', count: 1 })
  })
})

describe('a command over which every attempt ended with its process', () => {
  test('is not tried again, and its person is told', async () => {
    const pull = await world.openPull()
    const said = await world.say('admin', pull.number, '/canary 20')
    const audit: AuditEntry[] = []
    await runComment(world, said, { attempt: 5, audit })
    expect(await world.answerTo(pull.number, said)).toMatchObject({ count: 1, code: 'broken' })
    expect(audit).toMatchObject([{ outcome: 'broken', attempt: 5 }])
    expect(world.commits()).toBe(0)
  })

  test('keeps the reply that one of them came to', async () => {
    const pull = await world.openPull()
    const said = await world.say('admin', pull.number, '/canary 20')
    await runComment(world, said)
    await runComment(world, said, { attempt: 5 })
    const { count, text } = await world.answerTo(pull.number, said)
    expect([count, text.includes('takes 20 %')]).toEqual([1, true])
  })
})

test('the log has the whole story under that id', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ path: /\/permission$/, status: 500, body: { message: MARKER }, times: 1_000 })
  const said = await world.say('admin', pull.number, '/canary 20')
  const log: object[] = []
  await expect(runComment(world, said, { attempt: 4, log })).rejects.toThrow(MARKER)
  expect(log).toEqual([{ id: 'id-of-the-log', job: '1', err: expect.objectContaining({ status: 500 }) }])
})

test('a later attempt that succeeds leaves its own reply', async () => {
  const pull = await world.openPull()
  const said = await world.say('admin', pull.number, '/canary 20')
  world.github.faults.add({ path: /\/permission$/, status: 500, times: 1_000 })
  await expect(runComment(world, said)).rejects.toThrow()
  world.github.faults.clear()
  await runComment(world, said, { attempt: 2 })
  expect(await world.answerTo(pull.number, said)).toMatchObject({
    count: 1,
    text: expect.stringContaining('takes 20 %'),
  })
})

test('a person whom GitHub does not know is refused', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ path: /\/permission$/, status: 404, body: { message: 'Not Found' }, times: 2 })
  const { text } = await commentAndRun(world, { person: 'admin', pull: pull.number, body: '/canary 20' })
  expect(text).toContain('This needs the role')
})

test('a refused question for a role is no right', async () => {
  const pull = await world.openPull()
  world.github.faults.add({
    path: /mlops-gitops\/.*\/permission$/,
    status: 403,
    body: { message: 'Resource not accessible by integration' },
  })
  const { text } = await commentAndRun(world, { person: 'admin', pull: pull.number, body: '/canary 20' })
  expect(text).toContain('The token may not read the role of a person on acme/mlops-gitops')
  expect(world.commits()).toBe(0)
})

test('a read that fails once is read again', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ method: 'GET', path: /\/mlops-gitops\/git\/trees\//, status: 502, body: '<html></html>' })
  const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body: '/canary 20' })
  expect(text).toContain('takes 20 %')
})

test('a rate limit is waited for', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ path: /\/mlops-gitops\/collaborators\//, limit: 'secondary', retryAfter: 2 })
  const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body: '/canary 20' })
  expect(text).toContain('takes 20 %')
  expect(world.commits()).toBe(1)
})
