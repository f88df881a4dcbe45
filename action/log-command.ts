import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type GitopsConfig, parseGitopsConfig } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { RELEASE_COLUMNS, type ReleaseEntry, releaseCells, releaseOf } from '../src/release/release-entry.ts'
import { repositoryRoot } from '../src/shell/git.ts'
import { branchIn, defaultBranchIn, isShallow, readCommits } from '../src/shell/git-log.ts'
import type { CommandResult } from './command-result.ts'
import { plainRows } from './text-table.ts'

const OPTIONS = {
  env: { type: 'string' },
  model: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const

const DEFAULT_LIMIT = 20
const CONFIG = 'serin.yml'

/** One environment of one model, and the branch whose history tells of it. */
interface Place {
  readonly model: string
  readonly environment: string
  readonly file: string
  readonly branch: string | undefined
}

/**
 * `serin log`: the releases of a gitops repository, newest first, from the history of this clone.
 * @throws UserError for wrong arguments, outside of a gitops clone, or a name that serin.yml does not have.
 */
export async function logCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const limit = limitOf(values.limit)
  const root = repositoryRoot(folder)
  const places = chosen(placesIn(await readConfig(root)), values)
  const { entries, missing } = await readReleases(root, places)
  const remarks = [
    ...missing.map((branch) => `This clone does not have the branch ${branch}: git fetch origin ${branch}.`),
    ...((await isShallow(root))
      ? ['This is a shallow clone: older releases are shown after git fetch --unshallow.']
      : []),
  ]
  const shown = entries.slice(0, limit)
  const output = values.json ? `${JSON.stringify(shown)}\n` : plainRows([RELEASE_COLUMNS, ...shown.map(releaseCells)])
  return { output, exitCode: 0, ...(remarks.length > 0 && { remark: remarks.join('\n') }) }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UserError('`--limit` is not a number of releases.', { fix: 'Write a whole number from 1 on.' })
}

async function readConfig(root: string): Promise<GitopsConfig> {
  try {
    return parseGitopsConfig(await readFile(join(root, CONFIG), 'utf8'), CONFIG)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new UserError('This repository has no serin.yml, so that no models are released here.', {
      fix: 'Run it in a clone of the gitops repository.',
    })
  }
}

function placesIn({ models }: GitopsConfig): readonly Place[] {
  return Object.values(models).flatMap(({ name: model, environments }) =>
    environments.map(({ name: environment, file, branch }) => ({ model, environment, file, branch })),
  )
}

function chosen(
  places: readonly Place[],
  asked: { readonly env?: string | undefined; readonly model?: string | undefined },
): readonly Place[] {
  known(
    'environment',
    asked.env,
    places.map(({ environment }) => environment),
  )
  known(
    'model',
    asked.model,
    places.map(({ model }) => model),
  )
  return places.filter(
    ({ model, environment }) =>
      (asked.model === undefined || model === asked.model) && (asked.env === undefined || environment === asked.env),
  )
}

function known(what: string, name: string | undefined, all: readonly string[]): void {
  if (name === undefined || all.includes(name)) return
  const names = [...new Set(all)].map((one) => `\`${one}\``).join(', ')
  throw new UserError(`serin.yml has no ${what} \`${name}\`.`, { fix: `There is: ${names}.` })
}

async function readReleases(
  root: string,
  places: readonly Place[],
): Promise<{ readonly entries: readonly ReleaseEntry[]; readonly missing: readonly string[] }> {
  const entries: ReleaseEntry[] = []
  const missing: string[] = []
  for (const branch of new Set(places.map((place) => place.branch))) {
    const here = places.filter((place) => place.branch === branch)
    const name = branch === undefined ? await defaultBranchIn(root) : await branchIn(root, branch)
    if (name === undefined) {
      missing.push(branch ?? '')
      continue
    }
    const commits = await readCommits(root, name, [...new Set(here.map(({ file }) => file))])
    const releases = commits.map(releaseOf).filter((entry) => entry !== undefined)
    entries.push(...releases.filter((entry) => here.some((place) => isAt(entry, place))))
  }
  return { entries: entries.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date)), missing }
}

function isAt(entry: ReleaseEntry, place: Place): boolean {
  return entry.model === place.model && entry.environment === place.environment
}
