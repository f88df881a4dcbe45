import type { Environment } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { type Running, readManifest } from '../manifest/manifest.ts'
import { parseSubject, sameShadow } from './change-subject.ts'
import { parseTrailers, rolloutWord } from './trailers.ts'

/** A commit of a gitops repository, as its history has it. */
export interface HistoryCommit {
  readonly sha: string
  /** ISO 8601. */
  readonly date: string
  /** As git has the name; it is nobody's account. */
  readonly author: string
  readonly message: string
}

/** A release as the history tells it. What a squash has dropped is missing. */
export interface ReleaseEntry {
  readonly sha: string
  readonly date: string
  readonly author: string
  readonly model: string
  readonly environment: string
  readonly version: string
  /** As the trailers write it: `stable`, `canary 20`, `pinned`; `removed` when the manifest says no version any more. */
  readonly rollout: string
  readonly versionBefore?: string
  readonly rolloutBefore?: string
  readonly shadow?: string
  readonly by?: string
  /** `owner/name#number`. */
  readonly pullRequest?: string
  readonly command?: string
  /** Somebody changed the manifest without Serin. */
  readonly byHand?: true
}

/** What a manifest says at a commit; `unknown`: nobody could read it there, or the clone does not have it. */
export type Said = { readonly kind: 'known'; readonly running: Running | undefined } | { readonly kind: 'unknown' }

/** The environment of a model, with what its manifest said before a commit and says after it. */
export interface ChangedPlace {
  readonly model: string
  readonly environment: string
  readonly before: Said
  readonly after: Said
}

/** What a text of a manifest says; a text that is not there says that nothing runs. */
export function saidBy(environment: Environment, text: string | undefined): Said {
  if (text === undefined) return { kind: 'known', running: undefined }
  try {
    return { kind: 'known', running: readManifest({ environment, text }).running }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown' }
    throw error
  }
}

/** Whether a commit says itself, by trailers, that it releases to a place; its manifest need not be read then. */
export function releaseByTrailers(
  { sha, date, author, message }: HistoryCommit,
  place: Pick<ChangedPlace, 'model' | 'environment'>,
): ReleaseEntry | undefined {
  const { model, environment, version, rollout, commit: _, source: __, set: ___, ...rest } = parseTrailers(message)
  if (model !== place.model || environment !== place.environment) return undefined
  if (version === undefined || rollout === undefined) return undefined
  return { sha, date, author, model, environment, version, rollout, ...rest }
}

/**
 * The release that a commit without trailers made; undefined when what runs is the same after it. Where a squash has
 * left only the title of a proposal, and the manifest cannot be read, that title tells.
 */
export function releaseByManifest(commit: HistoryCommit, place: ChangedPlace): ReleaseEntry | undefined {
  const { sha, date, author, message } = commit
  const { model, environment, before, after } = place
  const subject = parseSubject(message.split('\n', 1)[0] ?? '')
  const told = subject?.model === model && subject.environment === environment ? subject : undefined
  const about = { sha, date, author, model, environment }
  if (after.kind === 'unknown') return told && { ...about, ...told }
  const was = before.kind === 'known' ? before.running : undefined
  const now = after.running ?? (was && { version: was.version, rollout: undefined })
  if (now === undefined || (was !== undefined && after.running !== undefined && isSame(was, after.running))) {
    return undefined
  }
  return {
    ...about,
    version: now.version,
    rollout: now.rollout === undefined ? 'removed' : rolloutWord(now.rollout),
    ...(was !== undefined && { versionBefore: was.version, rolloutBefore: rolloutWord(was.rollout) }),
    ...shadowChange(was, after.running),
    ...(told?.version !== now.version && { byHand: true as const }),
  }
}

function isSame(one: Running, other: Running): boolean {
  return (
    one.version === other.version && rolloutWord(one.rollout) === rolloutWord(other.rollout) && sameShadow(one, other)
  )
}

function shadowChange(was: Running | undefined, now: Running | undefined): { readonly shadow?: string } {
  if (sameShadow(was ?? {}, now ?? {})) return {}
  return { shadow: now?.shadow === undefined ? 'off' : `${now.shadow.version} ${now.shadow.percent}` }
}

export const RELEASE_COLUMNS = [
  'when (UTC)',
  'environment',
  'model',
  'version',
  'before → after',
  'who',
  'link',
] as const

/** A release as the cells of {@link RELEASE_COLUMNS}, as plain text. `page`: where the repository is shown. */
export function releaseCells(entry: ReleaseEntry, page: string | undefined): readonly string[] {
  const { date, environment, model, version, by, author, byHand } = entry
  const when = new Date(date).toISOString().slice(0, 16).replace('T', ' ')
  const who = by ?? (byHand ? `by hand: ${author}` : author)
  return [when, environment, model, version, rolloutChange(entry), who, linkOf(entry, page)]
}

/** The comment that asked, else the model's pull request, else the commit itself. */
function linkOf({ command, pullRequest, sha }: ReleaseEntry, page: string | undefined): string {
  if (command !== undefined) return command
  if (pullRequest === undefined) return page === undefined ? sha.slice(0, 12) : `${page}/commit/${sha}`
  return page === undefined ? pullRequest : `${new URL(page).origin}/${pullRequest.replace('#', '/pull/')}`
}

/** `stable 9d1c04e7b2fa → canary 20`: the version before is named where it was another one. */
function rolloutChange({ version, rollout, versionBefore, rolloutBefore, shadow }: ReleaseEntry): string {
  const other = versionBefore === undefined || versionBefore === version ? '' : ` ${versionBefore}`
  const change = rolloutBefore === undefined ? rollout : `${rolloutBefore}${other} → ${rollout}`
  return shadow === undefined ? change : `${change}, shadow ${shadow}`
}
