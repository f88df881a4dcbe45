/** How many characters of a commit name a version: enough to be unique, short enough for an image tag or a label. */
const VERSION_LENGTH = 12

/** The name that one build of a model gets by default: the start of its commit's sha. */
export function versionOf(sha: string): string {
  return sha.slice(0, VERSION_LENGTH)
}

/** Whether a sha that a person typed (7 to 40 hexadecimal digits) means this commit. */
export function isSameCommit(typed: string, sha: string): boolean {
  return sha.startsWith(typed)
}
