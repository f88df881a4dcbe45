import { UserError } from '../src/errors.ts'
import { chunksOf, type HistoryRecord, newestChunks, parseRecords } from '../src/history/history.ts'
import type { FileTree, Repository } from '../src/shell/git.ts'

/** Where main's measurements are, unless the workflow says otherwise. */
export const DATA_BRANCH = 'serin-data'

/**
 * The files of the data branch, as it was fetched; else of a branch of this clone's own.
 * @throws UserError when the clone has neither.
 */
export async function dataBranchIn(repository: Repository, branch: string): Promise<FileTree> {
  const tree = await dataBranchIfThere(repository, branch)
  if (tree !== undefined) return tree
  throw new UserError(`This clone has no branch \`${branch}\`, where main's measurements are kept.`, {
    fix: `Fetch it: ${fetchOf(branch)}. A first run on main makes it.`,
  })
}

/** The same; `undefined` when the clone has neither. */
export async function dataBranchIfThere(repository: Repository, branch: string): Promise<FileTree | undefined> {
  for (const name of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const tree = await repository.filesIfThere({ kind: 'commit', name })
    if (tree !== undefined) return tree
  }
  return undefined
}

/** How a clone of any kind gets a branch: also one of a single branch, and one that fetched a cut history before. */
export function fetchOf(branch: string): string {
  return `git fetch --depth=1 origin +${branch}:refs/remotes/origin/${branch}`
}

/** The newest records of a model, oldest first, at most `limit`. @throws UserError for a broken history. */
export async function newestRecordsIn(
  branch: FileTree,
  model: string,
  limit: number,
): Promise<readonly HistoryRecord[]> {
  const all = chunksOf(branch.paths, model)
  let chunks = newestChunks(branch.paths, model, limit)
  let records = await readAll(branch, chunks)
  // Chunks of large records hold fewer than the usual number.
  while (records.length < limit && chunks.length < all.length) {
    const older = all.slice(-2 * chunks.length, -chunks.length)
    records = [...(await readAll(branch, older)), ...records]
    chunks = [...older, ...chunks]
  }
  return records.slice(-limit)
}

async function readAll(branch: FileTree, chunks: readonly string[]): Promise<readonly HistoryRecord[]> {
  const texts = await branch.read(chunks)
  return chunks.flatMap((path) => parseRecords(texts.get(path) ?? '', path))
}
