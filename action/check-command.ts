import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { applicationSetsIn } from '../src/doctor/application-set.ts'
import { type ConfigFiles, type Diagnosis, diagnose } from '../src/doctor/diagnose.ts'
import { type Finding, inOrder } from '../src/doctor/finding.ts'
import type { Schemas } from '../src/doctor/schema-findings.ts'
import type { Repository } from '../src/doctor/tree.ts'
import { UserError } from '../src/errors.ts'
import type { CommandResult } from './command-result.ts'
import { readRepository, rootOf } from './read-repository.ts'
import { annotatedFindings, jsonFindings, plainFindings } from './render-findings.ts'
import { tryCharts } from './try-charts.ts'

const MODEL_CONFIG = '.github/serin.yml'
const GITOPS_CONFIG = 'serin.yml'

const OPTIONS = {
  'model-config': { type: 'string' },
  'gitops-config': { type: 'string' },
  schemas: { type: 'string' },
  strict: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

interface Surroundings {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * `serin check`: everything that is wrong in the repository around a folder, from its files alone.
 * Exit code 1 for a finding of severity error, with `--strict` for a warning too.
 * @throws UserError for wrong arguments, and where there is nothing to check.
 */
export async function checkCommand(args: readonly string[], { folder, env }: Surroundings): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const { root } = rootOf(folder)
  const files = {
    model: inRepository(root, folder, values['model-config']) ?? MODEL_CONFIG,
    gitops: inRepository(root, folder, values['gitops-config']) ?? GITOPS_CONFIG,
  }
  const repository = await readRepository(folder, files, env)
  for (const asked of ['model', 'gitops'] as const) {
    if (values[`${asked}-config`] === undefined || repository.workTree.paths.has(files[asked])) continue
    throw new UserError('There is no such file.', { place: { file: files[asked] } })
  }
  refuseNothing(repository, files)
  const diagnosis = diagnose(repository, files, readSchemas(folder, values.schemas))
  const charts = await tryCharts(diagnosis.trials, { root, env })
  const findings = inOrder([...diagnosis.findings, ...charts])
  const isBad = ({ severity }: Finding) => severity === 'error' || (values.strict === true && severity === 'warning')
  return {
    output: render(findings, diagnosis, { json: values.json === true, annotate: env.GITHUB_ACTIONS === 'true' }),
    exitCode: findings.some(isBad) ? 1 : 0,
  }
}

/** A path as the person wrote it, from the root of the repository. */
function inRepository(root: string, folder: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined
  const path = relative(root, resolve(folder, asked)).split(sep).join('/')
  if (path !== '' && !path.startsWith('../')) return path
  throw new UserError('This file is not in the repository.', {
    place: { file: asked },
    fix: 'Run it where the file is.',
  })
}

function refuseNothing({ workTree }: Repository, files: Required<ConfigFiles>): void {
  if (workTree.paths.has(files.model) || workTree.paths.has(files.gitops)) return
  if (applicationSetsIn(workTree).length > 0) return
  throw new UserError(`There is neither ${MODEL_CONFIG} nor ${GITOPS_CONFIG} here.`, {
    fix: 'Run it in a repository that has one, name the file, or write a first one by `serin init`.',
  })
}

/** JSON Schemas of custom resources, by the names of their files. */
function readSchemas(folder: string, asked: string | undefined): Schemas {
  if (asked === undefined) return new Map()
  const schemas = resolve(folder, asked)
  if (!existsSync(schemas)) throw new UserError('There is no such folder.', { place: { file: asked } })
  const names = readdirSync(schemas).filter((name) => name.endsWith('.json'))
  return new Map(names.map((name) => [name, parseSchema(join(schemas, name), join(asked, name))]))
}

function parseSchema(path: string, file: string): object {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new UserError('This schema is no JSON.', { place: { file }, cause })
  }
}

function render(
  findings: readonly Finding[],
  { configured }: Diagnosis,
  { json, annotate }: { readonly json: boolean; readonly annotate: boolean },
): string {
  if (json) return jsonFindings(findings)
  const ill = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ file }) => file))
  const well = configured.filter(({ file }) => !ill.has(file))
  const ok = well.map(({ file, models }) => `${file}: ok (${models.join(', ')})\n`).join('')
  return `${annotate ? annotatedFindings(findings) : plainFindings(findings)}${ok}${summary(findings)}`
}

function summary(findings: readonly Finding[]): string {
  const counted = (['error', 'warning'] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return counted.length === 0 ? '' : `${counted.join(', ')}\n`
}
