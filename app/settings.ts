import { readFileSync } from 'node:fs'
import { UserError } from '../src/errors.ts'
import {
  given,
  httpAddress,
  needed,
  numberBetween,
  numberList,
  oneOf,
  optional,
  pemKey,
  plainText,
  postgresAddress,
  type ReadValue,
  secretText,
  wholeNumber,
  wrongSetting,
} from './setting-values.ts'

/** One environment variable. */
interface Setting<T> {
  readonly name: string
  /** For the README. */
  readonly means: string
  readonly default?: string
  /** Never logged; may also lie in the file that `<name>_FILE` names. */
  readonly secret?: true
  /** A further name for `<name>_FILE`. */
  readonly file?: string
  readonly read: ReadValue<T>
}

const LARGEST_PORT = 65_535

/** Every environment variable that the app reads, by the names that Probot uses where it has one. */
const TABLE = {
  appId: {
    name: 'APP_ID',
    means: 'the app’s id',
    read: needed('GitHub shows it as “App ID” on the app’s settings page.', wholeNumber(9_999_999_999)),
  },
  privateKey: {
    name: 'PRIVATE_KEY',
    means: 'the app’s private key as PEM text (or its path in `PRIVATE_KEY_FILE` or `PRIVATE_KEY_PATH`)',
    secret: true,
    file: 'PRIVATE_KEY_PATH',
    read: pemKey,
  },
  webhookSecret: {
    name: 'WEBHOOK_SECRET',
    means: 'the webhook secret, at least 32 characters; the app does not start without',
    secret: true,
    read: secretText,
  },
  previousSecret: {
    name: 'WEBHOOK_SECRET_PREVIOUS',
    means: 'the secret before, taken too while you give GitHub the new one',
    secret: true,
    read: optional(secretText),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    means: 'a PostgreSQL database for the queue, `postgres://…`: for several replicas',
    secret: true,
    read: optional(postgresAddress),
  },
  database: {
    name: 'SERIN_DATABASE',
    means: 'without `DATABASE_URL`: the file of the queue; keep it on a disk that outlives the process',
    default: '.serin/queue.db',
    read: given(plainText),
  },
  host: {
    name: 'HOST',
    means: 'the address to listen on; `0.0.0.0` in a container',
    default: 'localhost',
    read: given(plainText),
  },
  port: { name: 'PORT', means: 'the port to listen on', default: '3000', read: given(wholeNumber(LARGEST_PORT)) },
  metricsPort: {
    name: 'METRICS_PORT',
    means: 'a port of its own for `/metrics`, which then is not on `PORT`',
    read: optional(wholeNumber(LARGEST_PORT)),
  },
  apiUrl: {
    name: 'GITHUB_API_URL',
    means: 'the API of a GitHub Enterprise Server, `https://HOST/api/v3`',
    default: 'https://api.github.com',
    read: given(httpAddress),
  },
  commandsPerSender: {
    name: 'COMMANDS_PER_SENDER',
    means: 'how many commands of one person are taken in a minute; what is above is dropped without a word',
    default: '20',
    read: given(wholeNumber(1_000_000)),
  },
  commandsPerInstallation: {
    name: 'COMMANDS_PER_INSTALLATION',
    means: 'the same for one organization: for its members and collaborators together, and for all others together',
    default: '120',
    read: given(wholeNumber(1_000_000)),
  },
  commandsPerPullRequest: {
    name: 'COMMANDS_PER_PULL_REQUEST',
    means: 'the same for one pull request in an hour, and so at most how many replies it gets',
    default: '60',
    read: given(wholeNumber(1_000_000)),
  },
  allowedBots: {
    name: 'SERIN_ALLOWED_BOTS',
    means:
      'the user ids of bots that may give commands, with commas between them; each counts as somebody with the role `write`',
    read: numberList,
  },
  leaseSeconds: {
    name: 'LEASE_SECONDS',
    means: 'how long a command waits whose process was killed; the clocks of replicas may differ by two thirds of it',
    default: '20',
    read: given(numberBetween(1, 600)),
  },
  sweepMinutes: {
    name: 'SWEEP_MINUTES',
    means: 'how often GitHub is asked for deliveries that did not arrive, at the start too; `0` is never',
    default: '5',
    read: given(wholeNumber(1_440)),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    means: '`trace`, `debug`, `info`, `warn`, `error` or `fatal`',
    default: 'info',
    read: given(oneOf('level', ['trace', 'debug', 'info', 'warn', 'error', 'fatal'])),
  },
  logFormat: {
    name: 'LOG_FORMAT',
    means: '`json` (one line per event) or `pretty`; by default `json` where `NODE_ENV` is `production`',
    read: optional(oneOf('format', ['json', 'pretty'])),
  },
} as const satisfies Record<string, Setting<unknown>>

