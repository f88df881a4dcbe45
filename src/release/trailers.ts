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
  /** `owner/name#number`. */
  readonly pullRequest?: string
  /** Who asked. */
  readonly by?: string
}

const NAMES: Readonly<Record<keyof Trailers, string>> = {
  command: 'Serin-Command',
  model: 'Serin-Model',
  version: 'Serin-Version',
  environment: 'Serin-Environment',
  rollout: 'Serin-Rollout',
  pullRequest: 'Serin-Pull-Request',
  by: 'Serin-By',
}

/** A commit message with its trailers. */
export function renderMessage(subject: string, trailers: Trailers): string {
  const lines = keys().flatMap((key) => (trailers[key] === undefined ? [] : [`${NAMES[key]}: ${trailers[key]}`]))
  return `${subject}\n\n${lines.join('\n')}\n`
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
