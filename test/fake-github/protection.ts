import { type Actor, accountOfActor, hasRole } from './access.ts'
import { reaches } from './git-objects.ts'
import type { PullIssue } from './issue.ts'
import { missingChecks, type RequiredCheck } from './required-checks.ts'
import { missingApprovals } from './required-reviews.ts'
import type { StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

/** What a protected branch asks for. What is undefined is not asked for. */
export interface BranchRules {
  /** 0 is legal: a pull request without an approval. Undefined: direct writes are fine. */
  readonly requiredReviews?: number
  readonly dismissStale?: boolean
  readonly requireLastPushApproval?: boolean
  /** Shown to readers; who owns what is not worked out here. */
  readonly codeOwners?: boolean
  readonly requiredChecks?: readonly (string | RequiredCheck)[]
  /** The head has to contain the base branch. */
  readonly strict?: boolean
  readonly allowForcePushes?: boolean
  readonly allowDeletions?: boolean
  readonly linearHistory?: boolean
  /** Logins that may do everything all the same; `slug[bot]` for apps. Never shown to those who only read. */
  readonly bypass?: readonly string[]
}

export interface ClassicProtection extends BranchRules {
  readonly pattern: string
  /** Admins are exempt unless this is set. */
  readonly enforceAdmins?: boolean
  /** Logins that alone may push. */
  readonly pushers?: readonly string[]
}

export interface Ruleset extends BranchRules {
  readonly id: number
  readonly name: string
  readonly pattern: string
  readonly enforcement: 'active' | 'evaluate' | 'disabled'
}

export interface BranchChange {
  readonly branch: string
  readonly before: string | undefined
  readonly after: string | undefined
  readonly actor: Actor
  /** The pull request that this change merges; undefined for direct writes. */
  readonly pull?: PullIssue
  readonly method?: 'merge' | 'squash' | 'rebase'
}

export interface Refusal {
  readonly source: 'classic' | 'ruleset'
  readonly lines: readonly string[]
}

/** Why a protected branch refuses a change, or undefined. All rulesets and one classic rule apply; classic speaks first. */
export function refusalOf(world: World, repository: StoredRepository, change: BranchChange): Refusal | undefined {
  const classic = classicFor(repository, change.branch)
  if (classic && !classicExempts(world, repository, { rule: classic, actor: change.actor })) {
    const lines = brokenRules(world, repository, { rules: classic, change, source: 'classic' })
    if (lines.length > 0) return { source: 'classic', lines }
  }
  const active = activeRulesets(repository, change.branch).filter((rules) => !bypasses(rules, change.actor))
  const lines = active.flatMap((rules) => brokenRules(world, repository, { rules, change, source: 'ruleset' }))
  return lines.length > 0 ? { source: 'ruleset', lines: [...new Set(lines)] } : undefined
}

/** GitHub's sentence for a refusal: the first line for classic rules, all of them for rulesets. */
export function refusalText({ source, lines }: Refusal): string {
  if (source === 'classic') return lines[0] ?? ''
  return `Repository rule violations found\n\n${lines.join('\n')}\n\n`
}

/** An exact name wins over a pattern, then the rule that was made first; only one classic rule applies. */
export function classicFor(repository: StoredRepository, branch: string): ClassicProtection | undefined {
  const rules = repository.classicRules
  return rules.find((rule) => rule.pattern === branch) ?? rules.find((rule) => matchesBranch(rule.pattern, branch))
}

export function activeRulesets(repository: StoredRepository, branch: string): Ruleset[] {
  return repository.rulesets.filter((rules) => rules.enforcement === 'active' && matchesBranch(rules.pattern, branch))
}

export function isProtected(repository: StoredRepository, branch: string): boolean {
  return classicFor(repository, branch) !== undefined || activeRulesets(repository, branch).length > 0
}

/** Whether some rule of this branch dismisses approvals on a push. */
export function dismissesStale(repository: StoredRepository, branch: string): boolean {
  const rules: (BranchRules | undefined)[] = [classicFor(repository, branch), ...activeRulesets(repository, branch)]
  return rules.some((each) => each?.dismissStale === true)
}

function matchesBranch(pattern: string, branch: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '.*')
  return new RegExp(`^${source}$`).test(branch)
}

export function bypasses(rules: BranchRules, actor: Actor): boolean {
  return actor.kind !== 'anonymous' && rules.bypass?.includes(accountOfActor(actor).login) === true
}

function classicExempts(
  world: World,
  repository: StoredRepository,
  { rule, actor }: { rule: ClassicProtection; actor: Actor },
): boolean {
  if (bypasses(rule, actor)) return true
  return !rule.enforceAdmins && actor.kind === 'user' && hasRole(world, repository, actor.account, 'admin')
}

function brokenRules(
  world: World,
  repository: StoredRepository,
  { rules, change, source }: { rules: ClassicProtection | Ruleset; change: BranchChange; source: Refusal['source'] },
): string[] {
  if (change.after === undefined) return rules.allowDeletions ? [] : ['Cannot delete this protected branch']
  const lines: string[] = []
  const { before, after, pull, actor } = change
  const forced = before !== undefined && !reaches(repository.objects, after, before)
  if (forced && !rules.allowForcePushes) lines.push('Cannot force-push to this protected branch')
  if (
    'pushers' in rules &&
    rules.pushers &&
    actor.kind !== 'anonymous' &&
    !rules.pushers.includes(accountOfActor(actor).login)
  ) {
    lines.push(
      "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information.",
    )
  }
  if (rules.requiredReviews !== undefined) {
    if (pull) lines.push(...missingApprovals(world, repository, { pull, rules }))
    else if (source === 'ruleset') lines.push('Changes must be made through a pull request.')
    else lines.push(approvalText(rules.requiredReviews))
  }
  lines.push(
    ...missingChecks(repository, {
      rules,
      sha: pull ? pull.pull.headSha : after,
      behind: isBehind(repository, change),
    }),
  )
  if (rules.linearHistory && change.method === 'merge') lines.push('This branch must not contain merge commits.')
  return lines
}

export function approvalText(count: number): string {
  const wanted = Math.max(1, count)
  return `At least ${wanted} approving review${wanted === 1 ? ' is' : 's are'} required by reviewers with write access.`
}

function isBehind(repository: StoredRepository, { pull, before }: BranchChange): boolean {
  return pull !== undefined && before !== undefined && !reaches(repository.objects, pull.pull.headSha, before)
}
