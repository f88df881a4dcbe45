import type { UserError } from '../errors.ts'
import type { Running } from './layout.ts'
import { manifestError, type Spot } from './look-up.ts'

/** A version and the weight of its destination; a weight means what it is of the sum. */
export interface Share {
  readonly version: string
  readonly weight: number
}

/** How traffic is split between what ran before (where there is such a destination) and the newest version. */
export interface Split {
  readonly old?: Share | undefined
  readonly newest: Share
}

/** The versions that the two destinations shall have, and the percentage of the newest one. */
export interface SplitPlan {
  readonly old: string | undefined
  readonly newest: string
  readonly percent: number
}

/** What a split says: the newest version with all traffic is stable, with none of it pinned. */
export function runningOf({ old, newest }: Split): Running {
  const { version } = newest
  if (old === undefined || old.version === version) return { version, rollout: { kind: 'stable' } }
  const percent = percentOf(old.weight, newest.weight)
  if (percent === 100) return { version, rollout: { kind: 'stable' } }
  return { version, rollout: percent === 0 ? { kind: 'pinned' } : { kind: 'canary', percent } }
}

/** The version that has the traffic which the newest does not; undefined when that has all of it. */
export function restOf(split: Split): string | undefined {
  return runningOf(split).rollout.kind === 'stable' ? undefined : split.old?.version || undefined
}

/** The newest's part of the sum in percent, with two decimals; never 0 or 100 for a part of it. */
export function percentOf(old: number, newest: number): number {
  const exact = (newest * 100) / (old + newest)
  const rounded = Math.round(exact * 100) / 100
  return Number.isInteger(rounded) ? exact : rounded
}

/**
 * What a split must become to say `next`. What has all or most of the traffic now stays where it is deployed, as the
 * old destination; the other one takes a new version.
 * Throws a UserError when a version that is needed is not in the file.
 */
export function planSplit(split: Split, next: Running, spot: Spot): SplitPlan {
  const { old, newest } = split
  const { version, rollout } = next
  if (old === undefined) {
    if (rollout.kind === 'stable') return { old: undefined, newest: version, percent: 100 }
    if (rollout.kind === 'canary') throw alreadyAll(version, spot)
    throw manifestError(spot, `There is one destination, so nothing here says that ${version} was rolled back.`, {
      fix: 'Release the earlier version again, with /promote on its pull request.',
    })
  }
  const isStable = runningOf(split).rollout.kind === 'stable'
  const serving = isStable ? newest.version : old.version
  switch (rollout.kind) {
    case 'stable':
      if (version === newest.version) return { old: old.version, newest: version, percent: 100 }
      return { old: version === serving ? newest.version : serving, newest: version, percent: 100 }
    case 'canary':
      if (version === newest.version) return { old: earlier(split, spot), newest: version, percent: rollout.percent }
      if (version !== serving) return { old: serving, newest: version, percent: rollout.percent }
      throw alreadyAll(version, spot)
    case 'pinned':
      return { old: earlier(split, spot), newest: version, percent: 0 }
  }
}

function alreadyAll(version: string, spot: Spot): UserError {
  return manifestError(spot, `${version} already has all traffic here, so it cannot be a canary beside itself.`, {
    fix: 'Release another version.',
  })
}

function earlier({ old, newest }: Split, spot: Spot): string {
  if (old !== undefined && old.version !== newest.version) return old.version
  throw manifestError(spot, `Both destinations are ${newest.version}: no earlier version is deployed here.`, {
    fix: 'Release the earlier version again, with /promote on its pull request.',
  })
}

/**
 * The weights of a percentage; their sum stays, or becomes 100 where it can say no share at all. Throws a UserError when
 * it cannot be said in whole numbers.
 */
export function weightsOf(percent: number, sum: number, spot: Spot): { readonly old: number; readonly newest: number } {
  const newest = (sum * percent) / 100
  if (Number.isInteger(newest)) return { old: sum - newest, newest }
  const [least] = Array.from({ length: 99 }, (_, index) => index + 1).filter((one) => (sum * one) % 100 === 0)
  // A switch between two, 1 and 0, was never meant to be shared.
  if (least === undefined) return weightsOf(percent, 100, spot)
  throw manifestError(spot, `The weights here sum to ${sum}, which can say only multiples of ${least} %.`, {
    fix: 'Write weights that sum to 100.',
  })
}
