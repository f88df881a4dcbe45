import { parseArgs } from 'node:util'
import type { GitopsConfig } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { RELEASE_COLUMNS, releaseCells } from '../src/release/release-entry.ts'
import { repositoryRoot } from '../src/shell/git.ts'
import { originPage } from '../src/shell/git-log.ts'
import type { CommandResult } from './command-result.ts'
import { GITOPS_CONFIG, readGitopsConfig } from './gitops-clone.ts'
import { type FoundReleases, type Place, readReleases } from './read-releases.ts'
import { plainRows } from './text-table.ts'

const OPTIONS = {
  env: { type: 'string' },
  model: { type: 'string' },
  limit: { type: 'string', short: 'n' },
  json: { type: 'boolean' },
} as const

const DEFAULT_LIMIT = 20

/**
 * `serin log`: the releases of a gitops repository, newest first, from the history of this clone: those of Serin, and
 * the commits by which somebody else changed what a manifest runs.
 * @throws UserError for wrong arguments, outside of a gitops clone, or a name that serin.yml does not have.
 */
export async function logCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const limit = limitOf(values.limit)
  const root = repositoryRoot(folder)
  const places = chosen(placesIn(await readGitopsConfig(root)), values)
  const found = await readReleases(root, places, limit)
  const isEmpty = found.entries.length === 0
  const remarks = [
    ...(isEmpty && values.json === true ? [nothing(found)] : []),
    ...found.missing.map((branch) => `This clone does not have the branch ${branch}: git fetch origin ${branch}.`),
    ...(found.isCut
      ? ['The history of this clone is cut (a shallow clone): older releases are shown after git fetch --unshallow.']
      : []),
  ]
  const remark = remarks.length === 0 ? {} : { remark: remarks.join('\n') }
  if (values.json) return { output: `${JSON.stringify(found.entries)}\n`, exitCode: 0, ...remark }
  if (isEmpty) return { output: `${nothing(found)}\n`, exitCode: 0, ...remark }
  const page = await originPage(root)
  const rows = found.entries.map((entry) => releaseCells(entry, page))
  return { output: plainRows([RELEASE_COLUMNS, ...rows]), exitCode: 0, ...remark }
}

/** What was looked at, and what to do when there should be a release. */
function nothing({ looked }: FoundReleases): string {
  const histories = looked.map(({ branch, files, commits }) => {
    const more = files.length > 1 ? ` and ${files.length - 1} more` : ''
    return `${files[0]}${more} on ${branch} (${commits} ${commits === 1 ? 'commit' : 'commits'})`
  })
  const where = histories.length === 0 ? 'no branch that serin.yml names is here' : histories.join(', ')
  return `There is no release in the history that was looked at: ${where}. When there should be one, run git fetch, and see that "file" and "branch" in ${GITOPS_CONFIG} name what is released.`
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UserError('`--limit` (`-n`) is not a number of releases.', { fix: 'Write a whole number from 1 on.' })
}

function placesIn({ models }: GitopsConfig): readonly Place[] {
  return Object.values(models).flatMap(({ name: model, environments }) =>
    environments.map((environment) => ({ model, environment })),
  )
}

function chosen(
  places: readonly Place[],
  asked: { readonly env?: string | undefined; readonly model?: string | undefined },
): readonly Place[] {
  known(
    'environment',
    asked.env,
    places.map(({ environment }) => environment.name),
  )
  known(
    'model',
    asked.model,
    places.map(({ model }) => model),
  )
  return places.filter(
    ({ model, environment }) =>
      (asked.model === undefined || model === asked.model) &&
      (asked.env === undefined || environment.name === asked.env),
  )
}

function known(what: string, name: string | undefined, all: readonly string[]): void {
  if (name === undefined || all.includes(name)) return
  const names = [...new Set(all)].map((one) => `\`${one}\``).join(', ')
  throw new UserError(`serin.yml has no ${what} \`${name}\`.`, { fix: `There is: ${names}.` })
}
