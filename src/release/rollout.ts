import type { Running, WholeOnly } from '../manifest/manifest.ts'

export type RolloutCommand =
  | { readonly kind: 'canary'; readonly percent: number /* 1 to 99 */ }
  | { readonly kind: 'promote' }
  | { readonly kind: 'rollback' }

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
  /** Set when the manifest cannot split traffic: a canary, and what else git cannot say there, is refused. */
  readonly wholeOnly?: WholeOnly
}

/** Reasons are plain sentences and hold versions from the manifest: escape them before they reach a comment. */
export type RolloutDecision =
  | { readonly kind: 'change'; readonly next: Running }
  | { readonly kind: 'unchanged'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * What a command makes of what runs: the table of the README, cell by cell.
 * Throws a RangeError for a canary that is not a whole number from 1 to 99.
 */
export function nextRollout(input: RolloutInput): RolloutDecision {
  switch (input.command.kind) {
    case 'canary':
      return afterCanary(input, checkedPercent(input.command.percent))
    case 'promote':
      return afterPromote(input)
    case 'rollback':
      return afterRollback(input)
  }
}

function checkedPercent(percent: number): number {
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return percent
  throw new RangeError(`a canary of ${percent} percent`)
}

const NO_CANDIDATE = refused('The pull request has no version to release: it was closed without merging.')

function afterCanary(
  { running, candidate, previousVersion, ...input }: RolloutInput,
  percent: number,
): RolloutDecision {
  if (candidate === undefined) return NO_CANDIDATE
  if (input.wholeOnly !== undefined) return refused(input.wholeOnly.canary)
  if (running === undefined) {
    return refused('Nothing runs here yet, and a first version takes all traffic. Release it with `/promote`.')
  }
  const canary: RolloutDecision = change(candidate, { kind: 'canary', percent })
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable': {
      const before = previousVersion === candidate ? undefined : previousVersion
      if (version !== candidate || before !== undefined) return canary
      return refused(
        `${version} already has all traffic, and no earlier version is known that could take a part of it.`,
      )
    }
    case 'canary':
      if (isForeign(version, candidate, input.ownVersions))
        return foreignCanary({ version, percent: rollout.percent, from: input.runningFor })
      if (version !== candidate || rollout.percent !== percent) return canary
      return unchanged(`${version} already gets ${percent} % of the traffic.`)
    case 'pinned':
      return canary
  }
}

function afterPromote({ running, candidate, ownVersions, runningFor, wholeOnly }: RolloutInput): RolloutDecision {
  if (candidate === undefined) return NO_CANDIDATE
  const stable = change(candidate, { kind: 'stable' })
  if (running === undefined) return stable
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable':
      if (version !== candidate) return stable
      if (wholeOnly?.promote !== undefined) return refused(wholeOnly.promote)
      return unchanged(`${version} already has all traffic.`)
    case 'canary':
      return isForeign(version, candidate, ownVersions)
        ? foreignCanary({ version, percent: rollout.percent, from: runningFor })
        : stable
    case 'pinned':
      return stable
  }
}

function afterRollback({ running, previousVersion }: RolloutInput): RolloutDecision {
  if (running === undefined) return refused('Nothing runs here yet.')
  const { version, rollout } = running
  switch (rollout.kind) {
    case 'stable': {
      const before = previousVersion === version ? undefined : previousVersion
      if (before !== undefined) return change(version, { kind: 'pinned' })
      return refused(`No version is known that ran here before ${version}, so there is nothing to go back to.`)
    }
    case 'canary':
      return change(version, { kind: 'pinned' })
    case 'pinned':
      return unchanged(`${version} is already rolled back.`)
  }
}

function isForeign(version: string, candidate: string, ownVersions: readonly string[] = []): boolean {
  return version !== candidate && !ownVersions.includes(version)
}

function foreignCanary(canary: { version: string; percent: number; from: string | undefined }): RolloutDecision {
  const { version, percent, from } = canary
  const name = from === undefined ? version : `${version} (${from})`
  return refused(
    `Another version, ${name}, is a canary here with ${percent} % of the traffic. It must be promoted or rolled back first.`,
  )
}

function change(version: string, rollout: Running['rollout']): RolloutDecision {
  return { kind: 'change', next: { version, rollout } }
}

function unchanged(reason: string): RolloutDecision {
  return { kind: 'unchanged', reason }
}

function refused(reason: string): RolloutDecision {
  return { kind: 'refused', reason }
}
