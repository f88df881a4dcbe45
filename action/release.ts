import { agree } from '../src/config/agreement.ts'
import { type Environment, parseGitopsConfig, type ReleasedModel } from '../src/config/gitops-config.ts'
import type { ModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { type Delivery, deliverChange } from '../src/github/deliver-change.ts'
import { compareCommits, readLog } from '../src/github/log.ts'
import { findMergedPullRequest, type PullRequest } from '../src/github/pull-request.ts'
import { type Repository, readHead, readRepository } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import { missingManifest, readManifest, writeManifest } from '../src/manifest/manifest.ts'
import { changeFileRequest } from '../src/release/change-request.ts'
import { nextRollout } from '../src/release/rollout.ts'
import { parseTrailers, type Trailers } from '../src/release/trailers.ts'
import { versionOf } from '../src/release/version.ts'
import type { SourceRepository } from './event.ts'
import { orMistake } from './or-mistake.ts'
import type { Workplace } from './workplace.ts'

/** What a merge did in one environment. */
export type Released =
  | {
      readonly model: string
      readonly environment: string
      readonly kind: 'commit' | 'pull-request'
      readonly url: string
    }
  | { readonly model: string; readonly environment: string; readonly kind: 'kept'; readonly reason: string }

/** A commit of main whose model passed its gates. */
export interface PassedCommit {
  readonly model: string
  readonly modelConfig: ModelConfig
  readonly source: SourceRepository
  readonly sha: string
}

const GITOPS_CONFIG = 'serin.yml'
const ATTEMPTS = 5
/** How many commits of a manifest are searched for a release; one page. */
const LOOKED_THROUGH = 100

/**
 * Writes a merged version into the manifest of every environment with `on-merge: release`, and proposes it where
 * `on-merge: propose` says so. Nothing happens where a newer commit of main runs already, so that a slow or repeated
 * run never takes an environment back.
 * @returns one entry per such environment; an environment that cannot be changed does not keep the others from it.
 * @throws UserError when the two configuration files disagree, or the right to read them is missing.
 */
export async function release(commit: PassedCommit, workplace: Workplace): Promise<readonly (Released | UserError)[]> {
  if (commit.modelConfig.gitops === undefined) return []
  const gitops = await openGitops(commit, workplace)
  const model = await agreedModel(commit, gitops)
  const environments = model.environments.filter((environment) => environment.onMerge !== undefined)
  if (environments.length === 0) return []
  const { source, sha } = commit
  const pull = await findMergedPullRequest(workplace.client, {
    repository: source.fullName,
    sha,
    branch: source.defaultBranch,
  })
  const released: (Released | UserError)[] = []
  for (const environment of environments) {
    const situation = { commit, gitops, pull, workplace }
    released.push(await orMistake(`release to “${environment.name}”`, () => releaseTo(environment, situation)))
  }
  return released
}

interface Gitops {
  readonly client: GitHubClient
  readonly repository: Repository
}

async function openGitops({ modelConfig, source }: PassedCommit, { client, gitopsClient }: Workplace): Promise<Gitops> {
  const isHere = modelConfig.gitops === '.' || modelConfig.gitops?.toLowerCase() === source.fullName.toLowerCase()
  const fullName = isHere ? source.fullName : (modelConfig.gitops ?? '')
  const writer = gitopsClient ?? (isHere ? client : undefined)
  if (writer === undefined) {
    throw new UserError(`The workflow’s own token cannot write to ${fullName}.`, {
      fix: 'Give one that can by the input `gitops-token` (the README shows how to make it in the workflow).',
    })
  }
  const repository = await readRepository(writer, fullName)
  if (repository !== undefined) return { client: writer, repository }
  throw new UserError(`The token cannot see ${fullName}, or there is no such repository.`, {
    place: { file: '.github/serin.yml', key: 'gitops' },
    fix: 'Check the name, and that the token of `gitops-token` reaches that repository.',
  })
}

async function agreedModel(
  { model, modelConfig, source }: PassedCommit,
  { client, repository }: Gitops,
): Promise<ReleasedModel> {
  const head = await readHead(client, repository.fullName, repository.defaultBranch)
  const file = head && (await readFile(client, { repository: repository.fullName, commit: head, path: GITOPS_CONFIG }))
  if (!file) {
    throw new UserError(
      `${repository.fullName} has no ${GITOPS_CONFIG} on its default branch (${repository.defaultBranch}).`,
      {
        fix: 'Serin’s README shows the file to start from.',
      },
    )
  }
  return agree({
    model,
    modelConfig,
    gitopsConfig: parseGitopsConfig(file.text, `${repository.fullName}/${GITOPS_CONFIG}`),
    source,
    gitops: repository,
  })
}

interface Situation {
  readonly commit: PassedCommit
  readonly gitops: Gitops
  readonly pull: PullRequest | undefined
  readonly workplace: Workplace
}

async function releaseTo(environment: Environment, situation: Situation): Promise<Released> {
  const told = { model: situation.commit.model, environment: environment.name }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = await tryToRelease(environment, situation)
    if (outcome === 'moved') continue
    if (outcome.kind === 'kept') return { ...told, ...outcome }
    return { ...told, kind: outcome.kind, url: outcome.url }
  }
  throw new UserError(`The branch of “${environment.name}” was changed by others ${ATTEMPTS} times in a row.`, {
    fix: 'Run the workflow again.',
  })
}

