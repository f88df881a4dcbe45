import { relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { applicationSetsIn } from '../src/doctor/application-set.ts'
import { type ConfigFiles, type Diagnosis, diagnose } from '../src/doctor/diagnose.ts'
import { type Finding, inOrder } from '../src/doctor/finding.ts'
import { countChecked, type Schemas } from '../src/doctor/schema-findings.ts'
import type { Repository } from '../src/doctor/tree.ts'
import { UserError } from '../src/errors.ts'
import type { CommandResult } from './command-result.ts'
import { readRepository, rootOf } from './read-repository.ts'
import { readSchemas } from './read-schemas.ts'
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
  const schemas = readSchemas(folder, values.schemas)
  const diagnosis = diagnose(repository, files, schemas)
  const charts = await tryCharts(diagnosis.trials, { root, env })
  const findings = inOrder([...diagnosis.findings, ...charts])
  const isBad = ({ severity }: Finding) => severity === 'error' || (values.strict === true && severity === 'warning')
  return {
    output: render(findings, diagnosis, { json: values.json === true, annotate: env.GITHUB_ACTIONS === 'true' }),
    exitCode: findings.some(isBad) ? 1 : 0,
    ...unused(schemas, repository),
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

function unused(schemas: Schemas, { workTree }: Repository): { readonly remark?: string } {
  const { checked, all } = countChecked(workTree, schemas)
  if (schemas.size === 0 || checked > 0) return {}
  return { remark: `None of the ${all} resources here has a schema among the ${schemas.size} of --schemas.` }
}

function render(
  findings: readonly Finding[],
  { configured }: Diagnosis,
  { json, annotate }: { readonly json: boolean; readonly annotate: boolean },
): string {
  if (json) return jsonFindings(findings)
  const ill = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ file }) => file))
  const ok = configured.flatMap(({ file, models }) => {
    const well = models.filter(({ manifests }) => !manifests.some((manifest) => ill.has(manifest)))
    return ill.has(file) || well.length === 0 ? [] : [`${file}: ok (${named(well.map(({ name }) => name))})\n`]
  })
  return `${annotate ? annotatedFindings(findings) : plainFindings(findings)}${ok.join('')}${summary(findings)}`
}

const MOST_NAMED = 20

function named(models: readonly string[]): string {
  const more = models.length - MOST_NAMED
  return more > 0 ? `${models.slice(0, MOST_NAMED).join(', ')} and ${more} more` : models.join(', ')
}

function summary(findings: readonly Finding[]): string {
  const counted = (['error', 'warning'] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return counted.length === 0 ? '' : `${counted.join(', ')}\n`
}
