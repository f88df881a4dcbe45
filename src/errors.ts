/** Where in the person's own material something is wrong. Lines and columns count from 1. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly key?: string
}

/**
 * A mistake that the person who reads the message can put right: it says what is wrong, where, and what to do next.
 * Everything else that is thrown is our bug, is logged whole and shown as one generic sentence.
 * `what` and `fix` may quote the person's text; whoever puts the message into Markdown escapes it.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly what: string
  readonly place: Place
  readonly fix: string | undefined

  constructor(what: string, details: { place?: Place; fix?: string; cause?: unknown } = {}) {
    const place = details.place ?? {}
    super([renderPlace(place), what, details.fix].filter(Boolean).join(' '), { cause: details.cause })
    this.what = what
    this.place = place
    this.fix = details.fix
  }
}

function renderPlace({ file, line, column, key }: Place): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(':')
  const named = key === undefined ? position : `${position}${position ? ' ' : ''}(${key})`
  return named ? `${named}:` : ''
}
