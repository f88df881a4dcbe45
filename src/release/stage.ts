import type { Running } from '../manifest/manifest.ts'
import type { Reason } from './reason.ts'
import type { Trailers } from './trailers.ts'

/** An environment that another one comes after: what its manifest says, and Serin's own lines in the commits on it. */
export interface StageRecord {
  readonly environment: string
  readonly running: Running | undefined
  readonly log: readonly Partial<Trailers>[]
}

/** Whether a version runs in an environment or has run there, by its manifest and Serin's own commits on it. */
export function hasRun({ environment, running, log }: StageRecord, model: string, version: string): boolean {
  if (running?.version === version) return running.rollout.kind !== 'pinned'
  return log.some((trailers) => {
    const isRelease = trailers.version === version && /^(stable|canary )/.test(trailers.rollout ?? '')
    return isRelease && trailers.model === model && trailers.environment === environment
  })
}

/** Why an environment with `after:` does not take a version yet; nothing when the version has run in the one before. */
export function whyStageMissing(
  version: string,
  { model, environment, stage }: { readonly model: string; readonly environment: string; readonly stage: StageRecord },
): Reason | undefined {
  if (hasRun(stage, model, version)) return undefined
  const { environment: before } = stage
  return {
    code: 'stage-missing',
    reason: `“${environment}” takes only what has run in “${before}”, and \`${version}\` has not. Release it there first: \`/promote ${before}\`.`,
  }
}
