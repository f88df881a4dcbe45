import { ApiError, notFound } from './api-error.ts'
import { commitJson, commitWithFilesJson, diffEntryJson } from './commit-json.ts'
import { diffFiles } from './diff.ts'
import { reaches } from './git-objects.ts'
import { gitOrThrow } from './git-process.ts'
import { commitsBetween, isEmpty, mergeBase, resolveLoosely, revisions } from './history.ts'
import { page } from './paging.ts'
import { pullsOf } from './pull.ts'
import { pullSimpleJson } from './pull-json.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { findRepository, fullName, type StoredRepository } from './stored-repository.ts'

const READ = { needs: 'contents:read' } as const
const FILES_LIMIT = 300

export const commitRoutes = [
  repositoryRoute('GET /commits', READ, listCommits),
  repositoryRoute('GET /commits/{sha}/pulls', { needs: 'pull_requests:read' }, pullsOfCommit),
  repositoryRoute('GET /commits/{ref+}', READ, getCommit),
  repositoryRoute('GET /compare/{basehead+}', READ, compare),
]

async function listCommits(call: RepositoryCall): Promise<Reply> {
  const { repository, query, world } = call
  if (isEmpty(repository)) throw new ApiError(409, 'Git Repository is empty.')
  const start = await resolveLoosely(repository, query.get('sha') ?? repository.defaultBranch)
  if (start === undefined) throw notFound()
  const shas = await revisions(repository, start, query.get('path') ?? undefined)
  return page(call, shas, (sha) => commitJson(world, repository, sha))
}

async function getCommit({ world, repository, params, headers }: RepositoryCall): Promise<Reply> {
  if (isEmpty(repository)) throw new ApiError(409, 'Git Repository is empty.')
  const sha = await resolveLoosely(repository, params.ref ?? '')
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${params.ref}`)
  if (/vnd\.github\.(v3\.)?sha/.test(headers.accept ?? '')) {
    return {
      status: 200,
      body: Buffer.from(sha),
      headers: { 'content-type': 'application/vnd.github.sha; charset=utf-8' },
    }
  }
  return ok(await commitWithFilesJson(world, repository, sha))
}

/** Pull requests of this repository that contain the commit. For the head of a fork the base repository answers none. */
function pullsOfCommit(call: RepositoryCall): Reply {
  const { world, repository, params } = call
  const sha = params.sha ?? ''
  const all = [...world.repositories.values()].flatMap((base) =>
    pullsOf(base)
      .filter((issue) => issue.pull.headRepository === repository || issue.pull.merged?.sha === sha)
      .filter(
        (issue) =>
          issue.pull.merged?.sha === sha ||
          (issue.pull.headSha === sha && reaches(repository.objects, issue.pull.headSha, sha)),
      )
      .filter((issue) => base === repository || issue.pull.headRepository === repository)
      .map((issue) => ({ base, issue })),
  )
  return page(call, all, ({ base, issue }) => pullSimpleJson(world, base, issue))
}

async function compare(call: RepositoryCall): Promise<Reply> {
  const { world, repository, params } = call
  const [baseName = '', headName = ''] = (params.basehead ?? '').split('...')
  const base = await resolveSide(call, baseName)
  const head = await resolveSide(call, headName)
  if (base === undefined || head === undefined) throw notFound()
  const ancestor = await mergeBase(repository, base, head)
  if (ancestor === undefined) throw notFound(`No common ancestor between ${baseName} and ${headName}.`)
  const ahead = await commitsBetween(repository, base, head)
  const behind = await commitsBetween(repository, head, base)
  const files = await diffFiles(repository, ancestor, head)
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/compare/${params.basehead}`
  const html = `${world.url}/${name}/compare/${params.basehead}`
  const commits = page(call, ahead, (sha) => commitJson(world, repository, sha))
  return {
    status: 200,
    headers: commits.headers ?? {},
    body: {
      url,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitJson(world, repository, base),
      merge_base_commit: commitJson(world, repository, ancestor),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: commits.body as Schema<'commit'>[],
      files: files.slice(0, FILES_LIMIT).map((file) => diffEntryJson(world, repository, { file, sha: head })),
    } satisfies Schema<'commit-comparison'>,
  }
}

function statusOf(ahead: number, behind: number): Schema<'commit-comparison'>['status'] {
  if (ahead > 0 && behind > 0) return 'diverged'
  if (ahead > 0) return 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

/** `owner:branch` is a branch of another repository of the network. */
async function resolveSide({ world, repository }: RepositoryCall, name: string): Promise<string | undefined> {
  const [owner, branch] = name.includes(':') ? name.split(':') : [undefined, name]
  if (owner === undefined || owner.toLowerCase() === repository.owner.login.toLowerCase())
    return resolveLoosely(repository, branch ?? '')
  const other = findRepository(world, `${owner}/${repository.name}`)
  const sha = other && (await resolveLoosely(other, branch ?? ''))
  if (other && sha !== undefined)
    await gitOrThrow(repository.gitDir, ['fetch', '--quiet', '--no-tags', other.gitDir, sha])
  return sha
}

export function branchNames(repository: StoredRepository): string[] {
  return [...repository.refs.list('refs/heads/').keys()].map((ref) => ref.slice('refs/heads/'.length))
}
