import { beforeEach, describe, expect, test } from 'vitest'
import { type AuditEntry, auditTo } from '../../app/audit.ts'
import { createLog } from '../../app/log.ts'
import { NthRequest } from './nth-request.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld()
let from = 0

beforeEach(() => {
  from = world.app.log.length
})

function entries(): readonly AuditEntry[] {
  const lines = world.app.log.slice(from).split('\n')
  return lines.flatMap((line) => (line.includes('"audit":true') ? [JSON.parse(line)] : []))
}

describe('the audit', () => {
  test('has who did what, from what, and what came of it', async () => {
    const pull = await world.openPull()
    const [before, source] = [world.gitops.sha('main'), world.model.sha('main')]
    const said = await world.comment('write', pull.number, '/canary 20\nit looks good <b>')
    const [entry] = entries()
    expect(entry).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      msg: 'a command came to its end',
      audit: true,
      delivery: expect.stringMatching(/^[0-9a-f-]{36}$/),
      job: expect.any(String),
      intent: `comment:${said.id}`,
      attempt: 1,
      repository: 'acme/iris',
      pullRequest: pull.number,
      comment: { id: said.id, url: said.url },
      actor: { id: world.people.write.id, login: 'write' },
      role: 'write',
      command: 'canary',
      model: 'iris',
      environment: 'test',
      head: pull.head,
      version: pull.version,
      config: { source, gitops: before },
      gitops: 'acme/mlops-gitops',
      branch: 'main',
      before,
      after: world.gitops.sha('main'),
      outcome: 'changed',
    })
  })

  test('is there whatever the level of the log is', () => {
    const lines: string[] = []
    const log = createLog({ level: 'fatal', format: 'json', secrets: [], write: (line) => lines.push(line) })
    const entry = { repository: 'acme/iris', pullRequest: 1, comment: { id: 1, url: '' }, actor: { id: 1, login: 'x' } }
    auditTo(log, { command: () => {} })({ ...entry, outcome: 'help' })
    expect(lines).toHaveLength(1)
  })

  test('has one entry for each command, whatever comes of it', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    const [proposed, silent] = [
      await world.comment('maintain', pull.number, '/promote prod'),
      await world.comment('mallory', pull.number, '/canary'),
    ]
    await world.comment('write', pull.number, '/canary')
    for (const body of ['/status', '/plan rollback', '/help', '/freeze test', '/canary 5', '/unfreeze test'])
      await world.comment('maintain', pull.number, body)
    const told = entries().map((entry) => [entry.command, entry.outcome, entry.reason_code, entry.role])
    expect(told).toEqual([
      ['promote', 'changed', undefined, 'write'],
      ['promote', 'changed', undefined, 'maintain'],
      ['canary', 'silent', 'not-understood', 'none'],
      ['canary', 'usage', 'not-understood', 'write'],
      ['status', 'status', undefined, 'maintain'],
      ['plan', 'planned', undefined, 'maintain'],
      ['help', 'help', undefined, undefined],
      ['freeze', 'frozen', undefined, 'maintain'],
      ['canary', 'refused', 'frozen', 'maintain'],
      ['unfreeze', 'unfrozen', undefined, 'maintain'],
    ])
    const [proposal] = await world.proposals()
    expect(entries()[1]).toMatchObject({
      proposal: proposal?.number,
      environment: 'prod',
      comment: { id: proposed.id },
    })
    expect(entries()[2]).toMatchObject({ actor: { login: 'mallory' }, comment: { id: silent.id } })
  })

  test('tells of a command that nobody could be answered', async () => {
    const pull = await world.openPull()
    world.github.habits.delayMs = 60
    await world.say('admin', pull.number, '/canary 20')
    world.installation.suspend()
    await world.app.idle()
    world.github.habits.delayMs = 0
    world.installation.unsuspend()
    expect(entries()).toMatchObject([{ outcome: 'unanswered', reason_code: 'set-up' }])
  })

  test.each([
    ['the commit is made', /\/graphql\/createCommitOnBranch$/, 1],
    ['it replies', /\/issues\/\d+\/comments$/, 2],
  ])('has one entry when the app is killed while %s, of the attempt that came to the end', async (_, counts, n) => {
    const pull = await world.openPull()
    const begun = Promise.withResolvers<void>()
    world.github.faults.add({ method: 'POST', path: new NthRequest(n, counts, begun.resolve), delayMs: 120 })
    await world.say('write', pull.number, '/canary 20')
    await begun.promise
    await world.app.crash()
    await world.app.idle()
    const after = world.gitops.sha('main')
    expect(entries()).toMatchObject([{ attempt: 2, outcome: 'changed', after, command: 'canary' }])
    expect(world.commits()).toBe(1)
  })

  test('is counted by outcome and reason', async () => {
    const pull = await world.openPull()
    await world.comment('triage', pull.number, '/canary 20')
    const metrics = await (await fetch(`${world.app.url}/metrics`)).text()
    expect(metrics).toMatch(
      /serin_commands_total\{command="canary",outcome="refused",reason_code="role-too-low"\} [1-9]/,
    )
  })
})
