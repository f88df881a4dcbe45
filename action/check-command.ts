import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseGitopsConfig } from '../src/config/gitops-config.ts'
import { gitopsConfigSchema, modelConfigSchema } from '../src/config/json-schema.ts'
import { parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { CommandResult } from './command-result.ts'

const MODEL_CONFIG = '.github/serin.yml'
const GITOPS_CONFIG = 'serin.yml'

/** `serin check`: validates the configuration files that are there, or the ones that are named. */
export function checkCommand(args: readonly string[]): CommandResult {
  const options = { 'model-config': { type: 'string' }, 'gitops-config': { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const checked = [
    checkFile(values['model-config'], MODEL_CONFIG, parseModelConfig),
    checkFile(values['gitops-config'], GITOPS_CONFIG, parseGitopsConfig),
  ].filter((file) => file !== undefined)
  if (checked.length === 0) {
    throw new UserError(`There is neither ${MODEL_CONFIG} nor ${GITOPS_CONFIG} here.`, {
      fix: 'Run it at the root of a repository, or name the file.',
    })
  }
  const output = checked.map(({ file, models }) => `${file}: ok (${models.join(', ')})\n`).join('')
  return { output, exitCode: 0 }
}

/** A file that was asked for must be there; one that was not may be missing. */
function checkFile(
  asked: string | undefined,
  usual: string,
  parse: (text: string, file: string) => { readonly models: object },
) {
  const file = asked ?? usual
  const text = readIfThere(file)
  if (text !== undefined) return { file, models: Object.keys(parse(text, file).models) }
  if (asked === undefined) return undefined
  throw new UserError('There is no such file.', { place: { file } })
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'ENOENT') return undefined
    throw new UserError(`It cannot be read (${String(error.code)}).`, {
      place: { file },
      fix: 'Name a file that you may read.',
      cause: error,
    })
  }
}

/** `serin schema`: the JSON Schema of a configuration file. */
export function schemaCommand([which]: readonly string[]): CommandResult {
  if (which !== 'model' && which !== 'gitops')
    throw new UserError('Which schema?', { fix: 'Write `serin schema model` or `serin schema gitops`.' })
  const schema = which === 'model' ? modelConfigSchema() : gitopsConfigSchema()
  return { output: `${JSON.stringify(schema, undefined, 2)}\n`, exitCode: 0 }
}
