import { ApiError, notFound } from './api-error.ts'
import { entryAt, readCommit, readTree, type TreeEntry } from './git-objects.ts'
import { isEmpty, resolveLoosely } from './history.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName } from './stored-repository.ts'

const MEGABYTE = 1024 * 1024
const DIRECTORY_LIMIT = 1_000

export const contentsRoutes = [
  repositoryRoute('GET /contents', { needs: 'contents:read' }, getContents),
  repositoryRoute('GET /contents/{path+}', { needs: 'contents:read' }, getContents),
  repositoryRoute('GET /readme', { needs: 'contents:read' }, (call) =>
    getContents({ ...call, params: { ...call.params, path: 'README.md' } }),
  ),
]

async function getContents(call: RepositoryCall): Promise<Reply> {
  const { repository, params, query } = call
  if (isEmpty(repository)) throw notFound('This repository is empty.')
  const ref = query.get('ref') ?? repository.defaultBranch
  const sha = await resolveLoosely(repository, ref)
  const commit = sha === undefined ? undefined : readCommit(repository.objects, sha)
  if (!commit) throw notFound(`No commit found for the ref ${ref}`)
  const path = (params.path ?? '').replace(/^\/+|\/+$/g, '')
  const entry = entryAt(repository.objects, commit.tree, path)
  if (!entry) throw notFound()
  const place: Place = { call, ref, commitTree: commit.tree, path }
  if (entry.mode === '040000') return listDirectory(place, entry)
  if (entry.mode === '120000') return followLink(place, entry)
  return fileReply(place, entry)
}

interface Place {
  readonly call: RepositoryCall
  readonly ref: string
  readonly commitTree: string
  readonly path: string
}

function listDirectory(place: Place, entry: TreeEntry): Reply {
  const { call, path } = place
  const entries = (readTree(call.repository.objects, entry.sha) ?? []).slice(0, DIRECTORY_LIMIT)
  const items = entries.map((each) => entryJson(place, path ? `${path}/${each.name}` : each.name, each))
  if (mediaType(call) !== 'object') return ok(items satisfies Schema<'content-directory'>)
  return ok({ ...entryJson(place, path, entry), entries: items })
}

/** A link to a file of the repository answers as that file. */
function followLink(place: Place, entry: TreeEntry): Reply {
  const { objects } = place.call.repository
  const target = objects.readAs(entry.sha, 'blob')?.toString('utf8') ?? ''
  const joined = new URL(target, `http://x/${place.path}`).pathname.slice(1)
  const found = target.startsWith('/') ? undefined : entryAt(objects, place.commitTree, decodeURIComponent(joined))
  if (found?.mode.startsWith('100')) return fileReply(place, found)
  return ok({ ...entryJson(place, place.path, entry), type: 'symlink', target } satisfies Schema<'content-symlink'>)
}

function fileReply(place: Place, entry: TreeEntry): Reply {
  const { call, path } = place
  const data = call.repository.objects.readAs(entry.sha, 'blob') ?? Buffer.alloc(0)
  const media = mediaType(call)
  if (media === 'raw')
    return { status: 200, body: data, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } }
  const isLarge = data.length > MEGABYTE
  if (data.length > 100 * MEGABYTE) {
    throw new ApiError(403, 'This API returns blobs up to 100 MB in size.', {
      errors: [{ resource: 'Blob', field: 'data', code: 'custom' }],
    })
  }
  const content = { content: isLarge ? '' : wrapped(data), encoding: isLarge ? 'none' : 'base64' }
  return ok({ ...entryJson(place, path, entry), type: 'file', ...content } satisfies Schema<'content-file'>)
}

/** GitHub breaks base64 into lines of 60. */
export function wrapped(data: Buffer): string {
  return data
    .toString('base64')
    .replace(/(.{60})/g, '$1\n')
    .replace(/\n?$/, '\n')
}

function mediaType(call: RepositoryCall): string {
  return /vnd\.github\.(?:v3\.)?(raw|object)/.exec(call.headers.accept ?? '')?.[1] ?? 'json'
}

/** One entry as directories list it; versions before 2026-03-10 call a submodule a file. */
function entryJson(place: Place, path: string, entry: TreeEntry): Schema<'content-directory'>[number] {
  const { call, ref } = place
  const { repository, world } = call
  const submodule = call.headers['x-github-api-version'] === '2026-03-10' ? 'submodule' : 'file'
  const type =
    entry.mode === '040000' ? 'dir' : entry.mode === '120000' ? 'symlink' : entry.mode === '160000' ? submodule : 'file'
  const size = entry.mode.startsWith('1') ? (repository.objects.readAs(entry.sha, 'blob')?.length ?? 0) : 0
  return {
    ...contentLinks(call, { path, ref, sha: entry.sha, type }),
    type,
    size,
    name: path.split('/').at(-1) ?? '',
    path,
    sha: entry.sha,
    download_url: type === 'file' ? `${world.url}/raw/${fullName(repository)}/${ref}/${path}` : null,
  }
}

export function contentLinks(
  call: RepositoryCall,
  { path, ref, sha, type }: { path: string; ref: string; sha: string; type: string },
) {
  const name = fullName(call.repository)
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const url = `${call.world.apiUrl}/repos/${name}/contents/${encoded}?ref=${encodeURIComponent(ref)}`
  const git = `${call.world.apiUrl}/repos/${name}/git/${type === 'dir' ? 'trees' : 'blobs'}/${sha}`
  const html = `${call.world.url}/${name}/${type === 'dir' ? 'tree' : 'blob'}/${ref}/${encoded}`
  return { url, git_url: git, html_url: html, _links: { self: url, git, html } }
}
