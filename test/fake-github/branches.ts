import { holds } from './access.ts'
import { ApiError, notFound } from './api-error.ts'
import { commitJson } from './commit-json.ts'
import { branchNames } from './commits.ts'
import { page } from './paging.ts'
import {
  activeRulesets,
  bypasses,
  type ClassicProtection,
  classicFor,
  isProtected,
  type Ruleset,
} from './protection.ts'
import { requiredChecks } from './required-checks.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName } from './stored-repository.ts'
import { nodeId } from './world.ts'

export const branchRoutes = [
  repositoryRoute('GET /branches', { needs: 'contents:read' }, listBranches),
  repositoryRoute('GET /branches/{branch}/protection', { needs: 'administration:read' }, getProtection),
  repositoryRoute('GET /branches/{branch+}', { needs: 'contents:read' }, getBranch),
  repositoryRoute('GET /rules/branches/{branch+}', { needs: 'metadata:read' }, listRules),
  repositoryRoute('GET /rulesets/{id}', { needs: 'metadata:read' }, getRuleset),
]

function listBranches(call: RepositoryCall): Reply {
  const { world, repository } = call
  return page(call, branchNames(repository), (name): Schema<'short-branch'> => {
    const sha = repository.refs.read(`refs/heads/${name}`) ?? ''
    return {
      name,
      commit: { sha, url: `${world.apiUrl}/repos/${fullName(repository)}/commits/${sha}` },
      protected: isProtected(repository, name),
    }
  })
}

function getBranch({ world, repository, params }: RepositoryCall): Reply {
  const name = params.branch ?? ''
  const sha = repository.refs.read(`refs/heads/${name}`)
  if (sha === undefined) throw notFound('Branch not found')
  const url = `${world.apiUrl}/repos/${fullName(repository)}/branches/${name}`
  const rule = classicFor(repository, name)
  const checks = rule ? requiredChecks(rule) : []
  return ok({
    name,
    commit: commitJson(world, repository, sha),
    _links: { self: url, html: `${world.url}/${fullName(repository)}/tree/${name}` },
    protected: isProtected(repository, name),
    protection: {
      enabled: rule !== undefined,
      required_status_checks: {
        enforcement_level: checks.length === 0 ? 'off' : rule?.enforceAdmins ? 'everyone' : 'non_admins',
        contexts: checks.map((check) => check.context),
        checks: checks.map((check) => ({ context: check.context, app_id: check.appId ?? null })),
      },
    },
    protection_url: `${url}/protection`,
  } satisfies Schema<'branch-with-protection'>)
}

/** Classic protection only; an app without `administration` never comes here and must not read its 403 as "no". */
function getProtection({ world, repository, params, actor }: RepositoryCall): Reply {
  const name = params.branch ?? ''
  if (actor.kind === 'installation' && !holds(actor.permissions, 'administration:read'))
    throw new ApiError(403, 'Resource not accessible by integration')
  if (repository.refs.read(`refs/heads/${name}`) === undefined) throw notFound('Branch not found')
  const rule = classicFor(repository, name)
  if (!rule) throw notFound('Branch not protected')
  return ok(protectionJson(`${world.apiUrl}/repos/${fullName(repository)}/branches/${name}/protection`, rule))
}

function protectionJson(url: string, rule: ClassicProtection): Schema<'branch-protection'> {
  const checks = requiredChecks(rule)
  return {
    url,
    ...(checks.length === 0
      ? {}
      : {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: rule.strict ?? false,
            contexts: checks.map((check) => check.context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: checks.map((check) => ({ context: check.context, app_id: check.appId ?? null })),
          },
        }),
    ...(rule.requiredReviews === undefined
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: rule.dismissStale ?? false,
            require_code_owner_reviews: rule.codeOwners ?? false,
            require_last_push_approval: rule.requireLastPushApproval ?? false,
            required_approving_review_count: rule.requiredReviews,
          },
        }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rule.enforceAdmins ?? false },
    required_linear_history: { enabled: rule.linearHistory ?? false },
    allow_force_pushes: { enabled: rule.allowForcePushes ?? false },
    allow_deletions: { enabled: rule.allowDeletions ?? false },
  }
}

/** Active rulesets only: no classic rules, nobody's bypass, nothing in evaluate mode. The branch need not exist. */
function listRules(call: RepositoryCall): Reply {
  const { repository, params } = call
  const rules = activeRulesets(repository, params.branch ?? '').flatMap((ruleset) =>
    rulesOf(fullName(repository), ruleset),
  )
  return page(call, rules, (rule) => rule)
}

/** Who may bypass it is for administrators; everybody is told whether they may themselves. */
function getRuleset({ world, repository, params, actor }: RepositoryCall): Reply {
  const ruleset = repository.rulesets.find(({ id }) => id === Number(params.id))
  if (!ruleset) throw notFound()
  const url = `${world.apiUrl}/repos/${fullName(repository)}/rulesets/${ruleset.id}`
  return ok({
    id: ruleset.id,
    name: ruleset.name,
    target: 'branch',
    source_type: 'Repository',
    source: fullName(repository),
    enforcement: ruleset.enforcement,
    current_user_can_bypass: bypasses(ruleset, actor) ? 'always' : 'never',
    node_id: nodeId('RRS', ruleset.id),
    _links: { self: { href: url } },
    conditions: { ref_name: { include: [`refs/heads/${ruleset.pattern}`], exclude: [] } },
    rules: rulesOf(fullName(repository), ruleset).map(({ type, parameters }) =>
      parameters === undefined ? { type } : { type, parameters },
    ),
  })
}

/** The rules of one ruleset, as both APIs list them. */
export function rulesOf(source: string, ruleset: Ruleset) {
  const from = { ruleset_source_type: 'Repository', ruleset_source: source, ruleset_id: ruleset.id }
  const rules: { type: string; parameters?: Record<string, unknown> }[] = []
  if (!ruleset.allowDeletions) rules.push({ type: 'deletion' })
  if (!ruleset.allowForcePushes) rules.push({ type: 'non_fast_forward' })
  if (ruleset.linearHistory) rules.push({ type: 'required_linear_history' })
  if (ruleset.requiredReviews !== undefined) {
    const parameters = {
      required_approving_review_count: ruleset.requiredReviews,
      dismiss_stale_reviews_on_push: ruleset.dismissStale ?? false,
      require_code_owner_review: ruleset.codeOwners ?? false,
      require_last_push_approval: ruleset.requireLastPushApproval ?? false,
      required_review_thread_resolution: false,
      allowed_merge_methods: ['merge', 'squash', 'rebase'],
    }
    rules.push({ type: 'pull_request', parameters })
  }
  const checks = requiredChecks(ruleset)
  if (checks.length > 0) {
    const required_status_checks = checks.map((check) => ({
      context: check.context,
      ...(check.appId === undefined ? {} : { integration_id: check.appId }),
    }))
    rules.push({
      type: 'required_status_checks',
      parameters: { strict_required_status_checks_policy: ruleset.strict ?? false, required_status_checks },
    })
  }
  return rules.map((rule) => ({ ...rule, ...from }))
}
