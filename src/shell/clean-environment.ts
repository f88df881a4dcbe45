export type Environment = Readonly<Record<string, string | undefined>>

// What the runner gives to an action and to nobody else: inputs, the state between stages, the runtime's tokens.
const ACTION_ONLY = /^(INPUT_|STATE_|ACTIONS_)/
const FILE_COMMANDS = /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY|ARTIFACTS|ARTIFACTS_LIST)$/
const TOKEN_NAMES = /^(GH|GITHUB)_(ENTERPRISE_)?(TOKEN|PAT)$/
// Token formats change: `ghs_` ones hold dots and about 520 characters since April 2026.
const TOKEN_VALUES = /\b(gh[opsur]_[A-Za-z0-9._]{20}|github_pat_[A-Za-z0-9_]{20})/
const GIT_CONFIG = /^GIT_CONFIG_(COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)$/

/**
 * The environment for a command that a pull request can change: without GitHub's tokens, under whatever name,
 * without inputs, and without the files through which a step sets outputs and the environment of later steps.
 * A secret of the user's own (a storage key, say) stays: the workflow's author put it there for the training.
 */
export function cleanEnvironment(env: Environment): Record<string, string> {
  const inputs = new Set(secretInputs(env))
  const gitAuthorizes = Object.entries(env).some(
    ([name, value]) => GIT_CONFIG.test(name) && /authorization/i.test(value ?? ''),
  )
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !isGitHubs(entry[0], entry[1]) &&
      !inputs.has(entry[1]) &&
      !(gitAuthorizes && GIT_CONFIG.test(entry[0])),
  )
  return Object.fromEntries(kept)
}

function isGitHubs(name: string, value: string): boolean {
  const upper = name.toUpperCase()
  return [ACTION_ONLY, FILE_COMMANDS, TOKEN_NAMES].some((names) => names.test(upper)) || TOKEN_VALUES.test(value)
}

// A token that an input holds is dropped under other names too, whatever its format (GitHub Enterprise, a later one).
function secretInputs(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) => (/^INPUT_.*TOKEN$/i.test(name) && value ? [value] : []))
}
