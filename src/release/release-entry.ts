import { parseSubject } from './change-subject.ts'
import { parseTrailers } from './trailers.ts'

/** A commit of a gitops repository, as its history has it. */
export interface HistoryCommit {
  readonly sha: string
  /** ISO 8601. */
  readonly date: string
  readonly message: string
}

/** A release as the history tells it. What a squash has dropped is missing. */
export interface ReleaseEntry {
  readonly sha: string
  readonly date: string
  readonly model: string
  readonly environment: string
  readonly version: string
  /** As the trailers write it: `stable`, `canary 20`, `pinned`. */
  readonly rollout: string
  readonly versionBefore?: string
  readonly rolloutBefore?: string
  readonly shadow?: string
  readonly by?: string
  /** `owner/name#number`. */
  readonly pullRequest?: string
  readonly command?: string
}

/**
 * The release that a commit made; `undefined` for any other commit. By its trailers, and where a squash has left only
 * the title, by that: somebody may have written a line of its shape by hand.
 */
export function releaseOf({ sha, date, message }: HistoryCommit): ReleaseEntry | undefined {
  const { model, environment, version, rollout, commit: _, source: __, ...rest } = parseTrailers(message)
  if (model !== undefined) {
    if (environment === undefined || version === undefined || rollout === undefined) return undefined
    return { sha, date, model, environment, version, rollout, ...rest }
  }
  const subject = parseSubject(message.split('\n', 1)[0] ?? '')
  return subject && { sha, date, ...subject }
}

export const RELEASE_COLUMNS = ['when (UTC)', 'environment', 'model', 'version', 'rollout', 'who', 'for'] as const

/** A release as the cells of {@link RELEASE_COLUMNS}, as plain text. */
export function releaseCells(entry: ReleaseEntry): readonly string[] {
  const { date, environment, model, version, by = '', pullRequest, command } = entry
  const when = new Date(date).toISOString().slice(0, 16).replace('T', ' ')
  return [when, environment, model, version, rolloutChange(entry), by, command ?? pullRequest ?? '']
}

/** `stable 9d1c04e7b2fa → canary 20`: the version before is named where it was another one. */
function rolloutChange({ version, rollout, versionBefore, rolloutBefore, shadow }: ReleaseEntry): string {
  const other = versionBefore === undefined || versionBefore === version ? '' : ` ${versionBefore}`
  const change = rolloutBefore === undefined ? rollout : `${rolloutBefore}${other} → ${rollout}`
  return shadow === undefined ? change : `${change}, shadow ${shadow}`
}
