import type { Environment } from '../src/config/gitops-config.ts'
import { readClassicRules, readRulesetRules, strictest } from '../src/github/protection.ts'
import { bypassReason, missingRules, unprotectedReason } from '../src/release/protection-gap.ts'
import type { Gitops } from './gitops-side.ts'

/** Why an environment's branch is not protected as the environment demands; nothing when it is, or when it demands nothing. */
export async function whyUnprotected(
  { name, protection }: Environment,
  branch: string,
  { client, repository }: Gitops,
): Promise<string | undefined> {
  if (protection === undefined) return undefined
  const rules = await readRulesetRules(client, repository.fullName, branch)
  if (rules.bypassed.length > 0) return bypassReason(name, rules.bypassed)
  if (missingRules(protection, rules).length === 0) return undefined
  const classic = await readClassicRules(client, repository.fullName, branch)
  const missing = missingRules(protection, classic === 'unreadable' ? rules : strictest(rules, classic))
  if (missing.length === 0) return undefined
  const told = classic === 'unreadable' ? classic : 'read'
  return unprotectedReason({ environment: name, branch, missing, classic: told })
}
