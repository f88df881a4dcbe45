import type { GateResult, Verdict } from '../gate/evaluate.ts'
import type { GateRule } from '../gate/rule.ts'
import type { MetricChange } from '../metrics/diff.ts'

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
  /** What else the reader must know, one sentence or two each. */
  readonly notes: readonly string[]
  readonly next: readonly NextStep[]
  /** The page of the workflow run, with the log and the job summary. */
  readonly runUrl?: string
  /** The page of the model's repository; commits are linked below it. */
  readonly repositoryUrl?: string
}
