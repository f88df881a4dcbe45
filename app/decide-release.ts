import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import { type PullRequestNow, readPullRequestNow } from '../src/github/pull-request-now.ts'
import type { Running } from '../src/manifest/manifest.ts'
import { warningsForReply } from '../src/manifest/warnings.ts'
import { authorize } from '../src/release/authorize.ts'
import { candidateOf, versionsOf } from '../src/release/candidate.ts'
import { checkName as checkNameOf } from '../src/release/check-name.ts'
import { chooseEnvironment } from '../src/release/choose-environment.ts'
import type { Command } from '../src/release/command.ts'
import { frozenCode, frozenReason } from '../src/release/freeze.ts'
import { whyReplaced } from '../src/release/known-source.ts'
import type { Share } from '../src/release/ladder.ts'
import type { Reason, ReasonCode } from '../src/release/reason.ts'
import type { Reply } from '../src/release/reply.ts'
import { nextRollout } from '../src/release/rollout.ts'
import { whyStageMissing } from '../src/release/stage.ts'
import { parseTrailers, type Trailers } from '../src/release/trailers.ts'
import { isSameCommit } from '../src/release/version.ts'
import { writeRelease } from '../src/release/write-release.ts'
import { rememberReads } from './early-reads.ts'
import { ownerText, stableBefore, stagesOf, versionsBy, wentBackTo } from './history-of-manifest.ts'
import { deafChart } from './read-chart.ts'
import { whyNotYet } from './read-climb.ts'
import { readFreezeOf } from './read-freezes.ts'
import { type ManifestState, readStates, statesWanted } from './read-states.ts'
import { type ReadVerdict, readVerdict } from './read-verdict.ts'
import type { ReleaseContext } from './release-context.ts'
import type { DecidedChange } from './write-change.ts'

export type ReleaseCommand = Extract<Command, { kind: 'canary' | 'promote' | 'rollback' | 'shadow' }>
type Upward = Exclude<ReleaseCommand, { kind: 'rollback' }>

/** What a command is decided from, as it is now. */
export interface World {
  readonly pull: PullRequest
  readonly states: readonly ManifestState[]
  /** Check runs of the model, by commit, where they were read together with the pull request. */
  readonly checks?: PullRequestNow['checks']
}

interface Situation extends ReleaseContext, World {
  readonly state: ManifestState
}

export type Decision =
  | { readonly kind: 'change'; readonly change: DecidedChange; readonly warnings: readonly string[] }
  | Extract<Reply, { kind: 'unchanged' | 'refused' | 'mistake' }>

type Passed = Extract<ReadVerdict, { kind: 'passed' }> & { readonly sha: string }
type Refusal = Extract<Reply, { kind: 'refused' }>

export async function readWorld({ sides, job, model, desk }: ReleaseContext): Promise<World> {
  const { client, repository, early } = sides.source
  const checkName = checkNameOf(model.name)
  const wanted = { number: job.pullRequest, checkName }
  const now = early?.takePull(wanted) ?? (await readPullRequestNow(client, { repository, ...wanted }))
  const pull = now?.pull ?? (await readPullRequest(client, repository.fullName, job.pullRequest))
  const gitops = sides.gitops.repository.fullName.toLowerCase()
  rememberReads(job, { checkName, gitops, states: statesWanted(sides.gitops, model) }, desk)
  return { pull, ...(now && { checks: now.checks }), states: await readStates(sides.gitops, model) }
}

/** The environment that a command acts in, or why there is none. */
export function environmentFor(
  command: ReleaseCommand,
  { pull, states }: World,
  { model, sides, trail }: ReleaseContext,
  proposed: readonly string[] = [],
): { readonly kind: 'chosen'; readonly state: ManifestState } | Extract<Reply, { kind: 'unchanged' }> {
  const choice = chooseEnvironment({
    command: command.kind,
    named: command.environment,
    model,
    states,
    proposed,
    versions: command.kind === 'promote' ? versionsOf(pull) : versionsBy(pull, states, sides.source.repository),
  })
  if (choice.kind === 'none') return { kind: 'unchanged', code: choice.code, reason: choice.reason }
  const state = states.find(({ environment }) => environment === choice.environment)
  if (state === undefined) throw new Error('The chosen environment is one of the read ones')
  trail.note({ environment: choice.environment.name, branch: state.branch, before: state.head })
  return { kind: 'chosen', state }
}

