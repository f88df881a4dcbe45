import type { GateResult, Verdict } from '../gate/evaluate.ts'
import type { GateRule } from '../gate/rule.ts'
import type { MetricChange } from '../metrics/diff.ts'
import type { Sources } from '../metrics/metrics.ts'
import type { Comparison } from '../statistics/comparison.ts'
import type { FromPredictions } from '../statistics/computed-metrics.ts'

/** What the candidate is compared with: what main measured, the files committed on main, or nothing yet. */
export type ReportBaseline =
  | { readonly kind: 'measured' | 'file'; readonly sha: string }
  | {
      readonly kind: 'none'
      /** Why there is none, as a sentence: `Main has not been measured yet.` */
      readonly reason: string
    }

/**
 * One thing to do next, as a sentence; what stands between backticks is shown as code.
 * The object form makes a link of the sentence.
 */
export type NextStep = string | { readonly text: string; readonly url: string }

/**
 * Everything a report tells about one run of one model. All text in it is plain text and may be hostile; the report
 * escapes it. Notes and steps may put names between backticks.
 */
export interface Report {
  readonly model: string
  readonly verdict: Verdict
  /** Candidate against baseline; without a baseline every `old` is undefined. */
  readonly changes: readonly MetricChange[]
  readonly gate: GateResult
  /** The model's gate as configured: its `better` says which way a metric improves. */
  readonly rules: readonly GateRule[]
  /** Parameters against main's; only what changed is shown, and nothing without a baseline. */
  readonly params: readonly MetricChange[]
  readonly baseline: ReportBaseline
  readonly candidate: { readonly sha: string }
  /** The number of the pull request; without one the candidate is "this commit". */
  readonly pullRequest?: number
  readonly trainingSeconds?: number
  /** How long training took on main, in seconds. */
  readonly baselineTrainingSeconds?: number
  /** What the training wrote, of which is told what has grown or shrunk. */
  readonly files?: readonly FileSize[]
  /** What must be known before any number is believed: stands right below the verdict. */
  readonly caution?: string
  /** What else the reader must know, one sentence or two each. */
  readonly notes: readonly string[]
  readonly next: readonly NextStep[]
  /** The page of the workflow run, with the log and the job summary. */
  readonly runUrl?: string
  /** The page of the model's repository; commits are linked below it. */
  readonly repositoryUrl?: string
  /** Whether the differences are real; without it the report only says which way they go. */
  readonly comparison?: Comparison
  /** Metrics that no metrics file has, which the comparison computed. */
  readonly computed?: readonly FromPredictions[]
  /** What the candidate's metrics files hold beside metrics. */
  readonly sources?: ReportSources
  /** The same of the baseline. */
  readonly baselineSources?: ReportSources
  /** What main measured over time, the metrics that matter first. */
  readonly trend?: readonly Trend[]
  readonly plots?: readonly Plot[]
  readonly extra?: ExtraSection
}

/** Confusion matrices, tables per class, ROC curves and learning curves. */
export type ReportSources = Partial<Omit<Sources, 'metrics'>>

/** How one metric went on main, oldest first. */
export interface Trend {
  readonly file: string
  readonly name: string
  readonly points: readonly { readonly sha: string; readonly value: number }[]
}

/** How large a file is, and how large main's is, if that is known. */
export interface FileSize {
  readonly name: string
  readonly bytes: number
  readonly mainBytes?: number
}

/** A picture that was published where the reader's browser finds it. */
export interface Plot {
  /** Its path in the workspace. */
  readonly name: string
  /** http or https; anything else is shown as the name only. */
  readonly url: string
}

/** A text that the training wrote for people, as CML's `report.md`. */
export interface ExtraSection {
  /** Its path in the workspace. */
  readonly file: string
  readonly text: string
  /** `hostile` (a fork's): shown as plain text. `own`: rendered, but confined; see foreignMarkdown. */
  readonly from: 'own' | 'hostile'
  /** Where the pictures that it names by path were published. */
  readonly images?: ReadonlyMap<string, string>
}
