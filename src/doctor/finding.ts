import { UserError } from '../errors.ts'

/** `error`: a release would fail or deceive; `warning`: it probably bites; `info`: what was not looked at, and why. */
export type Severity = 'error' | 'warning' | 'info'

/** Something that a person should know about a file. Lines and columns count from 1; texts are plain, not escaped. */
export interface Finding {
  readonly severity: Severity
  readonly file: string
  /** The branch that was read instead of the work tree. */
  readonly branch?: string
  readonly line: number
  readonly column: number
  /** Which check found it. */
  readonly rule: string
  readonly what: string
  readonly fix?: string
}

/** Every mistake that a UserError stands for, as findings; what has no place of its own stands at the file's beginning. */
export function findingsOf(
  error: UserError,
  about: { readonly severity: Severity; readonly rule: string; readonly file: string; readonly branch?: string },
): readonly Finding[] {
  const { cause } = error
  if (cause instanceof AggregateError) {
    return cause.errors.flatMap((each) => (each instanceof UserError ? findingsOf(each, about) : []))
  }
  const { file, line = 1, column = 1 } = error.place
  const fix = error.fix === undefined ? {} : { fix: error.fix }
  return [{ ...about, file: file ?? about.file, line, column, what: error.what, ...fix }]
}

/** Does `work`; what a person can put right becomes findings, anything else is thrown on. */
export function findingsIn<Result>(
  about: Parameters<typeof findingsOf>[1],
  work: () => Result,
): { readonly result?: Result; readonly findings: readonly Finding[] } {
  try {
    return { result: work(), findings: [] }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { findings: findingsOf(error, about) }
  }
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

/** By file, line, column and severity; what is said twice about one place is said once. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const sorted = [...findings].sort(
    (one, other) =>
      compare(one.file, other.file) ||
      compare(one.branch ?? '', other.branch ?? '') ||
      one.line - other.line ||
      one.column - other.column ||
      ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity),
  )
  const seen = new Set<string>()
  return sorted.filter(({ file, branch, line, column, what }) => {
    const key = JSON.stringify([file, branch, line, column, what])
    return !seen.has(key) && seen.add(key)
  })
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
