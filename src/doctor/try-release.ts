import type { Environment } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { type ManifestTarget, writeManifest } from '../manifest/manifest.ts'

/** As a release would bring it. */
export const ANY_VERSION = '0123456789ab'

/** Each environment has one text in a check, and several findings depend on what a release would meet there. */
const tried = new WeakMap<Environment, { readonly text: string; readonly refusal: UserError | undefined }>()

/** Why the next release to a manifest would be refused, found out in memory; undefined when it would not be. */
export function refusalOfRelease(target: ManifestTarget): UserError | undefined {
  const { environment, text } = target
  const before = tried.get(environment)
  if (before?.text === text) return before.refusal
  const refusal = refusalOf(() => writeManifest(target, { version: ANY_VERSION, rollout: { kind: 'stable' } }))
  tried.set(environment, { text, refusal })
  return refusal
}

function refusalOf(work: () => unknown): UserError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}
