import type { Environment } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { type ClassicRules, readClassicRules, readRulesetRules, strictest } from '../src/github/protection.ts'
import { bypassReason, missingRules, unprotectedReason } from '../src/release/protection-gap.ts'
import type { Reason } from '../src/release/reason.ts'
import type { Desk } from './desk.ts'
import type { OpenRepository } from './load-release.ts'

/**
 * Why an environment's branch is not protected as the environment demands; nothing when it is, or when it demands
 * nothing. Read at GitHub now: active rulesets first, classic protection where they do not do.
 */
export async function whyUnprotected(
  { environment, branch }: { readonly environment: Environment; readonly branch: string },
  { client, repository }: OpenRepository,
  desk: Desk,
): Promise<Reason | undefined> {
  const { protection, name } = environment
  if (protection === undefined) return undefined
  const rules = await readRulesetRules(client, repository.fullName, branch)
  if (rules.bypassed.length > 0) return exempt(name, rules.bypassed)
  if (missingRules(protection, rules).length === 0) return undefined
  const classic = await readClassic(repository.fullName, branch, desk)
  const found = classic === 'unreadable' ? rules : strictest(rules, classic)
  const missing = missingRules(protection, found)
  if (missing.length > 0) {
    const read = classic === 'unreadable' ? classic : 'read'
    const reason = unprotectedReason({ environment: name, branch, missing, classic: read })
    return { code: 'branch-unprotected', reason }
  }
  const self = (await desk.github.self()).login.replace(/\[bot\]$/, '')
  const isExempt = classic !== 'unreadable' && classic.bypassingApps.includes(self)
  return isExempt ? exempt(name, [`the protection of ${branch}`]) : undefined
}

function exempt(environment: string, rulesets: readonly string[]): Reason {
  return { code: 'app-may-bypass', reason: bypassReason(environment, rulesets) }
}

/** With a token of its own: few grant `administration: read`, and then classic protection is not known. */
async function readClassic(repository: string, branch: string, desk: Desk): Promise<ClassicRules | 'unreadable'> {
  try {
    const client = await desk.github.open(repository, { metadata: 'read', administration: 'read' })
    return client === undefined ? 'unreadable' : await readClassicRules(client, repository, branch)
  } catch (error) {
    if (error instanceof UserError) return 'unreadable'
    throw error
  }
}