type Attempt = Delivery | { readonly kind: 'kept'; readonly reason: string } | 'moved'

async function tryToRelease(environment: Environment, situation: Situation): Promise<Attempt> {
  const { gitops, commit, pull } = situation
  const current = await readCurrent(environment, gitops)
  const { running } = readManifest({ environment, text: current.text })
  const version = versionOf(commit.sha)
  if (running !== undefined && (await isNewer(running.version, situation))) {
    return { kind: 'kept', reason: `${running.version} there is this commit or a newer one.` }
  }
  const ownVersions = pull === undefined ? [version] : [version, versionOf(pull.headSha)]
  const decision = nextRollout({ command: { kind: 'promote' }, running, candidate: version, ownVersions })
  if (decision.kind !== 'change') return { kind: 'kept', reason: decision.reason }
  if (await wasReleased(version, environment, { situation, head: current.head })) {
    return { kind: 'kept', reason: `${version} was released there before, and somebody has changed that since.` }
  }
  const after = writeManifest({ environment, text: current.text }, decision.next)
  if (after === current.text) return { kind: 'kept', reason: 'The manifest says this already.' }
  const request = changeFileRequest({
    repository: gitops.repository.fullName,
    source: commit.source.fullName,
    model: commit.model,
    environment,
    before: current.text,
    after,
    mode: current.mode,
    next: decision.next,
    ...(pull === undefined ? {} : { pullRequest: pull }),
    ...(situation.workplace.runUrl === undefined ? {} : { command: situation.workplace.runUrl }),
  })
  const isProposed = environment.onMerge === 'propose' || environment.change === 'pull-request'
  const { branch, head } = current
  return deliverChange(gitops.client, { ...request, branch, head, by: isProposed ? 'pull-request' : 'as-protected' })
}

async function readCurrent(environment: Environment, { client, repository }: Gitops) {
  const branch = environment.branch ?? repository.defaultBranch
  const head = await readHead(client, repository.fullName, branch)
  if (head === undefined) {
    throw new UserError(`${repository.fullName} has no branch “${branch}”, which holds “${environment.name}”.`, {
      place: { file: GITOPS_CONFIG, key: 'branch' },
      fix: 'Create the branch or correct its name.',
    })
  }
  const file = await readFile(client, { repository: repository.fullName, commit: head, path: environment.file })
  if (file !== undefined) return { ...file, branch, head }
  throw missingManifest(environment, { repository: repository.fullName, branch })
}

/** What a person has taken back by hand, a repeated run does not bring back. The trailers of the commits tell. */
async function wasReleased(
  version: string,
  environment: Environment,
  { situation, head }: { readonly situation: Situation; readonly head: string },
): Promise<boolean> {
  const { gitops, commit } = situation
  const at = { repository: gitops.repository.fullName, commit: head, path: environment.file }
  const log = await readLog(gitops.client, { ...at, limit: LOOKED_THROUGH })
  return log
    .map(({ message }) => parseTrailers(message))
    .some((trailers) => trailers.model === commit.model && isSameRelease(trailers, version, environment))
}

function isSameRelease(trailers: Partial<Trailers>, version: string, { name }: Environment): boolean {
  return trailers.environment === name && trailers.version === version && trailers.rollout === 'stable'
}

/** Whether the version that runs is this commit or one that main got later. A version that is no commit is neither. */
async function isNewer(running: string, { commit, workplace }: Situation): Promise<boolean> {
  if (!/^[0-9a-f]{7,40}$/.test(running)) return false
  const pair = { repository: commit.source.fullName, base: running, head: commit.sha }
  const compared = await compareCommits(workplace.client, pair)
  return compared?.status === 'behind' || compared?.status === 'identical'
}
