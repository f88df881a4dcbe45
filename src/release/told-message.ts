import { parseTrailers, renderTrailers, type Trailers } from './trailers.ts'

/** A commit on a manifest's branch and the merged pull requests that GitHub says it came with. */
export interface BroughtCommit {
  readonly message: string
  readonly pulls: readonly {
    readonly body: string
    readonly headBranch: string
    readonly isFromFork: boolean
    readonly baseBranch: string
  }[]
}

/**
 * A commit's message with Serin's trailers, also where a squash has dropped them: then they are in the proposal's body,
 * which is believed as far as the name of its branch bears it out.
 */
export function toldMessage({ message, pulls }: BroughtCommit, branch: string): string {
  if (parseTrailers(message).model !== undefined) return message
  for (const pull of pulls) {
    const trailers = parseTrailers(pull.body)
    if (pull.isFromFork || pull.baseBranch !== branch || !isBorneOut(trailers, pull.headBranch)) continue
    return `${message.trimEnd()}\n\n${renderTrailers(trailers)}\n`
  }
  return message
}

/** The branch of a proposal names model, environment and version, or the key that was set, and cannot be edited. */
function isBorneOut(trailers: Partial<Trailers>, branch: string): boolean {
  const { model, environment, version, shadow, set } = trailers
  if (model === undefined || environment === undefined) return false
  const folder = `serin/${model}/${environment}/`
  if (version === undefined) return set !== undefined && branch === `${folder}set-${set}`
  return branch === `${folder}${version}` || branch === `${folder}shadow-${shadow?.split(' ', 1)[0]}`
}
