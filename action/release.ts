import type { Environment, ReleasedModel } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { type Delivery, deliverChange } from '../src/github/deliver-change.ts'
import { readFreeze } from '../src/github/freeze.ts'
import { readHistory } from '../src/github/history.ts'
import { compareCommits } from '../src/github/log.ts'
import type { PullRequest } from '../src/github/pull-request.ts'
import { type Running, readManifest, writeManifest } from '../src/manifest/manifest.ts'
import { changeFileRequest } from '../src/release/change-request.ts'
import { freezeOf, freezePath, frozenReason } from '../src/release/freeze.ts'
import { whyReplaced } from '../src/release/known-source.ts'
import { type Build, commitOf, isRetrained, type ManifestLog, wasReleased } from '../src/release/released-before.ts'
import { nextRollout } from '../src/release/rollout.ts'
import { whyStageMissing } from '../src/release/stage.ts'
import { toldMessage } from '../src/release/told-message.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import { versionOf } from '../src/release/version.ts'
import { standingOf } from '../src/release/whole-traffic.ts'
import { whyUnprotected } from './demand-protection.ts'
import { type Gitops, openGitops, type ReleasedSource, readAgreedModel, readCurrentManifest } from './gitops-side.ts'
import { mirrorRelease } from './mirror-release.ts'
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
export interface PassedCommit extends ReleasedSource {
  readonly sha: string
  /** The build's name: the commit's own, or that of the pull request's head when the merge was not trained again. */
  readonly version: string
  /** The merged pull request that brought the commit. */
  readonly findPull: () => Promise<PullRequest | undefined>
}

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
  const model = await readAgreedModel(commit, gitops)
  const environments = model.environments.filter((environment) => environment.onMerge !== undefined)
  if (environments.length === 0) return []
  const pull = await commit.findPull()
  const released: (Released | UserError)[] = []
  for (const environment of environments) {
    const situation = { commit, gitops, model, pull, workplace }
    released.push(await orMistake(`release to “${environment.name}”`, () => releaseTo(environment, situation)))
  }
  return released
}

interface Situation {
  readonly commit: PassedCommit
  readonly gitops: Gitops
  readonly model: ReleasedModel
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

type Current = Awaited<ReturnType<typeof readCurrentManifest>>
type Attempt = Delivery | { readonly kind: 'kept'; readonly reason: string } | 'moved'

async function tryToRelease(environment: Environment, situation: Situation): Promise<Attempt> {
  const { gitops, commit, pull } = situation
  const current = await readCurrentManifest(environment, gitops)
  const { running } = readManifest({ environment, text: current.text })
  const { model, version, sha } = commit
  const build: Build = { model, environment: environment.name, version, commit: sha }
  const log = (await readMessages(environment, current, gitops)).map(parseTrailers)
  if (running !== undefined && (await isNewer(running.version, { build, log, situation }))) {
    return { kind: 'kept', reason: `${running.version} there is this commit or a newer one.` }
  }
  const ownVersions = [version, versionOf(sha), ...(pull === undefined ? [] : [versionOf(pull.headSha)])]
  const decision = nextRollout({ command: { kind: 'promote' }, running, candidate: version, ownVersions })
  if (decision.kind !== 'change') return { kind: 'kept', reason: decision.reason }
  if (wasReleased(build, log)) {
    return { kind: 'kept', reason: `${version} was released there before, and somebody has changed that since.` }
  }
  const replaced = whyReplaced(commit.source, situation.model, [log])
  if (replaced !== undefined) return { kind: 'kept', reason: replaced.reason }
  const path = freezePath(model, environment.name)
  const file = await readFreeze(gitops.client, { repository: gitops.repository.fullName, path })
  const freeze = freezeOf(environment, file)
  if (freeze.kind !== 'free') {
    return { kind: 'kept', reason: `${frozenReason(environment.name, freeze)} Then run this workflow again.` }
  }
  const missing = await missingStage(environment, situation)
  if (missing !== undefined) return { kind: 'kept', reason: missing }
  const unprotected = await whyUnprotected(environment, current.branch, gitops)
  if (unprotected !== undefined) return { kind: 'kept', reason: unprotected }
  const after = writeManifest({ environment, text: current.text }, decision.next)
  if (after === current.text) return { kind: 'kept', reason: 'The manifest says this already.' }
  return deliver({ environment, current, running, after, next: decision.next }, situation)
}

/** Why the version may not come here before it has run where `after:` says. The environments are released in order. */
async function missingStage({ name, after }: Environment, { gitops, commit, model }: Situation) {
  const before = model.environments.find((environment) => environment.name === after)
  if (before === undefined) return undefined
  const current = await readCurrentManifest(before, gitops)
  const messages = await readMessages(before, current, gitops)
  const { running: said, wholeOnly } = readManifest({ environment: before, text: current.text })
  const running = standingOf({ running: said, wholeOnly, model: model.name, environment: before.name, messages })
  const stage = { environment: before.name, running, log: messages.map(parseTrailers) }
  const missing = whyStageMissing(commit.version, { model: model.name, environment: name, stage })
  return missing && `${missing.reason} Then run this workflow again, or comment \`/promote ${name}\`.`
}

async function deliver(
  change: {
    readonly environment: Environment
    readonly current: Current
    readonly running: Running | undefined
    readonly after: string
    readonly next: Running
  },
  { gitops, commit, model, pull, workplace }: Situation,
): Promise<Delivery | 'moved'> {
  const { environment, current, running, after, next } = change
  const request = changeFileRequest({
    repository: gitops.repository.fullName,
    source: commit.source.fullName,
    sourceId: commit.source.id,
    model: commit.model,
    environment,
    before: current.text,
    after,
    mode: current.mode,
    running,
    next,
    commit: commit.sha,
    ...(pull === undefined ? {} : { pullRequest: pull }),
    ...(workplace.runUrl === undefined ? {} : { command: workplace.runUrl }),
  })
  const isProposed = environment.onMerge === 'propose' || environment.change === 'pull-request'
  const { branch, head } = current
  const by = isProposed ? 'pull-request' : 'as-protected'
  const delivery = await deliverChange(gitops.client, { ...request, branch, head, by })
  if (delivery !== 'moved') await mirrorRelease({ commit, model, environment, next, delivery }, workplace)
  return delivery
}

async function readMessages({ file: path }: Environment, { head: commit, branch }: Current, gitops: Gitops) {
  const at = { repository: gitops.repository.fullName, commit, path }
  const log = await readHistory(gitops.client, { ...at, limit: LOOKED_THROUGH })
  return log.map((commit) => toldMessage(commit, branch))
}

/** Whether the version that runs is of this commit or of one that main got later. A version of no commit is neither. */
async function isNewer(
  running: string,
  { build, log, situation }: { readonly build: Build; readonly log: ManifestLog; readonly situation: Situation },
): Promise<boolean> {
  const base = commitOf(running, build, log)
  if (base === undefined) return false
  const { commit, workplace } = situation
  const pair = { repository: commit.source.fullName, base, head: commit.sha }
  const compared = await compareCommits(workplace.client, pair)
  return compared?.status === 'behind' || (compared?.status === 'identical' && !isRetrained(build, running))
}
