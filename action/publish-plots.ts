import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { commitFiles, createBlob, type NewFile } from '../src/github/commit.ts'
import { readHead } from '../src/github/repository.ts'
import { listBlobs, readFile } from '../src/github/tree.ts'
import { listPlots, plotFolder, plotListPath } from '../src/history/plot-folders.ts'
import { picturePath } from '../src/report/picture.ts'
import { blobSha } from './blob-sha.ts'
import type { PictureFile } from './plots.ts'

/** Pictures of one commit's model, and where they go. */
export interface Publication {
  readonly repository: string
  /** The page of the repository. */
  readonly repositoryUrl: string
  readonly dataBranch: string
  readonly model: string
  readonly sha: string
  readonly pictures: readonly PictureFile[]
}

/** A picture that a browser of somebody who may see the repository finds. */
export interface PublishedPicture {
  readonly path: string
  readonly url: string
}

/** Newer commits push the pictures of older ones out of the branch's tree; the links to them stay, by commit. */
const KEPT_COMMITS = 50
/** Other runs write to the same branch at the same time; each loss is one more try. */
const ATTEMPTS = 12

/**
 * Puts pictures on the data branch of the repository itself, where whoever may see the repository may see them, and
 * nobody else. The same pictures of the same commit are written once.
 * @throws UserError when the branch's rules refuse it, MissingPermission without `contents: write`.
 */
export async function publishPictures(
  client: GitHubClient,
  publication: Publication,
): Promise<readonly PublishedPicture[]> {
  const files = filesOf(publication)
  const written = new Set<string>()
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const commit = await tryToPublish(client, publication, { files, written })
    if (commit !== undefined) {
      return files.map(({ path, place }) => ({ path, url: urlOf(publication.repositoryUrl, commit, place) }))
    }
  }
  throw new UserError(`The branch ${publication.dataBranch} was changed by others ${ATTEMPTS} times in a row.`, {
    fix: 'Run the workflow again.',
  })
}

/** The pictures that an earlier run has published of a commit's model, as far as newer commits have left them there. */
export async function findPictures(
  client: GitHubClient,
  { repository, repositoryUrl, dataBranch, model, sha }: Omit<Publication, 'pictures'>,
): Promise<readonly PublishedPicture[]> {
  const commit = await readHead(client, repository, dataBranch)
  if (commit === undefined) return []
  const folder = plotFolder(model, sha)
  const places = [...(await listBlobs(client, { repository, commit, folder })).keys()]
  return places.map((place) => ({ path: place.slice(folder.length + 1), url: urlOf(repositoryUrl, commit, place) }))
}

interface PlacedPicture {
  readonly path: string
  /** On the data branch. */
  readonly place: string
  readonly blob: string
  readonly bytes: Uint8Array
}

function filesOf({ model, sha, pictures }: Publication): readonly PlacedPicture[] {
  const folder = plotFolder(model, sha)
  return pictures.map(({ path, type, bytes }) => {
    return { path, place: `${folder}/${picturePath(path, type)}`, blob: blobSha(bytes), bytes }
  })
}

/** @returns the commit of the data branch that holds the pictures, or nothing when somebody else was faster. */
async function tryToPublish(
  client: GitHubClient,
  { repository, dataBranch, model, sha }: Publication,
  { files, written }: { readonly files: readonly PlacedPicture[]; readonly written: Set<string> },
): Promise<string | undefined> {
  const parent = await readHead(client, repository, dataBranch)
  const at = { repository, commit: parent ?? '', folder: `plots/${model}` }
  const there = parent === undefined ? new Map<string, string>() : await listBlobs(client, at)
  if (parent !== undefined && files.every(({ place, blob }) => there.get(place) === blob)) return parent
  const known = new Set(there.values())
  for (const { blob, bytes } of files) {
    if (written.has(blob) || known.has(blob)) continue
    await createBlob(client, repository, bytes)
    written.add(blob)
  }
  const path = plotListPath(model)
  const list = there.has(path) ? await readFile(client, { ...at, path }) : undefined
  const { text, dropped } = listPlots(list?.text ?? '', sha, KEPT_COMMITS)
  const changes: readonly NewFile[] = [
    ...files.map(({ place, blob }) => ({ path: place, blob })),
    ...removals({ model, sha, dropped }, { there, files }),
    ...(list?.text === text ? [] : [{ path, text }]),
  ]
  const message = `Plots of ${model} at ${sha.slice(0, 12)}\n`
  const outcome = await commitFiles(client, { repository, branch: dataBranch, parent, files: changes, message })
  if (outcome.kind === 'protected') {
    throw new UserError(`The branch ${dataBranch} of ${repository} refuses plots: ${outcome.reason}`, {
      fix: 'Exempt the branch from the rules, or name another one by the input `data-branch`.',
    })
  }
  return outcome.kind === 'committed' ? outcome.sha : undefined
}

/** What an earlier run of the commit drew and this one does not, and all of the commits that are dropped. */
function removals(
  { model, sha, dropped }: { readonly model: string; readonly sha: string; readonly dropped: readonly string[] },
  { there, files }: { readonly there: ReadonlyMap<string, string>; readonly files: readonly PlacedPicture[] },
): readonly NewFile[] {
  const folders = [sha, ...dropped].map((commit) => `${plotFolder(model, commit)}/`)
  const places = new Set(files.map(({ place }) => place))
  return [...there.keys()]
    .filter((path) => !places.has(path) && folders.some((folder) => path.startsWith(folder)))
    .map((path) => ({ path, blob: null }))
}

/**
 * An address by commit, so that it shows the same picture for ever. GitHub leaves pictures of its own host alone, so
 * that a reader's browser asks for it with the reader's rights; other addresses go through a proxy that has none.
 * Source: docs.github.com "Basic writing and formatting syntax", Images, the form for issues and comments.
 */
function urlOf(repositoryUrl: string, commit: string, place: string): string {
  return `${repositoryUrl}/blob/${commit}/${place.split('/').map(inAddress).join('/')}?raw=true`
}

/** Brackets would end the address in Markdown. */
function inAddress(name: string): string {
  return encodeURIComponent(name).replace(/[()!'*~]/g, (found) => `%${found.charCodeAt(0).toString(16)}`)
}
