/**
 * What a schema says about a wrong value: one sentence about the value, one about what to write.
 * Zod messages are single strings, so the two travel as two lines.
 */
export interface Complaint {
  readonly what: string
  readonly fix?: string
}

/** The zod message that carries `what` and `fix`. */
export function say(what: string, fix: string): string {
  return `${what}\n${fix}`
}

/** The two sentences of a message made by `say`; any other message is only a `what`. */
export function heard(message: string): Complaint {
  const [what = message, ...fix] = message.split('\n')
  return fix.length === 0 ? { what } : { what, fix: fix.join(' ') }
}

/** The value as the person wrote it, short enough for a sentence. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
