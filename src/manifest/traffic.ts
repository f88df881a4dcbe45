import type { YamlEdit } from '../yaml/edit.ts'
import type { Rollout } from './layout.ts'
import { kindOf, lookUp, manifestError, type Spot } from './look-up.ts'

/**
 * The rollout a percentage stands for, as KServe takes `canaryTrafficPercent` (`ksvc_reconciler.go`): absent and 100 give
 * the newest version everything, 0 gives it nothing. The CRD sets no bounds, so they are checked here.
 */
export function readTraffic(spot: Spot): Rollout {
  const percent = lookUp(spot)
  if (percent === undefined || percent === null || percent === 100) return { kind: 'stable' }
  if (percent === 0) return { kind: 'pinned' }
  if (typeof percent === 'number' && Number.isInteger(percent) && percent > 0 && percent < 100) {
    return { kind: 'canary', percent }
  }
  throw manifestError(spot, `${kindOf(percent)} stands where a percentage is needed.`, {
    fix: 'Write a whole number from 0 to 100 without quotes, or remove the key to give the version all traffic.',
  })
}

/** The edits that write a rollout; the caller has seen that the file says another one. */
export function trafficEdits(spot: Spot, rollout: Rollout): readonly YamlEdit[] {
  const { document, path } = spot
  switch (rollout.kind) {
    case 'canary':
      return [{ document, op: 'set', path, value: rollout.percent }]
    case 'pinned':
      return [{ document, op: 'set', path, value: 0 }]
    case 'stable':
      return [{ document, op: 'prune', path }]
  }
}
