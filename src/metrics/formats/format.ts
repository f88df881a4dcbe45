import type { ClassTable } from '../class-table.ts'
import type { ConfusionMatrix } from '../confusion-matrix.ts'
import type { Curve } from '../curve.ts'
import type { MetricEntry } from '../flatten.ts'
import type { Roc } from '../roc.ts'
import type { FileContent } from './file-content.ts'

/** What one file holds. */
export interface Findings {
  readonly metrics: readonly MetricEntry[]
  readonly curves?: readonly Curve[]
  readonly matrices?: readonly ConfusionMatrix[]
  readonly classTables?: readonly ClassTable[]
  readonly rocs?: readonly Roc[]
}

/** One way to write metrics into a file. */
export interface MetricFormat {
  /** How the configuration calls it. */
  readonly name: string
  /** Which files it is, for a message: "*.json", "vegeta's report". */
  readonly files: string
  /**
   * Whether a file is of this format, by its name and what it holds. Asked in the order of the registry, so a format
   * that is written in JSON comes before JSON. Throws UserError only where `json` does.
   */
  readonly recognises: (file: FileContent) => boolean
  /** Reads a file of this format. Throws UserError with file, line and column where the text is not of this format. */
  readonly parse: (file: FileContent) => Findings
}
