import { readFileSync } from 'node:fs'
import { UserError } from '../src/errors.ts'

/** How the app is set up; every field has been checked. */
export interface Settings {
  readonly appId: number
  readonly privateKey: string
  readonly webhookSecret: string
  readonly host: string
  readonly port: number
  /** The REST API's address. */
  readonly apiUrl: string
  /** The file of the embedded queue. */
  readonly database: string
  readonly logLevel: LogLevel
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** Every environment variable that the app reads; the README's table is made from it. */
export const SETTING_DESCRIPTIONS: readonly {
  readonly name: string
  readonly means: string
  readonly default?: string
}[] = [
  { name: 'APP_ID', means: 'the app’s id' },
  { name: 'PRIVATE_KEY', means: 'the app’s private key as PEM text (or its path in `PRIVATE_KEY_PATH`)' },
  { name: 'WEBHOOK_SECRET', means: 'the webhook secret, at least 16 characters; the app does not start without' },
  {
    name: 'SERIN_DATABASE',
    means: 'the file of the queue; keep it on a disk that outlives the process',
    default: '.serin/queue.db',
  },
  { name: 'HOST', means: 'the address to listen on; `0.0.0.0` in a container', default: 'localhost' },
  { name: 'PORT', means: 'the port to listen on', default: '3000' },
  {
    name: 'GITHUB_API_URL',
    means: 'the API of a GitHub Enterprise Server, `https://HOST/api/v3`',
    default: 'https://api.github.com',
  },
  { name: 'LOG_LEVEL', means: '`trace`, `debug`, `info`, `warn`, `error` or `fatal`', default: 'info' },
]

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads the app's settings from environment variables, by the names that Probot uses where it has one.
 * @throws UserError naming the variable that is missing or wrong. A webhook secret is a must: without one, or with a
 * well-known one, anybody could send commands.
 */
export function readSettings(variables: Variables): Settings {
  return {
    appId: number(variables, 'APP_ID', undefined),
    privateKey: privateKey(variables),
    webhookSecret: secret(variables),
    host: variables.HOST || 'localhost',
    port: port(variables),
    apiUrl: apiUrl(variables),
    database: variables.SERIN_DATABASE || '.serin/queue.db',
    logLevel: logLevel(variables),
  }
}

function number(variables: Variables, name: string, fallback: number | undefined): number {
  const text = variables[name]
  if (text === undefined || text === '') {
    if (fallback !== undefined) return fallback
    throw wrong(name, 'is not set', 'GitHub shows it as “App ID” on the app’s settings page.')
  }
  if (!/^\d{1,10}$/.test(text)) throw wrong(name, 'is not a number', 'Write digits only.')
  return Number(text)
}

function port(variables: Variables): number {
  const value = number(variables, 'PORT', 3000)
  if (value <= 65_535) return value
  throw wrong('PORT', 'is above 65535', 'Write the number of a free port.')
}

function privateKey(variables: Variables): string {
  const path = variables.PRIVATE_KEY_PATH
  const text = path ? readKey(path) : (variables.PRIVATE_KEY ?? '').replaceAll('\\n', '\n')
  if (text.includes('PRIVATE KEY-----')) return text
  throw wrong(
    'PRIVATE_KEY',
    'is not a PEM key',
    'Generate one on the app’s settings page, and give its text, or its path as `PRIVATE_KEY_PATH`.',
  )
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UserError('The environment variable PRIVATE_KEY_PATH names no file that can be read.', {
      fix: 'Correct the path, or the rights of the file.',
      cause,
    })
  }
}

const SHORTEST_SECRET = 16

function secret(variables: Variables): string {
  const text = variables.WEBHOOK_SECRET ?? ''
  if (text.length >= SHORTEST_SECRET && text !== 'development') return text
  throw wrong(
    'WEBHOOK_SECRET',
    `has fewer than ${SHORTEST_SECRET} characters`,
    'Make one by `openssl rand -hex 32` and give it to GitHub too.',
  )
}

function apiUrl(variables: Variables): string {
  const text = variables.GITHUB_API_URL || 'https://api.github.com'
  if (/^https?:/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw wrong(
    'GITHUB_API_URL',
    'is not an address',
    'For GitHub Enterprise Server write `https://HOST/api/v3`; leave it out for github.com.',
  )
}

function logLevel(variables: Variables): LogLevel {
  const text = variables.LOG_LEVEL || 'info'
  const level = LOG_LEVELS.find((known) => known === text)
  if (level !== undefined) return level
  throw wrong('LOG_LEVEL', 'is not a level', `Write one of ${LOG_LEVELS.join(', ')}.`)
}

function wrong(name: string, what: string, fix: string): UserError {
  return new UserError(`The environment variable ${name} ${what}.`, { fix })
}
