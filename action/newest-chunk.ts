import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { listSizes, readFile } from '../src/github/tree.ts'
import {
  type ClosedChunk,
  chunksOf,
  type HistoryChunk,
  type HistoryFolder,
  type HistoryRecord,
  parseRecords,
} from '../src/history/history.ts'

/** A model's records at a commit of the data branch. */
export interface RecordsPlace {
  readonly repository: string
  readonly commit: string
  readonly model: string
  readonly folder: HistoryFolder
}

/** The newest records, oldest first, and what of them cannot be read, as sentences. */
export interface NewestRecords {
  readonly records: readonly HistoryRecord[]
  readonly unread: readonly string[]
}

/** So many are enough for a trend; records of full size are fewer. */
const ENOUGH = 100
/** Of one file and of all of them; Serin writes files of at most 4 MB. */
const MOST_BYTES = 16_000_000
const MOST_CHUNKS = 8

type ReadChunk =
  | { readonly chunk: HistoryChunk; readonly records: readonly HistoryRecord[] }
  | { readonly chunk: ClosedChunk; readonly mistake: UserError }

/** The newest file of a model's records. One that is broken or too large is closed: the next record begins another. */
export async function readNewestChunk(
  client: GitHubClient,
  from: RecordsPlace,
): Promise<HistoryChunk | ClosedChunk | undefined> {
  const [newest] = await listNewest(client, from)
  return newest && (await readChunk(client, from, newest)).chunk
}

/**
 * Reads the newest records. A file that is broken or too large is left out and told: a run must not depend on a file that
 * nobody has written by hand.
 */
export async function readNewestRecords(client: GitHubClient, from: RecordsPlace): Promise<NewestRecords> {
  const read: (readonly HistoryRecord[])[] = []
  const unread: string[] = []
  let count = 0
  let room = MOST_BYTES
  for (const file of (await listNewest(client, from)).slice(0, MOST_CHUNKS)) {
    if (count >= ENOUGH || (file.size > room && file.size <= MOST_BYTES)) break
    const found = await readChunk(client, from, file)
    if ('mistake' in found) unread.push(found.mistake.message)
    else {
      read.unshift(found.records)
      count += found.records.length
      room -= file.size
    }
  }
  return { records: read.flat(), unread }
}

interface SizedFile {
  readonly path: string
  readonly size: number
}

/** The newest first. */
async function listNewest(client: GitHubClient, from: RecordsPlace): Promise<readonly SizedFile[]> {
  const { repository, commit, model, folder } = from
  const sizes = await listSizes(client, { repository, commit, folder: `${folder}/${model}` })
  const paths = chunksOf([...sizes.keys()], model, folder)
  return paths.toReversed().map((path) => ({ path, size: sizes.get(path) ?? 0 }))
}

async function readChunk(
  client: GitHubClient,
  { repository, commit }: RecordsPlace,
  { path, size }: SizedFile,
): Promise<ReadChunk> {
  try {
    if (size > MOST_BYTES) throw tooLarge(path, size)
    const text = (await readFile(client, { repository, commit, path }))?.text ?? ''
    return { chunk: { path, text }, records: parseRecords(text, path) }
  } catch (error) {
    // What GitHub does not give just now says nothing about the file.
    if (!(error instanceof UserError) || error instanceof MissingPermission) throw error
    return { chunk: { path, text: undefined }, mistake: error }
  }
}

function tooLarge(path: string, size: number): UserError {
  return new UserError(`The file has ${Math.round(size / 1e6)} MB; at most 16 MB of measurements are read.`, {
    place: { file: path },
    fix: 'The next measurement on main begins another file; the data branch can lose this one.',
  })
}
