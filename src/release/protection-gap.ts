import type { Protection } from '../config/gitops-config.ts'

/** What the branch of an environment asks for, as GitHub told it. */
export interface FoundProtection {
  readonly reviews: number
  readonly codeOwners: boolean
  readonly dismissStale: boolean
  readonly lastPushApproval: boolean
  readonly checks: readonly string[]
}

/** The rules that an environment demands of its branch and that the branch does not have, each as a few words. */
export function missingRules(asked: Protection, found: FoundProtection): readonly string[] {
  const { reviews = 0, checks = [] } = asked
  const unchecked = checks.filter((name) => !found.checks.includes(name))
  return [
    ...(found.reviews < reviews ? [reviews === 1 ? 'an approving review' : `${reviews} approving reviews`] : []),
    ...(asked.codeOwners && !found.codeOwners ? ['a review by a code owner'] : []),
    ...(asked.dismissStale && !found.dismissStale ? ['that a new commit makes approvals void'] : []),
    ...(asked.lastPushApproval && !found.lastPushApproval ? ['an approval by somebody else than who pushed last'] : []),
    ...unchecked.map((name) => `the check “${name}”`),
  ]
}

/**
 * Why nothing is released to an environment: its branch is not protected as it demands. Names what is missing.
 * @param classic `unreadable` where nobody could tell whether a classic protection rule has it.
 */
export function unprotectedReason(gap: {
  readonly environment: string
  readonly branch: string
  readonly missing: readonly string[]
  readonly classic: 'read' | 'unreadable'
}): string {
  const { environment, branch, missing, classic } = gap
  const what = `“${environment}” demands rules of its branch “${branch}” that are not in force: ${missing.join(', ')}.`
  const unread =
    ' Serin’s app may not read classic branch protection, so that what it holds does not count; grant it `administration: read`, or use a ruleset.'
  return `${what} Add them to an active ruleset of the gitops repository, or change \`protection\` in serin.yml.${classic === 'unreadable' ? unread : ''}`
}

/** Why nothing is released to an environment although its branch has the rules: Serin's own app need not keep them. */
export function bypassReason(environment: string, rulesets: readonly string[]): string {
  const names = rulesets.map((name) => `“${name}”`).join(', ')
  return `Serin’s app may bypass ${names}, which “${environment}” relies on. Take the app off its bypass list.`
}
