import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSettings } from '../../app/settings.ts'
import { UserError } from '../../src/errors.ts'

const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'
const KNOWN = { APP_ID: '1', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'a-secret-of-many-characters' }

test('three variables are enough', () => {
  expect(readSettings(KNOWN)).toEqual({
    appId: 1,
    privateKey: KEY,
    webhookSecret: KNOWN.WEBHOOK_SECRET,
    host: 'localhost',
    port: 3000,
    apiUrl: 'https://api.github.com',
    database: '.serin/queue.db',
    logLevel: 'info',
  })
})

test('a key may be written in one line', () => {
  expect(readSettings({ ...KNOWN, PRIVATE_KEY: KEY.replaceAll('\n', '\\n') }).privateKey).toBe(KEY)
})

test('a key may lie in a file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'serin-key-')), 'key.pem')
  writeFileSync(file, KEY)
  expect(readSettings({ ...KNOWN, PRIVATE_KEY: '', PRIVATE_KEY_PATH: file }).privateKey).toBe(KEY)
})

test.each([
  ['no webhook secret', { WEBHOOK_SECRET: undefined }, 'WEBHOOK_SECRET has fewer than 16 characters.'],
  ['a short webhook secret', { WEBHOOK_SECRET: 'secret' }, 'WEBHOOK_SECRET has fewer than 16 characters.'],
  ['Probot’s own webhook secret', { WEBHOOK_SECRET: 'development' }, 'WEBHOOK_SECRET has fewer than 16 characters.'],
  ['no app id', { APP_ID: '' }, 'APP_ID is not set.'],
  ['a wrong app id', { APP_ID: 'serin' }, 'APP_ID is not a number.'],
  ['a wrong port', { PORT: 'http' }, 'PORT is not a number.'],
  ['no key', { PRIVATE_KEY: undefined }, 'PRIVATE_KEY is not a PEM key.'],
  ['a key in no file', { PRIVATE_KEY_PATH: '/nowhere/key.pem' }, 'PRIVATE_KEY_PATH names no file that can be read.'],
  ['a wrong address', { GITHUB_API_URL: 'github' }, 'GITHUB_API_URL is not an address.'],
  ['a wrong log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is not a level.'],
])('%s is told by name', (_, variables, sentence) => {
  const read = () => readSettings({ ...KNOWN, ...variables })
  expect(read).toThrow(UserError)
  expect(read).toThrow(`The environment variable ${sentence}`)
})
