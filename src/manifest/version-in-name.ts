import { manifestError, type Spot } from './look-up.ts'

/** A name is before + version + after. */
export interface NameParts {
  readonly before: string
  readonly version: string
  readonly after: string
}

/** Words that tell what a destination is for, whatever version it has. */
const ROLE =
  /^(stable|canary|primary|secondary|baseline|candidate|current|previous|prev|next|latest|new|old|champion|challenger|shadow|mirror|production|prod|staging|test|default|main|predictor|transformer|explainer|service|svc|blue|green|model)$/i

/**
 * The version at the end of a name: `iris-4562a17c17`, a Service's host `iris-v2.prod.svc.cluster.local`, or the Service
 * that KServe makes of an InferenceService, `iris-v2-predictor`. Undefined for a name that has none, like `iris-canary`.
 */
export function splitName(name: string): NameParts | undefined {
  const match = /^(?<before>[a-z0-9][-a-z0-9]*?-)(?<version>[a-z0-9]+)(?<after>(?:-predictor)?(?:\..*)?)$/.exec(name)
  const { before, version, after } = match?.groups ?? {}
  if (before === undefined || version === undefined || after === undefined) return undefined
  if (ROLE.test(version)) return undefined
  return { before, version, after }
}

/** The same name with another version. Throws a UserError for a version that cannot end the name of a Service. */
export function nameWith({ before, after }: NameParts, version: string, spot: Spot): string {
  const [label = ''] = `${before}${version}${after}`.split('.')
  if (/^[a-z0-9]+$/.test(version) && label.length <= 63) return `${before}${version}${after}`
  throw manifestError(spot, `The version ${JSON.stringify(version)} cannot be the end of the name of a Service.`, {
    fix: 'Use a version of small letters and digits, such as a commit; the name may have 63 characters.',
  })
}

export function isRole(name: string): boolean {
  return ROLE.test(name)
}
