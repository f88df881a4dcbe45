import type { BranchRules } from './protection.ts'
import type { StoredRepository } from './stored-repository.ts'

export interface RequiredCheck {
  readonly context: string
  /** Only this app's check counts. */
  readonly appId?: number
}

const PASSING = ['success', 'skipped', 'neutral']

/** GitHub's line for required checks that have not passed on a commit; the same one for a branch behind under `strict`. */
export function missingChecks(
  repository: StoredRepository,
  { rules, sha, behind }: { readonly rules: BranchRules; readonly sha: string; readonly behind: boolean },
): string[] {
  const required = requiredChecks(rules)
  if (required.length === 0) return []
  const missing = rules.strict && behind ? required : required.filter((check) => !passed(repository, sha, check))
  const [first] = missing
  if (!first) return []
  if (required.length === 1) return [`Required status check "${first.context}" is expected.`]
  return [`${missing.length} of ${required.length} required status checks are expected.`]
}

export function requiredChecks(rules: BranchRules): RequiredCheck[] {
  return (rules.requiredChecks ?? []).map((check) => (typeof check === 'string' ? { context: check } : check))
}

/** The newest run of that name (and app) decides; without any, the newest commit status does. */
function passed(repository: StoredRepository, sha: string, check: RequiredCheck): boolean {
  const run = repository.checkRuns.findLast(
    (each) =>
      each.headSha === sha && each.name === check.context && (check.appId === undefined || each.app.id === check.appId),
  )
  if (run) return run.status === 'completed' && PASSING.includes(run.conclusion ?? '')
  if (check.appId !== undefined) return false
  return repository.statuses.findLast((each) => each.sha === sha && each.context === check.context)?.state === 'success'
}
