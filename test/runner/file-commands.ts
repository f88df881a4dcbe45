/**
 * Parses a `GITHUB_OUTPUT`, `GITHUB_ENV` or `GITHUB_STATE` file: `name=value` lines and `name<<DELIMITER` blocks,
 * whichever sign comes first on the line. Throws with the runner's own texts (runner `FileCommandManager.cs`).
 */
export function parseNameValueFile(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = text.split('\n')
  const endsWithoutNewline = lines.at(-1) !== ''
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      found[nonEmpty(line.slice(0, equals), line)] = line.slice(equals + 1)
    } else if (heredoc >= 0) {
      const name = nonEmpty(line.slice(0, heredoc), line)
      const delimiter = nonEmpty(line.slice(heredoc + 2), line)
      const end = lines.indexOf(delimiter, index + 1)
      if (end < 0) {
        throw new Error(
          endsWithoutNewline && index === lines.length - 1
            ? 'Invalid value. EOF marker missing new line.'
            : `Invalid value. Matching delimiter not found '${delimiter}'`,
        )
      }
      found[name] = lines.slice(index + 1, end).join('\n')
      index = end
    } else {
      throw new Error(`Invalid format '${line}'`)
    }
  }
  return found
}

/** Parses a `GITHUB_PATH` file: one folder per line, empty lines ignored. */
export function parsePathFile(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

function nonEmpty(part: string, line: string): string {
  if (part === '') throw new Error(`Invalid format '${line}'. Name and delimiter must not be empty`)
  return part
}

/** The most that a step's summary may hold, in bytes. One byte more and nothing of it is shown. */
export const SUMMARY_LIMIT = 1024 * 1024

/** What is shown of a step's summary, or why nothing is. */
export function acceptSummary(text: string): { readonly text: string; readonly error?: string } {
  const bytes = Buffer.byteLength(text)
  if (bytes <= SUMMARY_LIMIT) return { text }
  const error = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.ceil(bytes / 1024)}k.`
  return { text: '', error }
}
