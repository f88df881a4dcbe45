import { parse, TomlError } from 'smol-toml'
import { UserError } from '../../errors.ts'
import { flatten } from '../flatten.ts'
import type { MetricFormat } from './format.ts'

/** TOML 1.0. */
export const tomlFormat = {
  name: 'toml',
  files: '*.toml',
  recognises: ({ ending }) => ending === '.toml',
  parse: ({ text, path }) => ({ metrics: flatten(readToml(text, path), path) }),
} as const satisfies MetricFormat

function readToml(text: string, file: string): unknown {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [reason = 'wrong syntax'] = error.message.replace(/^Invalid TOML document: /, '').split('\n')
    throw new UserError(`The file is not TOML: ${reason}.`, {
      place: { file, line: error.line, column: error.column },
      fix: 'Correct it there.',
      cause: error,
    })
  }
}
