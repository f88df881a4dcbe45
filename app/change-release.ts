import type { Environment } from '../src/config/gitops-config.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import type { Running } from '../src/manifest/layout.ts'
import { writeManifest } from '../src/manifest/manifest.ts'
import { authorize } from '../src/release/authorize.ts'
import { candidateOf, versionsOf } from '../src/release/candidate.ts'
import { chooseEnvironment } from '../src/release/choose-environment.ts'
import type { Command } from '../src/release/command.ts'
import type { Reply } from '../src/release/reply.ts'
import { nextRollout } from '../src/release/rollout.ts'
import { isSameCommit } from '../src/release/version.ts'
import { inManifest } from '../src/release/whole-traffic.ts'
import { findDone } from './find-done.ts'
import { broughtBy, hasRun, stableBefore, versionsBy } from './history-of-manifest.ts'
import { type ManifestState, readStates } from './read-states.ts'
import { readVerdict } from './read-verdict.ts'
import type { ReleaseContext } from './release-context.ts'
import { writeChange } from './write-change.ts'

export type ReleaseCommand = Extract<Command, { kind: 'canary' | 'promote' | 'rollback' }>

/** Others may change the gitops repository between reading and writing; then everything is read and decided again. */
const ATTEMPTS = 5

/** Decides what a command makes of its environment and writes it, as a commit or as a pull request. */
export async function changeRelease(command: ReleaseCommand, context: ReleaseContext): Promise<Reply> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const reply = await tryToChange(command, context)
    if (reply !== 'moved') return reply
  }
  return {
    kind: 'refused',
    reason: `Others changed the gitops repository ${ATTEMPTS} times in a row while this was decided. Comment it again.`,
  }
}

async function tryToChange(command: ReleaseCommand, context: ReleaseContext): Promise<Reply | 'moved'> {
  const { sides, job, model } = context
  const pull = await readPullRequest(sides.source.client, sides.source.repository.fullName, job.pullRequest)
  const states = await readStates(sides.gitops, model)
  const done = await findDone(states, context)
  if (done !== undefined) return done
  const choice = chooseEnvironment({
    command: command.kind,
    named: command.environment,
    model,
    states,
    versions: command.kind === 'promote' ? versionsOf(pull) : versionsBy(pull, states, sides.source.repository),
  })
  if (choice.kind === 'none') return { kind: 'unchanged', reason: choice.reason }
  const state = stateOf(states, choice.environment)

  const right = authorize({
    command: command.kind,
    environment: state.environment,
    isLast: states.at(-1) === state,
    standing: context.standing,
  })
  if (right.kind === 'refused') return { kind: 'refused', reason: `This needs ${right.asked}.` }
  if (state.problem !== undefined) return { kind: 'mistake', error: state.problem }

  const decision = await decide(command, { ...context, pull, states, state })
  if (decision.kind !== 'change') return decision
  const written = inManifest(decision.next, { wholeOnly: state.wholeOnly, previous: decision.previous })
  const after = writeManifest({ environment: state.environment, text: state.text }, written)
  if (after === state.text) return { kind: 'unchanged', reason: 'The manifest says this already.' }
  return writeChange({ state, after, next: decision.next, previous: decision.previous, pull }, context)
}

interface Situation extends ReleaseContext {
  readonly pull: PullRequest
  readonly states: readonly ManifestState[]
  readonly state: ManifestState
}

type Decision =
  | { readonly kind: 'change'; readonly next: Running; readonly previous: string | undefined }
  | Extract<Reply, { kind: 'unchanged' | 'refused' }>

async function decide(command: ReleaseCommand, situation: Situation): Promise<Decision> {
  const { pull, sides, state, states } = situation
  const candidate = candidateOf(pull, sides.source.repository.defaultBranch)
  if (command.kind !== 'rollback') {
    const objection = await objectionTo(command, situation)
    if (objection !== undefined) return { kind: 'refused', reason: objection }
  }
  const { running } = state
  const previous = running && (await stableBefore(running.version, sides.gitops, state))
  const own = versionsBy(pull, states, sides.source.repository)
  const isOwn = running !== undefined && own.includes(running.version)
  const bringer = broughtBy(state)
  const owner = isOwn ? 'an earlier commit of this pull request' : bringer && `\`${bringer}\``
  const decision = nextRollout({
    command,
    running,
    // What was promoted must be what was a canary; a canary may give way to a newer one.
    ownVersions: command.kind === 'promote' ? versionsOf(pull) : own,
    ...(owner === undefined ? {} : { runningFor: owner }),
    ...(candidate.kind === 'commit' ? { candidate: candidate.version } : {}),
    ...(previous === undefined ? {} : { previousVersion: previous }),
    ...(state.wholeOnly && { wholeOnly: state.wholeOnly }),
  })
  if (decision.kind !== 'change') return decision
  const gaveWay = running?.rollout.kind === 'stable' && running.version !== decision.next.version
  return { ...decision, previous: gaveWay ? running.version : previous }
}

/** Why this pull request's version may not go to this environment; nothing when it may. */
async function objectionTo(
  command: Extract<ReleaseCommand, { kind: 'canary' | 'promote' }>,
  situation: Situation,
): Promise<string | undefined> {
  const { pull, sides, model, desk } = situation
  const candidate = candidateOf(pull, sides.source.repository.defaultBranch)
  if (candidate.kind === 'none') return candidate.reason
  if (command.kind === 'promote' && command.sha !== undefined && !isSameCommit(command.sha, candidate.sha)) {
    return `This pull request’s commit is \`${candidate.sha}\`, not the one that the command names. Look at it, and name that one.`
  }
  if (pull.draft) return 'This pull request is a draft. Mark it as ready for review first.'
  const verdict = await readVerdict(sides.source, { sha: candidate.sha, model: model.name, app: desk.verdictApp })
  if (verdict !== undefined) return verdict
  return missingStage(candidate.version, situation)
}

function missingStage(version: string, { state, states, model }: Situation): string | undefined {
  const { after, name } = state.environment
  if (after === undefined) return undefined
  const stage = states.find(({ environment }) => environment.name === after)
  if (stage !== undefined && hasRun(stage, model.name, version)) return undefined
  return `“${name}” takes only what has run in “${after}”, and \`${version}\` has not.`
}

function stateOf(states: readonly ManifestState[], environment: Environment): ManifestState {
  const state = states.find((candidate) => candidate.environment === environment)
  if (state === undefined) throw new Error('The chosen environment is one of the read ones')
  return state
}
