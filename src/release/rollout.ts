import type { Running, Shadow, Shadowing, WholeOnly } from '../manifest/manifest.ts'
import type { Reason, ReasonCode } from './reason.ts'

export type RolloutCommand =
  | { readonly kind: 'canary'; readonly percent: number /* 1 to 99 */ }
  | { readonly kind: 'promote' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'shadow'; readonly percent: number /* 1 to 100 */ | 'off' }

export interface RolloutInput {
  readonly command: RolloutCommand
  /** What the manifest says now; undefined when it has no version yet. */
  readonly running: Running | undefined
  /** The version the command is about; a pull request closed without merging has none. */
  readonly candidate?: string
  /** Versions of the candidate's own pull request, which its newer one may replace in the middle of a canary. */
  readonly ownVersions?: readonly string[]
  /** The pull request that brought the version in the manifest, where the history tells. */
  readonly runningFor?: string
  /** The version that ran before the one in the manifest, where the history tells. */
  readonly previousVersion?: string
  /** Set when one version has all the traffic by the manifest: what git cannot say there is refused. */
  readonly wholeOnly?: WholeOnly
  /** Whether the manifest can mirror requests; default: it can. */
  readonly shadowing?: Shadowing
  /** The pull request that brought the shadow in the manifest, where the history tells. */
  readonly shadowFor?: string
  /** The environment's name, for sentences; default: “here”. */
  readonly environment?: string
}

/** Reasons are plain sentences and hold versions from the manifest: escape them before they reach a comment. */
export type RolloutDecision =
  | { readonly kind: 'change'; readonly next: Running }
  | ({ readonly kind: 'unchanged' } & Reason)
  | ({ readonly kind: 'refused' } & Reason)

/**
 * What a command makes of what runs: the table of the README, cell by cell.
 * A version that gets traffic loses its own shadow in the same change; another version's shadow stays.
 * Throws a RangeError for a canary that is not a whole number from 1 to 99, or a shadow not from 1 to 100.
 */
export function nextRollout(input: RolloutInput): RolloutDecision {
  switch (input.command.kind) {
    case 'canary':
      return withShadow(input, afterCanary(input, checkedPercent(input.command, 99)))
    case 'promote':
      return withShadow(input, afterPromote(input))
    case 'rollback':
      return withShadow(input, afterRollback(input))
    case 'shadow':
      return afterShadow(input, input.command.percent)
  }
}

function checkedPercent({ kind, percent }: { kind: 'canary' | 'shadow'; percent: number }, most: 99 | 100): number {
  if (Number.isInteger(percent) && percent >= 1 && percent <= most) return percent
  throw new RangeError(`a ${kind} of ${percent} percent`)
}

/** Keeps the shadow of a version that gets no traffic by the change. */
function withShadow({ running, previousVersion }: RolloutInput, decision: RolloutDecision): RolloutDecision {
  const shadow = running?.shadow
  if (decision.kind !== 'change' || shadow === undefined) return decision
  const { version, rollout } = decision.next
  // What gets the traffic that the version does not: the version before it.
  const getsTraffic = rollout.kind === 'pinned' ? previousVersion : version
  return shadow.version === getsTraffic ? decision : { kind: 'change', next: { ...decision.next, shadow } }
}

const NO_CANDIDATE = refused(
  'closed-unmerged',
  'The pull request has no version to release: it was closed without merging.',
)

function afterCanary({ running, candidate, ...input }: RolloutInput, percent: number): RolloutDecision {
  if (candidate === undefined) return NO_CANDIDATE
  if (input.wholeOnly?.canary !== undefined) return refused('layout-cannot', input.wholeOnly.canary)
  if (running === undefined) {
    return refused(
      'nothing-runs',
      'Nothing runs here yet, and a first version takes all traffic. Release it with `/promote`.',
    )
  }
  const canary: RolloutDecision = change(candidate, { kind: 'canary', percent })
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable':
      return version === candidate ? refused('has-all-traffic', hasAllTraffic(candidate, input.environment)) : canary
    case 'canary':
      if (isForeign(version, candidate, input.ownVersions))
        return foreignCanary({ version, percent: rollout.percent, from: input.runningFor })
      if (version !== candidate || rollout.percent !== percent) return canary
      return unchanged('same-already', `${version} already gets ${percent} % of the traffic.`)
    case 'pinned':
      return canary
  }
}

/** KServe would send a part of the traffic to what ran before, which nobody asked for. */
function hasAllTraffic(version: string, environment: string | undefined): string {
  const where = environment === undefined ? 'here' : `in “${environment}”`
  return `\`${version}\` has all the traffic ${where} already, and a canary needs a version that does not. Name the environment it should go to next, or take it back with \`/rollback\`.`
}

