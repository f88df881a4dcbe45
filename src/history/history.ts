import { type HistoryRecord, parseRecord, renderRecord } from './record.ts'

export type { HistoryRecord } from './record.ts'

/** One file of a model's history: JSON Lines, oldest first. */
export interface HistoryChunk {
  /** `history/<model>/<0001>.jsonl` on the data branch. */
  readonly path: string
  readonly text: string
}

const LINES_PER_CHUNK = 200

/**
 * The history file to write so that `record` is in it: the newest chunk with a line more, or the next chunk once
 * that one has 200 lines. Lines that are there stay byte for byte. Equal text means that a run of the same commit
 * has measured the same before, and nothing is to be written.
 */
export function appendRecord(chunk: HistoryChunk | undefined, record: HistoryRecord, model: string): HistoryChunk {
  const line = `${renderRecord(record)}\n`
  if (chunk === undefined) return { path: chunkPath(model, 1), text: line }
  const records = parseRecords(chunk.text, chunk.path)
  if (records.some((known) => sameMeasurement(known, record))) return chunk
  if (records.length >= LINES_PER_CHUNK) return { path: chunkPath(model, numberOf(chunk.path) + 1), text: line }
  const separator = chunk.text === '' || chunk.text.endsWith('\n') ? '' : '\n'
  return { path: chunk.path, text: `${chunk.text}${separator}${line}` }
}

/** Reads a history file; throws a UserError with file and line for a line that is no record. Empty lines are skipped. */
export function parseRecords(text: string, file: string): readonly HistoryRecord[] {
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseRecord(line, { file, line: index + 1 })]))
}

/** The path of the chunk to append to and to read first; undefined when the model has no history. */
export function newestChunk(paths: readonly string[], model: string): string | undefined {
  return paths
    .filter((path) => path.startsWith(`history/${model}/`) && CHUNK_NAME.test(path))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .at(-1)
}

/**
 * The record to compare with: the newest one of exactly `sha`, else the newest of all. `records` are oldest first.
 * Undefined when there is none.
 */
export function findBaseline(
  records: readonly HistoryRecord[],
  sha: string,
): { readonly record: HistoryRecord; readonly exact: boolean } | undefined {
  const exact = records.findLast((record) => record.sha === sha)
  const record = exact ?? records.at(-1)
  return record && { record, exact: exact !== undefined }
}

const CHUNK_NAME = /^history\/[^/]+\/(\d{4,})\.jsonl$/

function chunkPath(model: string, number: number): string {
  return `history/${model}/${String(number).padStart(4, '0')}.jsonl`
}

function numberOf(path: string): number {
  return Number(CHUNK_NAME.exec(path)?.[1] ?? 0)
}

// When it was measured and how long it took differ from run to run and say nothing about the model.
function sameMeasurement(a: HistoryRecord, b: HistoryRecord): boolean {
  const essence = ({ sha, metrics, params, verdict }: HistoryRecord) =>
    renderRecord({ sha, metrics, params, measuredAt: '', ...(verdict === undefined ? {} : { verdict }) })
  return essence(a) === essence(b)
}
