import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, accountOfActor, holds } from './access.ts'
import { ApiError, notFound } from './api-error.ts'
import { gitCommitJson } from './commit-json.ts'
import { contentLinks } from './contents.ts'
import {
  EMPTY_TREE,
  entryAt,
  readCommit,
  type Signature,
  type TreeEntry,
  withPath,
  writeCommit,
} from './git-objects.ts'
import { isEmpty } from './history.ts'
import { refusalOf, refusalText } from './protection.ts'
import { moveRef } from './push.ts'
import { type Body, notSupplied, optionalObject, optionalText, requiredText } from './request-body.ts'
import { type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { WEB_FLOW } from './web-flow.ts'
import { now, type World } from './world.ts'

export const contentsWriteRoutes = [
  repositoryRoute('PUT /contents/{path+}', { needs: 'contents:write' }, putContents),
  repositoryRoute('DELETE /contents/{path+}', { needs: 'contents:write' }, deleteContents),
]

async function putContents(call: RepositoryCall): Promise<Reply> {
  const message = requiredText(call.body, 'message')
  const content = decodeBase64(requiredText(call.body, 'content'))
  const place = writePlace(call)
  const existing = place.entry
  if (existing) checkSha(call, existing)
  const sha = call.repository.objects.write('blob', content)
  const mode = existing?.mode === '100755' ? '100755' : '100644'
  const { commit } = await commitChange(call, {
    ...place,
    message,
    leaf: { mode, sha },
    verb: existing ? 'update' : 'create',
  })
  const path = place.path
  const file = { name: path.split('/').at(-1) ?? '', path, sha, size: content.length, type: 'file' }
  const links = contentLinks(call, { path, ref: place.branch, sha, type: 'file' })
  const download_url = `${call.world.url}/raw/${call.params.owner}/${call.params.repo}/${place.branch}/${path}`
  const body = { content: { ...file, ...links, download_url }, commit } satisfies Schema<'file-commit'>
  return { status: existing ? 200 : 201, body }
}

async function deleteContents(call: RepositoryCall): Promise<Reply> {
  const body: Body = { ...Object.fromEntries(call.query), ...call.body }
  const message = requiredText(body, 'message')
  const place = writePlace({ ...call, body })
  if (!place.entry) throw notFound()
  checkSha({ ...call, body }, place.entry)
  const { commit } = await commitChange({ ...call, body }, { ...place, message, leaf: undefined, verb: 'delete' })
  return { status: 200, body: { content: null, commit } satisfies Schema<'file-commit'> }
}

interface WritePlace {
  readonly path: string
  readonly branch: string
  readonly head: string | undefined
  readonly tree: string
  readonly entry: TreeEntry | undefined
}

function writePlace(call: RepositoryCall): WritePlace {
  const { repository, params, body } = call
  const path = (params.path ?? '').replace(/^\/+|\/+$/g, '')
  if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part)))
    throw new ApiError(422, 'path contains a malformed path component')
  const branch = (optionalText(body, 'branch') ?? repository.defaultBranch).replace(/^refs\/heads\//, '')
  const head = repository.refs.read(`refs/heads/${branch}`)
  if (head === undefined && !isEmpty(repository)) throw notFound(`Branch ${branch} not found`)
  requireWorkflows(call.actor, [path])
  const tree = (head && readCommit(repository.objects, head)?.tree) ?? EMPTY_TREE
  const parents = path.split('/').slice(0, -1)
  for (let depth = 1; depth <= parents.length; depth += 1) {
    const above = entryAt(repository.objects, tree, parents.slice(0, depth).join('/'))
    if (above && above.mode !== '040000') throw new ApiError(422, 'path is below something that is not a directory')
  }
  const entry = entryAt(repository.objects, tree, path)
  if (entry?.mode === '040000') throw new ApiError(422, 'path is a directory')
  return { path, branch, head, tree, entry }
}

/** An app needs `workflows` for the files that run. */
export function requireWorkflows(actor: Actor, paths: readonly string[]): void {
  if (actor.kind !== 'installation' || holds(actor.permissions, 'workflows:write')) return
  const path = paths.find((each) => each.startsWith('.github/workflows/'))
  if (path === undefined) return
  throw new ApiError(
    403,
    `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`,
  )
}

function checkSha({ params, body }: RepositoryCall, existing: TreeEntry): void {
  const sha = optionalText(body, 'sha')
  if (sha === undefined) throw notSupplied('sha')
  if (sha !== existing.sha) throw new ApiError(409, `${params.path} does not match ${sha}`)
}

async function commitChange(
  call: RepositoryCall,
  change: WritePlace & {
    message: string
    leaf: { mode: string; sha: string } | undefined
    verb: 'create' | 'update' | 'delete'
  },
): Promise<{ commit: Schema<'git-commit'> }> {
  const { world, repository, actor } = call
  const { branch, head } = change
  const tree = withPath(repository.objects, change.tree, change.path.split('/'), change.leaf)
  const signatures = signaturesOf(world, actor, call.body)
  const parents = head === undefined ? [] : [head]
  const sha = writeCommit(repository.objects, {
    tree,
    parents,
    message: change.message,
    author: signatures.author,
    committer: signatures.committer,
  })
  if (signatures.verified) repository.verified.add(sha)
  const refusal = refusalOf(world, repository, { branch, before: head, after: sha, actor })
  if (refusal) {
    const prefix = refusal.source === 'classic' ? `Could not ${change.verb} file: ` : ''
    throw new ApiError(409, `${prefix}${refusalText(refusal)}`)
  }
  await sleep(world.lag.contentsMs)
  const moved = await moveRef(world, repository, { ref: `refs/heads/${branch}`, before: head, after: sha, actor })
  if (moved !== 'moved') throw new ApiError(409, `is at ${moved.found} but expected ${head}`)
  const commit = readCommit(repository.objects, sha)
  if (!commit) throw new Error(`The new commit ${sha} is gone.`)
  return { commit: gitCommitJson(world, repository, commit) }
}

/** Who a commit made over the API is by: an app's is signed by GitHub only when neither author nor committer is given. */
export function signaturesOf(
  world: World,
  actor: Actor,
  body: Body,
): { author: Signature; committer: Signature; verified: boolean } {
  const account = accountOfActor(actor)
  const given = { author: optionalObject(body, 'author'), committer: optionalObject(body, 'committer') }
  const custom = given.author !== undefined || given.committer !== undefined
  const self = { name: account.name, email: account.email, date: now(world) }
  const author =
    (given.author ?? given.committer) ? readSignature(given.author ?? given.committer ?? {}, self.date) : self
  const committer = given.committer
    ? readSignature(given.committer, self.date)
    : custom
      ? author
      : { ...WEB_FLOW, date: self.date }
  return { author, committer, verified: !custom }
}

function readSignature(body: Body, fallback: Date): Signature {
  const date = optionalText(body, 'date')
  return {
    name: requiredText(body, 'name'),
    email: requiredText(body, 'email'),
    date: date ? new Date(date) : fallback,
  }
}

export function decodeBase64(text: string): Buffer {
  const bare = text.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.length % 4 === 1)
    throw new ApiError(422, 'content is not valid Base64')
  return Buffer.from(bare, 'base64')
}
