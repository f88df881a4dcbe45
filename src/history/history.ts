import { type HistoryRecord, parseRecord, renderRecord } from './record.ts'

export type { HistoryRecord } from './record.ts'

/** `history`: what main measured. `evaluated`: what pull requests of the same repository measured, never a fork's. */
export type HistoryFolder = 'history' | 'evaluated'

/** One file of a model's history: JSON Lines, oldest first. */
export interface HistoryChunk {
  /** `history/<model>/<0001>.jsonl` on the data branch. */
  readonly path: string
  readonly text: string
}

/** A file that is there and is not read, because it is broken or too large; nothing is added to it. */
export interface ClosedChunk {
  readonly path: string
  readonly text: undefined
}

const LINES_PER_CHUNK = 200
/** Every run reads the newest chunk; a record has at most half of it (bounded-record.ts). */
const BYTES_PER_CHUNK = 4_000_000

/**
 * The history file to write so that `record` is in it: the newest chunk with a line more, or the next chunk once
 * that one has 200 lines or would have more than 4 MB. Lines that are there stay byte for byte. Equal text means that a
 * run of the same commit has measured the same before, and nothing is to be written.
 */
export function appendRecord(
  chunk: HistoryChunk | ClosedChunk | undefined,
  record: HistoryRecord,
  model: string,
  folder: HistoryFolder = 'history',
): HistoryChunk {
  const line = `${renderRecord(record)}\n`
  if (chunk === undefined) return { path: chunkPath(folder, model, 1), text: line }
  const next = { path: chunkPath(folder, model, numberOf(chunk.path) + 1), text: line }
  if (chunk.text === undefined) return next
  const records = parseRecords(chunk.text, chunk.path)
  if (records.some((known) => sameMeasurement(known, record))) return chunk
  const separator = chunk.text === '' || chunk.text.endsWith('\n') ? '' : '\n'
  const text = `${chunk.text}${separator}${line}`
  const isFull = records.length >= LINES_PER_CHUNK || Buffer.byteLength(text) > BYTES_PER_CHUNK
  return isFull && records.length > 0 ? next : { path: chunk.path, text }
}

/** Reads a history file; throws a UserError with file and line for a line that is no record. Empty lines are skipped. */
export function parseRecords(text: string, file: string): readonly HistoryRecord[] {
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseRecord(line, { file, line: index + 1 })]))
}

/**
 * The paths of the chunks that hold the newest `count` records, oldest first, if all but the newest, which may have just
 * begun, have 200 lines. Large records fill a chunk sooner, and a chunk that was compacted holds fewer: who needs them
 * all reads on.
 */
export function newestChunks(
  paths: readonly string[],
  model: string,
  count: number,
  folder: HistoryFolder = 'history',
): readonly string[] {
  return chunksOf(paths, model, folder).slice(-(Math.ceil(count / LINES_PER_CHUNK) + 1))
}

/** The models that have a history among these files, in the order of their names. */
export function modelsIn(paths: readonly string[], folder: HistoryFolder = 'history'): readonly string[] {
  const models = paths.flatMap((path) => {
    const [top, model = ''] = path.split('/')
    return top === folder && CHUNK_NAME.test(path) ? [model] : []
  })
  return [...new Set(models)].sort()
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

/**
 * The records of exactly this git tree, oldest first: what a merge brings to main may be what its pull request measured
 * already.
 */
export function findByTree(records: readonly HistoryRecord[], tree: string): readonly HistoryRecord[] {
  return records.filter((record) => record.tree === tree)
}

const CHUNK_NAME = /^(?:history|evaluated)\/[^/]+\/(\d{4,})\.jsonl$/

/** The paths of all chunks of a model, oldest first. */
export function chunksOf(
  paths: readonly string[],
  model: string,
  folder: HistoryFolder = 'history',
): readonly string[] {
  return paths
    .filter((path) => path.startsWith(`${folder}/${model}/`) && CHUNK_NAME.test(path))
    .sort((a, b) => numberOf(a) - numberOf(b))
}

function chunkPath(folder: HistoryFolder, model: string, number: number): string {
  return `${folder}/${model}/${String(number).padStart(4, '0')}.jsonl`
}

function numberOf(path: string): number {
  return Number(CHUNK_NAME.exec(path)?.[1] ?? 0)
}

// When it was measured and how long it took differ from run to run and say nothing about the model. A pull request's
// commit is measured as merged into main, whose tree changes with main.
function sameMeasurement(a: HistoryRecord, b: HistoryRecord): boolean {
  if (a.sha !== b.sha) return false
  if (a.tree !== undefined && b.tree !== undefined && a.tree !== b.tree) return false
  const essence = ({ sha, metrics, params, verdict }: HistoryRecord) =>
    renderRecord({ sha, metrics, params, measuredAt: '', ...(verdict === undefined ? {} : { verdict }) })
  return essence(a) === essence(b)
}