/** What a person lacks to give the command there; nothing when they may. */
export function lackedRight(
  command: { readonly kind: Command['kind'] },
  state: ManifestState,
  { standing, model }: Pick<ReleaseContext, 'standing' | 'model'>,
): string | undefined {
  const { environment } = state
  const isLast = environment === model.environments.at(-1)
  const right = authorize({ command: command.kind, environment, isLast, standing })
  return right.kind === 'refused' ? right.asked : undefined
}

/** What a command makes of an environment, as it is now. Nothing is written. */
export async function decideRelease(
  command: ReleaseCommand,
  state: ManifestState,
  world: World,
  context: ReleaseContext,
): Promise<Decision> {
  if (state.problem !== undefined) return { kind: 'mistake', code: 'manifest-unreadable', error: state.problem }
  const replaced = whyReplaced(context.sides.source.repository, context.model, world.states.map(trailersOf))
  if (replaced !== undefined) return { kind: 'refused', ...replaced }
  const situation = { ...context, ...world, state }
  if (command.kind !== 'rollback') {
    const freeze = await readFreezeOf(context.sides.gitops, context.model.name, state.environment, state.ahead)
    if (freeze.kind !== 'free') return refused(frozenCode(freeze), frozenReason(state.environment.name, freeze))
  }
  const needsVersion = command.kind !== 'rollback' && !(command.kind === 'shadow' && command.percent === 'off')
  const candidate = needsVersion ? await releasable(command, situation) : undefined
  if (candidate?.kind === 'refused') return candidate
  return decideChange(command, candidate, situation)
}

async function decideChange(
  command: ReleaseCommand,
  candidate: Passed | undefined,
  situation: Situation,
): Promise<Decision> {
  const { pull, sides, state, states } = situation
  const { running, environment } = state
  const previous = running && (await stableBefore(running.version, sides.gitops, state))
  if (command.kind === 'rollback' && running !== undefined && previous !== undefined) {
    const gone = await wentBackTo(running, previous, sides.gitops, state)
    if (gone !== undefined) return { kind: 'unchanged', code: 'went-back-already', reason: gone }
  }
  const own = versionsBy(pull, states, sides.source.repository)
  const decision = nextRollout({
    command,
    running,
    environment: environment.name,
    ...(state.shadowing && { shadowing: state.shadowing }),
    // What was promoted must be what was a canary; a canary may give way to a newer one.
    ownVersions: command.kind === 'promote' ? versionsOf(pull) : own,
    ...ownerText('runningFor', running?.version, own, state),
    ...ownerText('shadowFor', running?.shadow?.version, own, state),
    ...(candidate === undefined ? {} : { candidate: candidate.version }),
    ...(previous === undefined ? {} : { previousVersion: previous }),
    ...(state.wholeOnly && { wholeOnly: state.wholeOnly }),
  })
  if (decision.kind !== 'change') return decision
  if (command.kind !== 'rollback' && candidate !== undefined) {
    const early = await tooEarly(command, candidate.version, situation)
    if (early !== undefined) return { kind: 'refused', ...early }
  }
  const { next } = decision
  const { text, wholeOnly } = state
  const { text: after, other } = writeRelease({ environment, text }, { running, next, previous, wholeOnly })
  if (after === state.text)
    return { kind: 'unchanged', code: 'same-already', reason: 'The manifest says this already.' }
  const deaf = command.kind === 'canary' ? await deafChart(state, sides.gitops, situation.desk) : undefined
  if (deaf !== undefined) return refused('chart-ignores-traffic', deaf)
  const commit = candidate?.version === next.version ? candidate.sha : undefined
  const report = commit === undefined ? undefined : candidate?.report
  const stages = stagesOf(next.version, situation)
  const change = { state, after, next, previous: other, commit, report, stages, pull }
  return { kind: 'change', change, warnings: warningsOf(command, state, { after, next }) }
}

