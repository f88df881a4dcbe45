import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openQueue } from '../../../app/queue/open-queue.ts'
import { readQueueSettings } from '../../../app/settings.ts'
import { UserError } from '../../../src/errors.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serin-open-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a file needs no folder before it', async () => {
  const queue = await openQueue({ database: join(folder, 'a/b/queue.db') }, () => {})
  expect(await queue.counts()).toMatchObject({ waiting: 0 })
  await queue.close()
})

test('a folder that cannot be made is told by the variable’s name', async () => {
  writeFileSync(join(folder, 'file'), '')
  const opening = openQueue({ database: join(folder, 'file/queue.db') }, () => {})
  await expect(opening).rejects.toThrow('SERIN_DATABASE')
  await expect(opening).rejects.toBeInstanceOf(UserError)
})

test('the variables name a database, else a file', () => {
  expect(readQueueSettings({})).toEqual({ database: '.serin/queue.db' })
  const DATABASE_URL = 'postgresql://serin:p%40ss@db:5432/serin?sslmode=verify-full'
  expect(readQueueSettings({ DATABASE_URL, SERIN_DATABASE: 'a.db' })).toEqual({
    databaseUrl: DATABASE_URL,
    database: 'a.db',
  })
})

test.each(['mysql://serin:geheim@db/serin', 'geheim', 'postgres://serin:ge#heim@db/serin', 'postgres:geheim'])(
  '%s is no PostgreSQL database, and is not repeated',
  (DATABASE_URL) => {
    const read = () => readQueueSettings({ DATABASE_URL })
    expect(read).toThrow('The environment variable DATABASE_URL is not the address of a PostgreSQL database.')
    expect(read).not.toThrow(/ge#?heim/)
  },
)
