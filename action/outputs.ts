import * as core from '@actions/core'

/** What the step hands to later steps. */
export interface Outputs {
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'skipped'
  readonly report: string
  readonly metrics: string
  readonly version: string
  readonly versions: string
  readonly reused: 'true' | 'false'
  readonly 'comment-url': string
  readonly 'check-url': string
  readonly released: string
  readonly bundle: string
}

/** The names in `action.yml`; a test holds that the two lists are equal. */
export const OUTPUT_NAMES = [
  'verdict',
  'report',
  'metrics',
  'version',
  'versions',
  'reused',
  'comment-url',
  'check-url',
  'released',
  'bundle',
] as const

/** Writes every output of the step. */
export function writeOutputs(outputs: Outputs): void {
  for (const name of OUTPUT_NAMES) core.setOutput(name, outputs[name])
}

/** GitHub drops a summary above 1 MiB whole, and keeps the step green. Source: actions/runner, FileCommandManager. */
export const LARGEST_SUMMARY_BYTES = 1_000_000

/** Adds text to the page of the run. The caller keeps it below {@link LARGEST_SUMMARY_BYTES}. */
export async function writeSummary(markdown: string): Promise<void> {
  if (markdown !== '') await core.summary.addRaw(markdown, true).write()
}

/** Ends the step as failed, with one sentence for the log and the annotation. */
export function fail(message: string): void {
  core.setFailed(message)
}
