import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isUnconfigured, readSettings } from '../../app/settings.ts'
import { UserError } from '../../src/errors.ts'

const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'
const KNOWN = { APP_ID: '1', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'a-secret-of-more-than-32-characters' }

test('three variables are enough', () => {
  expect(readSettings(KNOWN)).toEqual({
    appId: 1,
    privateKey: KEY,
    webhookSecret: KNOWN.WEBHOOK_SECRET,
    previousSecret: undefined,
    databaseUrl: undefined,
    database: '.serin/queue.db',
    host: 'localhost',
    port: 3000,
    metricsPort: undefined,
    apiUrl: 'https://api.github.com',
    commandsPerSender: 20,
    commandsPerInstallation: 120,
    commandsPerPullRequest: 60,
    allowedBots: [],
    leaseSeconds: 20,
    sweepMinutes: 5,
    logLevel: 'info',
    logFormat: 'pretty',
  })
})

test('bots are listed by their ids', () => {
  expect(readSettings({ ...KNOWN, SERIN_ALLOWED_BOTS: '41898282, 49699333' }).allowedBots).toEqual([41898282, 49699333])
  expect(() => readSettings({ ...KNOWN, SERIN_ALLOWED_BOTS: 'github-actions[bot]' })).toThrow(
    'is not a list of numbers',
  )
})

test('a lease lasts a second at least', () => {
  expect(readSettings({ ...KNOWN, LEASE_SECONDS: '1' }).leaseSeconds).toBe(1)
  expect(() => readSettings({ ...KNOWN, LEASE_SECONDS: '0' })).toThrow('LEASE_SECONDS is below 1.')
})

test('the log is JSON in production', () => {
  expect(readSettings({ ...KNOWN, NODE_ENV: 'production' }).logFormat).toBe('json')
  expect(readSettings({ ...KNOWN, NODE_ENV: 'production', LOG_FORMAT: 'pretty' }).logFormat).toBe('pretty')
})

test('a key may be written in one line', () => {
  expect(readSettings({ ...KNOWN, PRIVATE_KEY: KEY.replaceAll('\n', '\\n') }).privateKey).toBe(KEY)
})

function inFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'serin-secret-')), 'secret')
  writeFileSync(file, text)
  return file
}

test.each(['PRIVATE_KEY_FILE', 'PRIVATE_KEY_PATH'])('a key may lie in the file that %s names', (name) => {
  expect(readSettings({ ...KNOWN, PRIVATE_KEY: '', [name]: inFile(KEY) }).privateKey).toBe(KEY.trim())
})

test.each([
  ['WEBHOOK_SECRET', 'webhookSecret', 'another-secret-of-more-than-32-characters'],
  ['WEBHOOK_SECRET_PREVIOUS', 'previousSecret', 'another-secret-of-more-than-32-characters'],
  ['DATABASE_URL', 'databaseUrl', 'postgres://serin:password@db/serin'],
] as const)('%s may lie in a file, whose last line end does not count', (name, key, secret) => {
  expect(readSettings({ ...KNOWN, [name]: '', [`${name}_FILE`]: inFile(`${secret}\n`) })[key]).toBe(secret)
})

test('nothing is known of an app on a new machine, and in production that is a mistake', () => {
  expect(isUnconfigured({})).toBe(true)
  expect(isUnconfigured({ NODE_ENV: 'production' })).toBe(false)
  expect(isUnconfigured({ WEBHOOK_SECRET_FILE: '/secret' })).toBe(false)
})

test.each([
  ['no webhook secret', { WEBHOOK_SECRET: undefined }, 'WEBHOOK_SECRET has fewer than 32 characters.'],
  ['a short webhook secret', { WEBHOOK_SECRET: 'secret' }, 'WEBHOOK_SECRET has fewer than 32 characters.'],
  ['Probot’s own webhook secret', { WEBHOOK_SECRET: 'development' }, 'WEBHOOK_SECRET has fewer than 32 characters.'],
  [
    'a webhook secret of one letter',
    { WEBHOOK_SECRET: 'x'.repeat(64) },
    'WEBHOOK_SECRET has fewer than 8 different characters.',
  ],
  ['a short secret before', { WEBHOOK_SECRET_PREVIOUS: 'development' }, 'WEBHOOK_SECRET_PREVIOUS has fewer than 32'],
  [
    'a secret in two places',
    { WEBHOOK_SECRET_FILE: '/secret' },
    'WEBHOOK_SECRET and WEBHOOK_SECRET_FILE are both set.',
  ],
  ['a port above all ports', { PORT: '65536' }, 'PORT is above 65535.'],
  ['no number of commands', { COMMANDS_PER_SENDER: 'many' }, 'COMMANDS_PER_SENDER is not a number.'],
  ['a wrong log format', { LOG_FORMAT: 'xml' }, 'LOG_FORMAT is not a format.'],
  ['no app id', { APP_ID: '' }, 'APP_ID is not set.'],
  ['a wrong app id', { APP_ID: 'serin' }, 'APP_ID is not a number.'],
  ['a wrong port', { PORT: 'http' }, 'PORT is not a number.'],
  ['no key', { PRIVATE_KEY: undefined }, 'PRIVATE_KEY is not a PEM key.'],
  [
    'a key in no file',
    { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere/key.pem' },
    'PRIVATE_KEY_PATH names no file that can be read.',
  ],
  ['a wrong address', { GITHUB_API_URL: 'github' }, 'GITHUB_API_URL is not an address.'],
  ['a wrong log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is not a level.'],
])('%s is told by name', (_, variables, sentence) => {
  const read = () => readSettings({ ...KNOWN, ...variables })
  expect(read).toThrow(UserError)
  expect(read).toThrow(`The environment variable ${sentence}`)
})
