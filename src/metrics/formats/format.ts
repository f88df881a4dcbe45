import type { MetricEntry } from '../flatten.ts'

/** One way to write metrics into a file. */
export interface MetricFormat {
  /** What people call it, as in "JSON". */
  readonly name: string
  /** The endings of its file names, in lower case, with the dot. */
  readonly endings: readonly string[]
  /** Reads a file of this format. Throws UserError with file, line and column where the text is not of this format. */
  readonly parse: (text: string, file: string) => readonly MetricEntry[]
}