/** The build of this pull request that may go to this environment, or why none may. */
async function releasable(command: Upward, situation: Situation): Promise<Passed | Refusal> {
  const { pull, sides, model, desk, checks, job, trail } = situation
  const candidate = candidateOf(pull, sides.source.repository.defaultBranch)
  if (candidate.kind === 'none') return refused(candidate.code, candidate.reason)
  const { sha } = candidate
  trail.note({ head: sha })
  if (command.kind === 'promote' && command.sha !== undefined && !isSameCommit(command.sha, sha)) {
    return refused(
      'other-commit-named',
      `This pull request’s commit is \`${sha}\`, not the one that the command names. Look at it, and name that one.`,
    )
  }
  if (pull.draft) return refused('draft', 'This pull request is a draft. Mark it as ready for review first.')
  const verdict = await readVerdict(sides.source, {
    sha,
    model: model.name,
    app: desk.verdictApp,
    askedAt: job.comment.createdAt,
    runs: checks?.get(sha),
  })
  if (verdict.kind === 'refused') return verdict
  trail.note({ version: verdict.version })
  const missing = missingStage(verdict.version, situation)
  return missing === undefined ? { ...verdict, sha } : { kind: 'refused', ...missing }
}

function missingStage(version: string, { state, states, model }: Situation): Reason | undefined {
  const { after, name } = state.environment
  const before = states.find(({ environment }) => environment.name === after)
  if (before === undefined) return undefined
  const stage = { environment: before.environment.name, running: before.running, log: trailersOf(before) }
  return whyStageMissing(version, { model: model.name, environment: name, stage })
}

/** Why the ladder holds a version back; `--skip` passes it, for those who may. */
async function tooEarly(command: Upward, version: string, situation: Situation): Promise<Reason | undefined> {
  const { pull, state, sides, desk, model, standing } = situation
  const { environment } = state
  const early = await whyNotYet(shareAsked(command), [version, ...versionsOf(pull)], {
    state,
    gitops: sides.gitops,
    now: desk.now(),
  })
  if (early === undefined) return undefined
  const { reason, code } = early
  const isLast = environment === model.environments.at(-1)
  const right = authorize({ command: command.kind, environment, isLast, standing, skip: true })
  const skips = command.kind !== 'shadow' && command.skip === true
  if (right.kind === 'allowed') {
    return skips ? undefined : { code, reason: `${reason} You may leave out steps with \`--skip\`.` }
  }
  if (!skips) return early
  return { code: 'skip-not-allowed', reason: `${reason} To leave out steps with \`--skip\` needs ${right.asked}.` }
}

function shareAsked(command: Upward): Share {
  if (command.kind === 'promote') return { kind: 'all' }
  if (command.kind === 'canary') return { kind: 'canary', percent: command.percent }
  return command.percent === 'off' ? { kind: 'none' } : { kind: 'shadow', percent: command.percent }
}

/** What is to be known of the mirror, and of the manifest as it will be, where it concerns this change. */
function warningsOf(
  command: ReleaseCommand,
  { environment, shadowing }: ManifestState,
  { after, next }: { readonly after: string; readonly next: Running },
): readonly string[] {
  const isShadow = command.kind === 'shadow' && command.percent !== 'off'
  const mirror = isShadow && shadowing?.kind === 'can' ? (shadowing.warning ?? []) : []
  if (command.kind === 'shadow' && !isShadow) return []
  const all = warningsForReply({ environment, text: after }, next)
  // To go back is never wrong; that nobody may obey it must be told.
  const manifest = command.kind === 'rollback' ? all.filter(({ concerns }) => concerns === 'share') : all
  return [mirror, ...manifest.map(({ key, what, fix }) => `\`${key}\`: ${what} ${fix}`)].flat()
}

function trailersOf({ commits }: ManifestState): readonly Partial<Trailers>[] {
  return commits.map(({ message }) => parseTrailers(message))
}

function refused(code: ReasonCode, reason: string): Refusal {
  return { kind: 'refused', code, reason }
}
