#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseGitopsConfig } from '../src/config/gitops-config.ts'
import { gitopsConfigSchema, modelConfigSchema } from '../src/config/json-schema.ts'
import { parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'

const USAGE = `Usage:
  serin check [--model-config <file>] [--gitops-config <file>]
      validates the two configuration files (default: those that are there)
  serin schema model|gitops
      prints the JSON Schema of a configuration file, for editors
`

const MODEL_CONFIG = '.github/serin.yml'
const GITOPS_CONFIG = 'serin.yml'

function main(args: readonly string[]): void {
  const [command, ...rest] = args
  switch (command) {
    case 'check':
      check(rest)
      return
    case 'schema':
      printSchema(rest)
      return
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE)
      return
    default:
      throw new UserError(`There is no command “${command}”.`, { fix: USAGE })
  }
}

function check(args: string[]): void {
  const options = { 'model-config': { type: 'string' }, 'gitops-config': { type: 'string' } } as const
  const { values } = parseArgs({ args, options, strict: true })
  const checked = [
    checkFile(values['model-config'], MODEL_CONFIG, parseModelConfig),
    checkFile(values['gitops-config'], GITOPS_CONFIG, parseGitopsConfig),
  ].filter((file) => file !== undefined)
  if (checked.length === 0) {
    throw new UserError(`There is neither ${MODEL_CONFIG} nor ${GITOPS_CONFIG} here.`, {
      fix: 'Run it at the root of a repository, or name the file.',
    })
  }
  for (const { file, models } of checked) console.log(`${file}: ok (${models.join(', ')})`)
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function printSchema([which]: readonly string[]): void {
  if (which !== 'model' && which !== 'gitops')
    throw new UserError('Which schema?', { fix: 'Write `serin schema model` or `serin schema gitops`.' })
  console.log(JSON.stringify(which === 'model' ? modelConfigSchema() : gitopsConfigSchema(), undefined, 2))
}

try {
  main(process.argv.slice(2))
} catch (error) {
  const isMistake =
    error instanceof UserError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isMistake) throw error
  console.error(error.message)
  process.exitCode = 2
}
