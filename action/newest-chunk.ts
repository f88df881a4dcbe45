import type { GitHubClient } from '../src/github/client.ts'
import { listFiles, readFile } from '../src/github/tree.ts'
import { type HistoryChunk, type HistoryFolder, newestChunk } from '../src/history/history.ts'

/** The newest file of a model's records at a commit of the data branch. */
export async function readNewestChunk(
  client: GitHubClient,
  from: {
    readonly repository: string
    readonly commit: string
    readonly model: string
    readonly folder: HistoryFolder
  },
): Promise<HistoryChunk | undefined> {
  const { repository, commit, model, folder } = from
  const paths = await listFiles(client, { repository, commit, folder: `${folder}/${model}` })
  const path = newestChunk(paths, model, folder)
  const file = path === undefined ? undefined : await readFile(client, { repository, commit, path })
  return path === undefined || file === undefined ? undefined : { path, text: file.text }
}
