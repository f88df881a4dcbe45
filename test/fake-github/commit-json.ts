import { type Account, accountJson } from './account.ts'
import { commitDiff, type FileDiff } from './diff.ts'
import { type Commit, readCommit, type Signature } from './git-objects.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, type World } from './world.ts'

function verificationJson(repository: StoredRepository, sha: string): Schema<'verification'> {
  const verified = repository.verified.has(sha)
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: verified ? '-----BEGIN PGP SIGNATURE-----\n\nfake\n-----END PGP SIGNATURE-----\n' : null,
    payload: verified ? `tree of ${sha}` : null,
    verified_at: null,
  }
}

function person(signature: Signature) {
  return { name: signature.name, email: signature.email, date: iso(signature.date) }
}

/** A commit as git's data: what the git-data and contents APIs answer. */
export function gitCommitJson(world: World, repository: StoredRepository, commit: Commit): Schema<'git-commit'> {
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/git`
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${world.url}/${name}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${world.url}/${name}/commit/${sha}`,
    })),
    verification: verificationJson(repository, commit.sha),
  }
}

/** A commit as GitHub shows it: with accounts. Throws when the repository does not have it: callers have resolved it. */
export function commitJson(world: World, repository: StoredRepository, sha: string): Schema<'commit'> {
  const commit = readCommit(repository.objects, sha)
  if (!commit) throw new Error(`There is no commit ${sha} in ${fullName(repository)}.`)
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}`
  const accounts = (signature: Signature) => {
    const account = accountByEmail(world, signature.email)
    return account ? accountJson(world, account) : null
  }
  return {
    sha,
    node_id: nodeId('C', repository.id),
    url: `${url}/commits/${sha}`,
    html_url: `${world.url}/${name}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    commit: {
      url: `${url}/git/commits/${sha}`,
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: verificationJson(repository, sha),
    },
    author: accounts(commit.author),
    committer: accounts(commit.committer),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${world.url}/${name}/commit/${parent}`,
    })),
  }
}

export async function commitWithFilesJson(
  world: World,
  repository: StoredRepository,
  sha: string,
): Promise<Schema<'commit'>> {
  const files = await commitDiff(repository, sha)
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
  return {
    ...commitJson(world, repository, sha),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => diffEntryJson(world, repository, { file, sha })),
  }
}

export function diffEntryJson(
  world: World,
  repository: StoredRepository,
  { file, sha }: { readonly file: FileDiff; readonly sha: string },
): Schema<'diff-entry'> {
  const name = fullName(repository)
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${world.url}/${name}/blob/${sha}/${path}`,
    raw_url: `${world.url}/${name}/raw/${sha}/${path}`,
    contents_url: `${world.apiUrl}/repos/${name}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  }
}

export function accountByEmail(world: World, email: string): Account | undefined {
  for (const account of world.accounts.values()) if (account.email === email) return account
  return undefined
}
