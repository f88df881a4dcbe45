/** How many characters of a commit name a version: enough to be unique, short enough for an image tag or a label. */
const VERSION_LENGTH = 12

/** The name that one build of a model gets by default: the start of its commit's sha. */
export function versionOf(sha: string): string {
  return sha.slice(0, VERSION_LENGTH)
}

const CHECK_ID_BEGIN = 'serin:version='
/** What may stand in an image tag, a label and a path; not `..`. */
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The `external_id` of a commit's check run, which tells whose build was judged there. */
export function renderCheckId(version: string): string {
  return `${CHECK_ID_BEGIN}${version}`
}

/** The version in a check run's `external_id`; `undefined` for one of another shape, which says nothing. */
export function parseCheckId(id: string | null | undefined): string | undefined {
  if (!id?.startsWith(CHECK_ID_BEGIN)) return undefined
  const version = id.slice(CHECK_ID_BEGIN.length)
  return VERSION.test(version) ? version : undefined
}

/** Whether a sha that a person typed (7 to 40 hexadecimal digits) means this commit. */
export function isSameCommit(typed: string, sha: string): boolean {
  return sha.startsWith(typed)
}
