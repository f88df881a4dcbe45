import { ApiError, notFound } from './api-error.ts'
import { gitCommitJson } from './commit-json.ts'
import { wrapped } from './contents.ts'
import { decodeBase64, signaturesOf } from './contents-write.ts'
import { EMPTY_TREE, entryAt, readCommit, readTree, type TreeEntry, withPath, writeCommit } from './git-objects.ts'
import { isEmpty, resolveCommit } from './history.ts'
import { type Body, optionalList, optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { nodeId } from './world.ts'

/** A recursive tree with more entries is cut, with status 200. */
const TREE_LIMIT = 100_000
const MODES = ['100644', '100755', '040000', '160000', '120000']

export const gitDataRoutes = [
  repositoryRoute('GET /git/blobs/{sha}', { needs: 'contents:read' }, getBlob),
  repositoryRoute('POST /git/blobs', { needs: 'contents:write' }, createBlob),
  repositoryRoute('GET /git/trees/{sha+}', { needs: 'contents:read' }, getTree),
  repositoryRoute('POST /git/trees', { needs: 'contents:write' }, createTree),
  repositoryRoute('GET /git/commits/{sha}', { needs: 'contents:read' }, getCommit),
  repositoryRoute('POST /git/commits', { needs: 'contents:write' }, createCommit),
]

/** Nothing of git's data works in a repository without a commit. */
export function refuseEmpty(repository: StoredRepository): void {
  if (isEmpty(repository)) throw new ApiError(409, 'Git Repository is empty.')
}

function getBlob({ world, repository, params, headers }: RepositoryCall): Reply {
  refuseEmpty(repository)
  const sha = params.sha ?? ''
  const data = repository.objects.readAs(sha, 'blob')
  if (!data) throw notFound()
  if (/vnd\.github\.(v3\.)?raw/.test(headers.accept ?? ''))
    return { status: 200, body: data, headers: { 'content-type': 'application/vnd.github.raw+json' } }
  const url = `${world.apiUrl}/repos/${fullName(repository)}/git/blobs/${sha}`
  const body = {
    sha,
    node_id: nodeId('B', repository.id),
    size: data.length,
    url,
    content: wrapped(data),
    encoding: 'base64',
  }
  return ok(body satisfies Schema<'blob'>)
}

function createBlob({ world, repository, body }: RepositoryCall): Reply {
  refuseEmpty(repository)
  const content = requiredText(body, 'content')
  const data = optionalText(body, 'encoding') === 'base64' ? decodeBase64(content) : Buffer.from(content, 'utf8')
  const sha = repository.objects.write('blob', data)
  const blob: Schema<'short-blob'> = { url: `${world.apiUrl}/repos/${fullName(repository)}/git/blobs/${sha}`, sha }
  return created(blob)
}

function getTree(call: RepositoryCall): Reply {
  const { repository, params, query } = call
  refuseEmpty(repository)
  const name = params.sha ?? ''
  const commit = resolveCommit(repository, name)
  const sha = commit === undefined ? name : (readCommit(repository.objects, commit)?.tree ?? name)
  const entries = readTree(repository.objects, sha)
  if (!entries) throw notFound()
  return ok(treeJson(call, { sha, entries, recursive: query.has('recursive') }))
}

function treeJson(
  { world, repository }: RepositoryCall,
  tree: { sha: string; entries: TreeEntry[]; recursive: boolean },
): Schema<'git-tree'> {
  const url = `${world.apiUrl}/repos/${fullName(repository)}/git`
  const rows: Schema<'git-tree'>['tree'] = []
  const walk = (entries: readonly TreeEntry[], prefix: string) => {
    for (const { mode, name, sha } of entries) {
      const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
      const size = type === 'blob' ? { size: repository.objects.readAs(sha, 'blob')?.length ?? 0 } : {}
      rows.push({
        path: prefix + name,
        mode,
        type,
        sha,
        ...size,
        ...(type === 'commit' ? {} : { url: `${url}/${type}s/${sha}` }),
      })
      if (tree.recursive && type === 'tree' && rows.length <= TREE_LIMIT)
        walk(readTree(repository.objects, sha) ?? [], `${prefix}${name}/`)
    }
  }
  walk(tree.entries, '')
  return {
    sha: tree.sha,
    url: `${url}/trees/${tree.sha}`,
    tree: rows.slice(0, TREE_LIMIT),
    truncated: rows.length > TREE_LIMIT,
  }
}

function createTree(call: RepositoryCall): Reply {
  const { repository, body } = call
  refuseEmpty(repository)
  const base = optionalText(body, 'base_tree')
  const start = base === undefined ? EMPTY_TREE : (readCommit(repository.objects, base)?.tree ?? base)
  if (!readTree(repository.objects, start)) throw notFound()
  const list = optionalList(body, 'tree')
  if (!list) throw new ApiError(422, 'Invalid request.\n\n"tree" wasn\'t supplied.')
  repository.objects.write('tree', Buffer.alloc(0))
  const sha = list.reduce<string>((tree, entry) => applyEntry(repository, tree, entry as Body), start)
  return created(treeJson(call, { sha, entries: readTree(repository.objects, sha) ?? [], recursive: false }))
}

function applyEntry(repository: StoredRepository, tree: string, entry: Body): string {
  const path = requiredText(entry, 'path').split('/')
  if (path.some((part) => ['', '.', '..', '.git'].includes(part)))
    throw new ApiError(422, 'tree.path contains a malformed path component')
  if (entry.sha === null) {
    if (!entryAt(repository.objects, tree, path.join('/'))) throw new ApiError(422, 'GitRPC::BadObjectState')
    return withPath(repository.objects, tree, path, undefined)
  }
  const content = optionalText(entry, 'content')
  const mode = optionalText(entry, 'mode') ?? '100644'
  if (!MODES.includes(mode)) throw new ApiError(422, 'Must supply a valid tree.mode')
  const sha =
    content === undefined ? requiredText(entry, 'sha') : repository.objects.write('blob', Buffer.from(content))
  const type = mode === '040000' ? 'tree' : 'blob'
  if (mode !== '160000' && !repository.objects.readAs(sha, type))
    throw new ApiError(422, `tree.sha ${sha} is not a valid ${type}`)
  return withPath(repository.objects, tree, path, { mode, sha })
}

function getCommit({ world, repository, params }: RepositoryCall): Reply {
  refuseEmpty(repository)
  const commit = readCommit(repository.objects, params.sha ?? '')
  if (!commit) throw notFound()
  return ok(gitCommitJson(world, repository, commit))
}

function createCommit({ world, repository, body, actor }: RepositoryCall): Reply {
  refuseEmpty(repository)
  const message = requiredText(body, 'message')
  const tree = requiredText(body, 'tree')
  if (!readTree(repository.objects, tree)) throw new ApiError(422, 'Tree SHA does not exist')
  const parents = (optionalList(body, 'parents') ?? []).map(String)
  if (parents.some((parent) => !readCommit(repository.objects, parent)))
    throw new ApiError(422, 'Parent SHA does not exist or is not a commit object')
  const { author, committer, verified } = signaturesOf(world, actor, body)
  const sha = writeCommit(repository.objects, { tree, parents, message, author, committer })
  if (verified && optionalText(body, 'signature') === undefined) repository.verified.add(sha)
  const commit = readCommit(repository.objects, sha)
  if (!commit) throw new Error(`The new commit ${sha} is gone.`)
  return created(gitCommitJson(world, repository, commit))
}
