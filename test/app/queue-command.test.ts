import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Queue } from '../../app/queue/queue.ts'
import { openSqliteQueue } from '../../app/queue/sqlite.ts'

let folder = ''
let queue: Queue
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serin-queue-command-'))
  queue = openSqliteQueue(join(folder, 'queue.db'))
})
afterEach(async () => {
  await queue.close()
  rmSync(folder, { recursive: true })
})

function run(...args: string[]): { code: number | null; said: string; complaint: string } {
  const program = join(import.meta.dirname, '../../app/queue-command.ts')
  const env = { PATH: process.env.PATH, SERIN_DATABASE: join(folder, 'queue.db') }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' })
  return { code: status, said: stdout, complaint: stderr }
}

async function store(name: string, key = 'repository:1'): Promise<void> {
  const job = { deliveryId: name, intent: `comment:${name}`, key, payload: { body: 'what somebody wrote' } }
  await queue.enqueue({ ...job, storedAt: Date.now() - 125_000 })
}

async function lease() {
  const job = await queue.lease({ owner: 'test', now: Date.now(), leaseMs: 60_000 })
  if (job === undefined) throw new Error('nothing to lease')
  return job
}

async function bury(name: string, error: string): Promise<string> {
  await store(name, name)
  const job = await lease()
  await queue.bury(job, { now: Date.now() - 61_000, error })
  return job.id
}

describe('npm run queue', () => {
  test('says that nothing is there', () => {
    expect(run()).toEqual({ code: 0, said: '0 waiting, 0 being done, 0 done, 0 given up\n', complaint: '' })
    expect(run('dead').said).toBe('0 given up\n')
  })

  test('lists what waits and what is being done', async () => {
    for (const name of ['1', '2']) await store(name)
    await store('3', 'repository:2')
    await store('4', 'repository:3')
    await lease()
    await queue.retry(await lease(), { at: Date.now() + 3_600_000, error: 'HttpError: 502' })
    const { said } = run('list')
    expect(said.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['id', 'state', 'age', 'attempts', 'key', 'intent', 'last error'],
      ['1', 'being done', '2 min 5 s', '1', 'repository:1', 'comment:1'],
      ['2', 'behind its key', '2 min 5 s', '0', 'repository:1', 'comment:2'],
      [
        '3',
        expect.stringMatching(/^again in (59 min|1 h)/),
        '2 min 5 s',
        '1',
        'repository:2',
        'comment:3',
        'HttpError: 502',
      ],
      ['4', 'waiting', '2 min 5 s', '0', 'repository:3', 'comment:4'],
      ['3 waiting, 1 being done, 0 done, 0 given up'],
      [''],
    ])
  })

  test('lists what was given up, with nothing that moves the cursor', async () => {
    await bury('1', 'Error: \u001b[31mred\u001b]0;title\u0007\nnext\u202eline')
    const { said } = run('dead')
    expect(said).toContain('Error:  [31mred ]0;title next line')
    expect(said).toContain('1 min 1 s')
    expect(said).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u)
  })

  test('shows the contents of jobs only when it is asked for JSON', async () => {
    await bury('1', 'no')
    await store('2')
    expect(run().said + run('dead').said).not.toContain('somebody')
    expect(JSON.parse(run('--json').said)).toMatchObject([
      { intent: 'comment:2', payload: { body: 'what somebody wrote' } },
    ])
    expect(JSON.parse(run('dead', '--json').said)).toMatchObject([
      { error: 'no', payload: { body: 'what somebody wrote' } },
    ])
  })

  test('has a dead letter done again', async () => {
    const id = await bury('1', 'no')
    expect(run('rerun', id)).toMatchObject({ code: 0, said: `${id} waits again.\n` })
    expect(await queue.counts()).toMatchObject({ waiting: 1, dead: 0 })
  })

  test('drops what waits', async () => {
    await store('1')
    expect(run('drop', '1')).toMatchObject({ code: 0, said: '1 will not be done.\n' })
    expect(await queue.counts()).toMatchObject({ waiting: 0, done: 1 })
  })

  test.each([
    [['rerun', '7'], 'Nothing with the id 7 was given up.'],
    [['drop', '7'], 'Nothing with the id 7 waits or was given up.'],
    [['rerun'], 'Which job?'],
    [['purge'], 'That is no command for the queue.'],
    [['list', '7'], 'That is no command for the queue.'],
    [['--all'], 'That is no option of this command.'],
  ])('refuses %j', (args, complaint) => {
    expect(run(...args)).toMatchObject({ code: 1, said: '', complaint: expect.stringContaining(complaint) })
  })

  test('makes no queue where there is none', () => {
    folder = mkdtempSync(join(tmpdir(), 'serin-queue-command-'))
    expect(run()).toMatchObject({ code: 1, complaint: expect.stringContaining('There is no queue here.') })
  })

  test('explains itself', () => {
    expect(run('--help').said).toContain('rerun <id>')
  })
})
