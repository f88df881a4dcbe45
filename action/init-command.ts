import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseGitopsConfig } from '../src/config/gitops-config.ts'
import { parseModelConfig } from '../src/config/model-config.ts'
import { applicationSetsIn } from '../src/doctor/application-set.ts'
import { firstGitopsConfig, firstModelConfig, measuredModels } from '../src/doctor/first-config.ts'
import { firstWorkflow } from '../src/doctor/first-workflow.ts'
import { type Found, findModels } from '../src/doctor/found-models.ts'
import type { Repository } from '../src/doctor/tree.ts'
import { UserError } from '../src/errors.ts'
import { originName } from '../src/shell/branch.ts'
import type { CommandResult } from './command-result.ts'
import { readRepository } from './read-repository.ts'

const OPTIONS = {
  source: { type: 'string', multiple: true },
  gitops: { type: 'string' },
  metrics: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
} as const

interface Surroundings {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

type OpenRepository = Repository & { readonly root: string }

/**
 * `serin init`: a first configuration file. Where there are ApplicationSets, the `serin.yml` of a gitops repository;
 * else the `.github/serin.yml` of a model's. Nothing is overwritten; `--dry-run` prints what would be written.
 * @throws UserError where a file is there already, and where something must be known that the files do not tell.
 */
export async function initCommand(args: readonly string[], { folder, env }: Surroundings): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const repository = await readRepository(folder, {}, env)
  const isGitops = applicationSetsIn(repository.workTree).length > 0
  if (!isGitops && values.source !== undefined) {
    throw new UserError('There is no ApplicationSet here, so there is nothing to write a serin.yml from.', {
      fix: 'Run it in the gitops repository; in the repository of a model, leave out --source.',
    })
  }
  const file = isGitops ? 'serin.yml' : '.github/serin.yml'
  const isThere = lstatSync(join(repository.root, file), { throwIfNoEntry: false }) !== undefined
  if (isThere && values['dry-run'] !== true) throw alreadyThere(file)
  const { text, remark, paste } = isGitops
    ? gitopsFile(repository, values.source ?? [])
    : await modelFile(repository, { gitops: values.gitops, metrics: values.metrics })
  const told = remark === '' ? {} : { remark }
  if (values['dry-run']) return { output: `${text}${paste}`, exitCode: 0, ...told }
  write(repository.root, file, text)
  return { output: `${file}: written. Look at every line, then run \`serin check\`.\n${paste}`, exitCode: 0, ...told }
}

interface First {
  readonly text: string
  /** What was left out, and why. */
  readonly remark: string
  /** What a person puts elsewhere. */
  readonly paste: string
}

function gitopsFile(repository: OpenRepository, sources: readonly string[]): First {
  const found = findModels(repository)
  const remark = found.leftOut.map((one) => `left out: ${one}`).join('\n')
  if (found.models.length === 0) {
    throw new UserError(`The ApplicationSets lead to no manifest with a version.\n${remark}`, {
      fix: 'Write serin.yml by hand; README shows one.',
    })
  }
  const text = firstGitopsConfig(found.models, sourcesOf(sources, found))
  parseGitopsConfig(text, 'serin.yml')
  return { text, remark, paste: '' }
}

function sourcesOf(sources: readonly string[], { models }: Found): (model: string) => string {
  const named = new Map(
    sources.map((source) => source.split('=', 2)).map(([model, name]) => [name && model, name ?? model]),
  )
  return (model) => {
    const source = named.get(model) ?? named.get(undefined)
    if (source !== undefined) return source
    const missing = models.map(({ name }) => name).filter((name) => !named.has(name))
    throw new UserError(`Which repository trains ${missing.join(', ')}?`, {
      fix: `Add ${missing.map((name) => `--source ${name}=<owner>/<name>`).join(' ')} (or --source <owner>/<name> for all of them): only pull requests of that repository may release the model.`,
    })
  }
}

async function modelFile(
  { workTree, root }: OpenRepository,
  { gitops, metrics }: { gitops: string | undefined; metrics: readonly string[] | undefined },
): Promise<First> {
  const origin = await originName(root)
  const name = origin?.split('/')[1] ?? basename(root)
  const owner = (gitops ?? origin)?.split('/')[0] ?? 'acme'
  // What the training writes is mostly ignored by git.
  const paths = new Set([...workTree.paths, ...readdirSync(root)])
  const models = measuredModels([...paths].sort(), name).map((model) =>
    metrics === undefined ? model : { ...model, metrics },
  )
  const without = models.find((model) => model.metrics.length === 0)
  if (without !== undefined) {
    throw new UserError('No metrics file was found.', {
      fix: 'Name what the training writes: serin init --metrics metrics.json',
    })
  }
  const text = firstModelConfig(models, gitops)
  parseModelConfig(text, '.github/serin.yml')
  const workflow = firstWorkflow({ owner, ...(gitops !== undefined && { gitops }) })
  const intro = `Paste as .github/workflows/serin.yml (${owner}/serin stands for the repository that holds your copy of Serin):`
  return { text, remark: '', paste: `\n${intro}\n\n${workflow}` }
}

function write(root: string, file: string, text: string): void {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw alreadyThere(file)
    throw error
  }
}

function alreadyThere(file: string): UserError {
  return new UserError('This file is there already, and is never overwritten.', {
    place: { file },
    fix: 'serin init --dry-run prints what would be written.',
  })
}
