import type { Rollout } from '../manifest/layout.ts'

/**
 * The lines that make a change in the gitops repository safe to run twice and its history readable by machine.
 * Format: git-interpret-trailers(1), the last paragraph of the message.
 */
export interface Trailers {
  /** The comment that asked for the change, or the workflow run that made it. */
  readonly command?: string
  readonly model: string
  readonly version: string
  readonly environment: string
  readonly rollout: string
  /** What ran before the change; absent when nothing did. */
  readonly versionBefore?: string
  readonly rolloutBefore?: string
  /** Which version got a copy of the requests by the change, and of how many: `<version> <percent>`, or `off`. */
  readonly shadow?: string
  /** The full sha of the model repository's commit that was released; the version may be the build of another one. */
  readonly commit?: string
  /** The value that `/set` changed, by its name; there is no version then. */
  readonly set?: string
  /** `owner/name#number`. */
  readonly pullRequest?: string
  /** The model repository and its id on GitHub, `owner/name id`: a name can pass to another repository. */
  readonly source?: string
  /** Who asked. */
  readonly by?: string
}

const NAMES: Readonly<Record<keyof Trailers, string>> = {
  command: 'Serin-Command',
  model: 'Serin-Model',
  version: 'Serin-Version',
  environment: 'Serin-Environment',
  rollout: 'Serin-Rollout',
  versionBefore: 'Serin-Version-Before',
  rolloutBefore: 'Serin-Rollout-Before',
  shadow: 'Serin-Shadow',
  commit: 'Serin-Commit',
  set: 'Serin-Set',
  pullRequest: 'Serin-Pull-Request',
  source: 'Serin-Source',
  by: 'Serin-By',
}

/** A commit message with its trailers. */
export function renderMessage(subject: string, trailers: Trailers): string {
  return `${subject}\n\n${renderTrailers(trailers)}\n`
}

/** The trailers as one paragraph. A value stays on its line, whatever a manifest or a configuration has put into it. */
export function renderTrailers(trailers: Partial<Trailers>): string {
  const lines = keys().flatMap((key) => {
    const value = trailers[key]
    return value === undefined ? [] : [`${NAMES[key]}: ${value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()}`]
  })
  return lines.join('\n')
}

/** A rollout as the trailers write it: `stable`, `canary 20` or `pinned`. */
export function rolloutWord(rollout: Rollout): string {
  return rollout.kind === 'canary' ? `canary ${rollout.percent}` : rollout.kind
}

/** Serin's trailers in a commit message, wherever a squash has put them; empty for anybody else's commit. */
export function parseTrailers(message: string): Partial<Trailers> {
  const found: Partial<Record<keyof Trailers, string>> = {}
  for (const line of message.split(/\r?\n/)) {
    const key = keys().find((name) => line.startsWith(`${NAMES[name]}: `))
    if (key !== undefined) found[key] = line.slice(NAMES[key].length + 2).trim()
  }
  return found
}

function keys(): readonly (keyof Trailers)[] {
  return Object.keys(NAMES) as (keyof Trailers)[]
}
