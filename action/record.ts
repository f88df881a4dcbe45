import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { commitFiles } from '../src/github/commit.ts'
import { readHead } from '../src/github/repository.ts'
import { listFiles, readFile } from '../src/github/tree.ts'
import { type Extras, extrasPath, renderExtras } from '../src/history/extras.ts'
import { appendRecord, type HistoryRecord, newestChunk } from '../src/history/history.ts'
import { blobSha } from './blob-sha.ts'

/** Other models' runs append to the same branch at the same time; each loss is one more try. */
const ATTEMPTS = 12

/**
 * Appends what main measured to the data branch: one commit, exactly on top of what was read, again when somebody
 * else was faster. The first record starts the branch, which shares no history with the code.
 * @throws UserError when the branch's rules refuse it, MissingPermission without `contents: write`.
 */
export async function recordMeasurement(
  client: GitHubClient,
  entry: {
    readonly repository: string
    readonly dataBranch: string
    readonly model: string
    readonly record: HistoryRecord
    /** Kept beside the record, so that pull requests are compared example by example. */
    readonly predictions: string | undefined
    /** Curves, matrices and the like, so that a pull request's are shown beside main's. */
    readonly extras: Extras
  },
): Promise<'recorded' | 'known'> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = await tryToRecord(client, entry)
    if (outcome !== 'moved') return outcome
  }
  throw new UserError(`The branch ${entry.dataBranch} was changed by others ${ATTEMPTS} times in a row.`, {
    fix: 'Run the workflow again.',
  })
}

async function tryToRecord(
  client: GitHubClient,
  entry: Parameters<typeof recordMeasurement>[1],
): Promise<'recorded' | 'known' | 'moved'> {
  const { repository, dataBranch, model } = entry
  const kept = keptBeside(entry)
  const record = { ...entry.record, ...kept.blobs }
  const parent = await readHead(client, repository, dataBranch)
  const chunk = parent === undefined ? undefined : await readChunk(client, { repository, commit: parent, model })
  const next = appendRecord(chunk, record, model)
  if (chunk !== undefined && next.path === chunk.path && next.text === chunk.text) return 'known'
  const message = `${model} measured at ${record.sha.slice(0, 12)}\n`
  const files = [next, ...kept.files]
  const outcome = await commitFiles(client, { repository, branch: dataBranch, parent, files, message })
  if (outcome.kind === 'protected') {
    throw new UserError(`The branch ${dataBranch} of ${repository} refuses what main measured: ${outcome.reason}`, {
      fix: `Exempt the branch from the rules, or name another one by the input \`data-branch\`.`,
    })
  }
  return outcome.kind === 'committed' ? 'recorded' : 'moved'
}

/** Larger ones would make the branch slow to fetch; pull requests are then compared without pairs, and told. */
const LARGEST_PREDICTIONS = 20 * 1024 * 1024

/** The files to write beside the record, and how the record names them. */
function keptBeside({ model, predictions, extras }: Parameters<typeof recordMeasurement>[1]) {
  const texts = { predictions: keptPredictions(predictions), extras: renderExtras(extras) }
  const paths = { predictions: `predictions/${model}.csv`, extras: extrasPath(model) }
  const kept = (['predictions', 'extras'] as const).flatMap((kind) => {
    const text = texts[kind]
    return text === undefined ? [] : [{ kind, path: paths[kind], text }]
  })
  return {
    files: kept.map(({ path, text }) => ({ path, text })),
    blobs: Object.fromEntries(kept.map(({ kind, text }) => [kind, blobSha(Buffer.from(text))])),
  }
}

function keptPredictions(text: string | undefined): string | undefined {
  return text !== undefined && Buffer.byteLength(text) <= LARGEST_PREDICTIONS ? text : undefined
}

async function readChunk(client: GitHubClient, at: { repository: string; commit: string; model: string }) {
  const path = newestChunk(await listFiles(client, { ...at, folder: `history/${at.model}` }), at.model)
  const file = path === undefined ? undefined : await readFile(client, { ...at, path })
  return path === undefined || file === undefined ? undefined : { path, text: file.text }
}
