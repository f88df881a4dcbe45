import type { ZipRules } from '../src/shell/zip.ts'
import { BUNDLE_FILE } from './bundle.ts'

/** The name of the artifact that carries a fork's results, in both workflows. */
export const ARTIFACT_NAME = 'serin-report'

/** Plots and predictions: what they are called in a bundle says nothing but their kind. */
export const ATTACHED_ENDINGS: readonly string[] = ['.png', '.jpg', '.jpeg', '.svg', '.csv', '.tsv', '.json', '.jsonl']
export const MOST_ATTACHED = 40
/** All of them together. */
export const LARGEST_ATTACHED_BYTES = 48 * 1024 * 1024
const ATTACHED = new RegExp(`^file-[1-9]\\d?(${ATTACHED_ENDINGS.join('|').replaceAll('.', '\\.')})$`)

/** Of the zip file as it is stored. */
export const LARGEST_ARTIFACT_BYTES = 64 * 1024 * 1024
const LARGEST_JSON_BYTES = 8 * 1024 * 1024

/** What a bundle may hold. Only the numbers are read; the files beside them are for people who download them. */
export const BUNDLE_RULES: ZipRules = {
  mostEntries: MOST_ATTACHED + 1,
  mostBytes: LARGEST_ATTACHED_BYTES + LARGEST_JSON_BYTES,
  entry: (name) => {
    if (name === BUNDLE_FILE) return { largest: LARGEST_JSON_BYTES, isRead: true }
    return ATTACHED.test(name) ? { largest: LARGEST_ATTACHED_BYTES, isRead: false } : undefined
  },
}
