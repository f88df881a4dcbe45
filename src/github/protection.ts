import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, isRequestFailure, MissingPermission, permitted } from './failure.ts'

/**
 * Whether a branch wants changes by pull request. Reads what needs no administration rights: the branch's own
 * `protected` flag (classic protection) and the rules that apply to it (rulesets).
 */
export async function wantsPullRequests(client: GitHubClient, repository: string, branch: string): Promise<boolean> {
  const name = repositoryName(repository)
  const purpose = {
    doing: `read the protection of ${branch} in ${repository}`,
    permissions: ['contents: read', 'metadata: read'],
  }
  return permitted(purpose, async () => {
    const [{ data: state }, rules] = await Promise.all([
      client.rest.repos.getBranch({ ...name, branch }),
      readRules(client, repository, branch),
    ])
    const ruled = rules.some((rule) => ['pull_request', 'update', 'merge_queue'].includes(rule.type))
    return state.protected || ruled
  })
}

/** What the rules of a branch ask of a pull request before it is merged. */
export interface BranchRules {
  /** Approving reviews; 0 when none is asked for. */
  readonly reviews: number
  readonly codeOwners: boolean
  readonly dismissStale: boolean
  readonly lastPushApproval: boolean
  readonly checks: readonly string[]
}

/** The rules of a branch's active rulesets together: the strictest counts. Those that are only evaluated are none. */
export interface RulesetRules extends BranchRules {
  /** Names of those of the rulesets that this token may bypass, as far as GitHub tells. */
  readonly bypassed: readonly string[]
}

/** Source: REST "Get rules for a branch"; `metadata: read` is enough, and rules of the organization are among them. */
export async function readRulesetRules(
  client: GitHubClient,
  repository: string,
  branch: string,
): Promise<RulesetRules> {
  const purpose = { doing: `read the rules of ${branch} in ${repository}`, permissions: ['metadata: read'] }
  const rules = await permitted(purpose, () => readRules(client, repository, branch))
  const ids = new Set(rules.flatMap((rule) => (rule.ruleset_id === undefined ? [] : [rule.ruleset_id])))
  const bypassed: string[] = []
  for (const id of ids) {
    const name = await nameIfBypassed(client, repository, id)
    if (name !== undefined) bypassed.push(name)
  }
  return { ...rules.map(rulesIn).reduce(strictest, NO_RULES), bypassed }
}

/** The classic protection of a branch. */
export interface ClassicRules extends BranchRules {
  /** Slugs of the apps that may merge without the reviews. */
  readonly bypassingApps: readonly string[]
}

/**
 * Classic protection of a branch, for which a token needs `administration: read`.
 * @returns `unreadable` without it: GitHub's 403 is no word on whether there is any.
 */
export async function readClassicRules(
  client: GitHubClient,
  repository: string,
  branch: string,
): Promise<ClassicRules | 'unreadable'> {
  const name = repositoryName(repository)
  try {
    const answer = await absentAs404(() => client.rest.repos.getBranchProtection({ ...name, branch }))
    if (answer === undefined) return { ...NO_RULES, bypassingApps: [] }
    const { required_pull_request_reviews: reviews, required_status_checks: checks } = answer.data
    return {
      // Reviews may be asked for without a number, and then it is one.
      reviews: reviews === undefined ? 0 : (reviews.required_approving_review_count ?? 1),
      codeOwners: reviews?.require_code_owner_reviews ?? false,
      dismissStale: reviews?.dismiss_stale_reviews ?? false,
      lastPushApproval: reviews?.require_last_push_approval ?? false,
      checks: checks?.checks.map(({ context }) => context) ?? [],
      bypassingApps: reviews?.bypass_pull_request_allowances?.apps?.map((app) => app?.slug ?? '') ?? [],
    }
  } catch (error) {
    if (isRequestFailure(error, 403) || error instanceof MissingPermission) return 'unreadable'
    throw error
  }
}

/** All of them apply, and of each demand the strictest. */
export function strictest(a: BranchRules, b: BranchRules): BranchRules {
  return {
    reviews: Math.max(a.reviews, b.reviews),
    codeOwners: a.codeOwners || b.codeOwners,
    dismissStale: a.dismissStale || b.dismissStale,
    lastPushApproval: a.lastPushApproval || b.lastPushApproval,
    checks: [...a.checks, ...b.checks],
  }
}

const NO_RULES: BranchRules = {
  reviews: 0,
  codeOwners: false,
  dismissStale: false,
  lastPushApproval: false,
  checks: [],
}

type Rule = Awaited<ReturnType<typeof readRules>>[number]

function readRules(client: GitHubClient, repository: string, branch: string) {
  return client.paginate(client.rest.repos.getBranchRules, { ...repositoryName(repository), branch, per_page: 100 })
}

function rulesIn(rule: Rule): BranchRules {
  if (rule.type === 'pull_request') {
    const asked = rule.parameters
    return {
      reviews: asked?.required_approving_review_count ?? 0,
      codeOwners: asked?.require_code_owner_review ?? false,
      dismissStale: asked?.dismiss_stale_reviews_on_push ?? false,
      lastPushApproval: asked?.require_last_push_approval ?? false,
      checks: [],
    }
  }
  if (rule.type !== 'required_status_checks') return NO_RULES
  return { ...NO_RULES, checks: rule.parameters?.required_status_checks.map(({ context }) => context) ?? [] }
}

/** A ruleset of the organization may be hidden from the repository's own token; then nothing is known. */
async function nameIfBypassed(client: GitHubClient, repository: string, id: number): Promise<string | undefined> {
  try {
    const answer = await absentAs404(() =>
      client.rest.repos.getRepoRuleset({ ...repositoryName(repository), ruleset_id: id }),
    )
    const bypass = answer?.data.current_user_can_bypass
    return bypass === undefined || bypass === 'never' ? undefined : answer?.data.name
  } catch (error) {
    if (isRequestFailure(error, 403)) return undefined
    throw error
  }
}
