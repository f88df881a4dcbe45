import { AsyncLocalStorage } from 'node:async_hooks'
import { type Logger, pino } from 'pino'
import { createMask } from './mask.ts'

export type Log = Logger

/** What every line says of the work that it belongs to. */
export interface Life {
  /** GitHub's id of the webhook. */
  readonly delivery?: string
  readonly job?: string
  readonly intent?: string
}

/** The delivery or job that is being worked on: its ids stand in every line that is logged meanwhile. */
export const life = new AsyncLocalStorage<Life>()

/** Keys whose values are never for a log, wherever an object brings them along. */
const UNSPOKEN = ['authorization', 'token', 'secret', 'privateKey', 'headers', 'payload', 'body', 'request', 'response']

/**
 * A log that holds no secret: known keys are left out, an error is its kind, words and causes, and each line goes
 * through {@link createMask} before it is written.
 * @param format `json` is one object a line; `pretty` is for people.
 */
export function createLog(options: {
  readonly level: string
  readonly format: 'json' | 'pretty'
  readonly secrets: readonly string[]
  readonly write: (line: string) => void
}): Log {
  const mask = createMask(options.secrets)
  const written = options.format === 'json' ? (line: string) => line : prettyLine
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: wordsOf, error: wordsOf },
      redact: { paths: UNSPOKEN.flatMap((key) => [key, `*.${key}`]), censor: '[left out]' },
      mixin: () => ({ ...life.getStore() }),
    },
    { write: (line) => options.write(mask(written(line))) },
  )
}

/** An error of Octokit's has the request with its token, one of the webhooks' has the whole payload. */
function wordsOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { status, code } = error as { status?: unknown; code?: unknown }
  const causes = error instanceof AggregateError ? error.errors : cause === undefined ? [] : [cause]
  return {
    type: name,
    message,
    stack,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(causes.length > 0 && { causes: causes.map(wordsOf) }),
  }
}

function prettyLine(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line)
  const details = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
  const clock = String(time).slice(11, 19)
  return `${clock} ${String(level).toUpperCase()} ${msg}${details.join('')}\n${err ? `  ${err.stack ?? err.message}\n` : ''}`
}
