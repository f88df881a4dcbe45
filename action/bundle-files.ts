import type { ZipRules } from '../src/shell/zip.ts'
import { BUNDLE_FILE } from './bundle.ts'

/** The name of the artifact that carries a fork's results, in both workflows. */
export const ARTIFACT_NAME = 'serin-report'

/** Predictions and plots: what they are called in a bundle says nothing but their kind. */
export const PREDICTIONS_ENDINGS: readonly string[] = ['.csv', '.tsv', '.jsonl', '.json']
export const PLOT_ENDINGS: readonly string[] = ['.png', '.jpg', '.jpeg', '.svg', '.csv', '.tsv', '.json']
const PREDICTIONS = nameOf('predictions', PREDICTIONS_ENDINGS)
const PLOT = nameOf('plot', PLOT_ENDINGS)

/** How many files may lie beside the numbers, and how large they may be together. */
export const MOST_ATTACHED = 40
export const LARGEST_ATTACHED_BYTES = 48 * 1024 * 1024
const LARGEST_JSON_BYTES = 8 * 1024 * 1024

/** Of the zip file as it is stored. */
export const LARGEST_ARTIFACT_BYTES = 64 * 1024 * 1024

/** What a bundle may hold. Numbers and predictions are read; plots are for people who download them. */
export const BUNDLE_RULES: ZipRules = {
  mostEntries: MOST_ATTACHED + 1,
  mostBytes: LARGEST_ATTACHED_BYTES + LARGEST_JSON_BYTES,
  entry: (name) => {
    if (name === BUNDLE_FILE) return { largest: LARGEST_JSON_BYTES, isRead: true }
    if (PREDICTIONS.test(name)) return { largest: LARGEST_ATTACHED_BYTES, isRead: true }
    return PLOT.test(name) ? { largest: LARGEST_ATTACHED_BYTES, isRead: false } : undefined
  },
}

function nameOf(kind: string, endings: readonly string[]): RegExp {
  return new RegExp(`^${kind}-[1-9]\\d?(${endings.join('|').replaceAll('.', '\\.')})$`)
}