function afterPromote({ running, candidate, ownVersions, runningFor, wholeOnly }: RolloutInput): RolloutDecision {
  if (candidate === undefined) return NO_CANDIDATE
  const stable = change(candidate, { kind: 'stable' })
  if (running === undefined) return stable
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable':
      if (version !== candidate) return stable
      if (wholeOnly?.promote !== undefined) return refused('layout-cannot', wholeOnly.promote)
      return unchanged('has-all-traffic', `${version} already has all traffic.`)
    case 'canary':
      return isForeign(version, candidate, ownVersions)
        ? foreignCanary({ version, percent: rollout.percent, from: runningFor })
        : stable
    case 'pinned':
      return stable
  }
}

function afterRollback({ running, previousVersion }: RolloutInput): RolloutDecision {
  if (running === undefined) return refused('nothing-runs', 'Nothing runs here yet.')
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable': {
      const before = previousVersion === version ? undefined : previousVersion
      if (before !== undefined) return change(version, { kind: 'pinned' })
      return refused(
        'nothing-before',
        `No version is known that ran here before ${version}, so there is nothing to go back to.`,
      )
    }
    case 'canary':
      return change(version, { kind: 'pinned' })
    case 'pinned':
      return unchanged('same-already', `${version} is already rolled back.`)
  }
}

function afterShadow(input: RolloutInput, percent: number | 'off'): RolloutDecision {
  const { running, candidate, ownVersions } = input
  const now = running?.shadow
  if (now !== undefined && isForeign(now.version, candidate, ownVersions)) return foreignShadow(now, input.shadowFor)
  if (percent === 'off') return afterShadowOff(running)
  const checked = checkedPercent({ kind: 'shadow', percent }, 100)
  if (candidate === undefined) return NO_CANDIDATE
  if (input.shadowing?.kind === 'cannot') return refused('layout-cannot', input.shadowing.reason)
  if (running === undefined) {
    return refused(
      'nothing-runs',
      'Nothing runs here yet, so there are no requests to mirror. Release a first version with `/promote`.',
    )
  }
  if (running.version === candidate && running.rollout.kind !== 'pinned') return hasTraffic(running, input.environment)
  if (now?.version === candidate && now.percent === checked) {
    return unchanged('same-already', `${candidate} already gets a copy of ${checked} % of the requests.`)
  }
  return { kind: 'change', next: { ...running, shadow: { version: candidate, percent: checked } } }
}

function afterShadowOff(running: Running | undefined): RolloutDecision {
  if (running?.shadow === undefined) return unchanged('same-already', 'No requests are mirrored here.')
  const { shadow: _, ...next } = running
  return { kind: 'change', next }
}

function hasTraffic({ version, rollout }: Running, environment: string | undefined): RolloutDecision {
  const share = rollout.kind === 'canary' ? `${rollout.percent} % of the traffic` : 'all the traffic'
  const where = environment === undefined ? 'here' : `in “${environment}”`
  return refused(
    'version-has-traffic',
    `\`${version}\` has ${share} ${where}, and its answers are seen; a shadow is for a version that has none. Take it back with \`/rollback\` first, or name another environment.`,
  )
}

function foreignShadow({ version, percent }: Shadow, from: string | undefined): RolloutDecision {
  const name = from === undefined ? version : `${version} (${from})`
  return refused(
    'other-shadow',
    `Another version, ${name}, is the shadow here, with a copy of ${percent} % of the requests. Comment \`/shadow off\` on its pull request first.`,
  )
}

function isForeign(version: string, candidate: string | undefined, ownVersions: readonly string[] = []): boolean {
  return version !== candidate && !ownVersions.includes(version)
}

function foreignCanary(canary: { version: string; percent: number; from: string | undefined }): RolloutDecision {
  const { version, percent, from } = canary
  const name = from === undefined ? version : `${version} (${from})`
  return refused(
    'other-canary',
    `Another version, ${name}, is a canary here with ${percent} % of the traffic. It must be promoted or rolled back first.`,
  )
}

function change(version: string, rollout: Running['rollout']): RolloutDecision {
  return { kind: 'change', next: { version, rollout } }
}

function unchanged(code: ReasonCode, reason: string): RolloutDecision {
  return { kind: 'unchanged', code, reason }
}

function refused(code: ReasonCode, reason: string): RolloutDecision {
  return { kind: 'refused', code, reason }
}