type Table = typeof TABLE

/** How the app is set up; every field has been checked. */
export type Settings = { readonly [Key in keyof Table]: ReturnType<Table[Key]['read']> } & {
  readonly logFormat: 'json' | 'pretty'
}

/** The README's table is made from it. */
export const SETTING_DESCRIPTIONS: readonly Omit<Setting<unknown>, 'read'>[] = Object.values<Setting<unknown>>(TABLE)

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads the app's settings from environment variables; an empty one counts as not set. A secret may lie in a file.
 * @throws UserError naming the variable that is missing or wrong. A webhook secret is a must: without one, or with a
 * well-known one, anybody could send commands.
 */
export function readSettings(variables: Variables): Settings {
  const values = Object.entries<Setting<unknown>>(TABLE).map(([key, setting]) => [
    key,
    setting.read(textOf(setting, variables), setting.name),
  ])
  const settings = Object.fromEntries(values)
  const logFormat = settings.logFormat ?? (variables.NODE_ENV === 'production' ? 'json' : 'pretty')
  return { ...settings, logFormat }
}

/** Which queue it is: all that a command for the queue needs. Throws as `readSettings` does. */
export function readQueueSettings(variables: Variables): Pick<Settings, 'database' | 'databaseUrl'> {
  const { database, databaseUrl } = TABLE
  return {
    database: database.read(textOf(database, variables), database.name),
    databaseUrl: databaseUrl.read(textOf(databaseUrl, variables), databaseUrl.name),
  }
}

/** Whether nothing is known of an app yet, on a developer's machine: then one can be made. */
export function isUnconfigured(variables: Variables): boolean {
  const { appId, privateKey, webhookSecret } = TABLE
  const names = [appId, privateKey, webhookSecret].flatMap((setting) => [setting.name, ...fileNames(setting)])
  return variables.NODE_ENV !== 'production' && names.every((name) => !variables[name])
}

/** What is needed to make an app; throws a UserError as {@link readSettings} does. */
export function readSetupSettings(variables: Variables): Pick<Settings, 'port' | 'apiUrl'> {
  const { port, apiUrl } = TABLE
  return {
    port: port.read(textOf(port, variables), port.name),
    apiUrl: apiUrl.read(textOf(apiUrl, variables), apiUrl.name),
  }
}

/** What the log must never show. */
export function secretsOf({ privateKey, webhookSecret, previousSecret, databaseUrl }: Settings): readonly string[] {
  return [privateKey, webhookSecret, previousSecret, databaseUrl].filter((secret) => secret !== undefined)
}

function textOf(setting: Setting<unknown>, variables: Variables): string | undefined {
  const text = variables[setting.name] || undefined
  const file = fileNames(setting).find((name) => variables[name])
  if (file === undefined) return text ?? setting.default
  if (text !== undefined)
    throw wrongSetting(setting.name, `and ${file} are both set`, 'Take one away: it would not be clear which counts.')
  return readSecret(file, variables[file] ?? '')
}

function fileNames({ name, secret, file }: Setting<unknown>): readonly string[] {
  return secret ? [`${name}_FILE`, ...(file ? [file] : [])] : []
}

/** Editors and `kubectl create secret` end a file with a line end that is no part of the secret. */
function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new UserError(`The environment variable ${name} names no file that can be read.`, {
      fix: 'Correct the path, or the rights of the file.',
      cause,
    })
  }
}
