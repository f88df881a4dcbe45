import { type Actor, accountOfActor, canSee, type Need, requireAccess } from './access.ts'
import type { Account } from './account.ts'
import { ApiError } from './api-error.ts'
import { rulesOf } from './branches.ts'
import { entryAt, readCommit } from './git-objects.ts'
import { GraphqlError, type GraphqlField, type GraphqlNode } from './graphql-execution.ts'
import { revisions } from './history.ts'
import { commentsOf, type PullIssue } from './issue.ts'
import { activeRulesets, classicFor } from './protection.ts'
import { isPull, pullsOf } from './pull.ts'
import { shownHead } from './pull-json.ts'
import { requiredChecks } from './required-checks.ts'
import { findRepository, fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, type World } from './world.ts'

interface Seen {
  readonly world: World
  readonly actor: Actor
  readonly repository: StoredRepository
}

/** The root of queries: who asks, and repositories by name. */
export function queryRoot(world: World, actor: Actor): GraphqlNode {
  return {
    type: 'Query',
    fields: {
      viewer: () => ({ type: 'User', fields: { login: () => accountOfActor(actor).login } }),
      repository: ({ owner, name }) => repositoryNode(world, actor, `${owner}/${name}`),
    },
  }
}

function repositoryNode(world: World, actor: Actor, name: string): GraphqlNode {
  const moved = world.redirects.get(name.toLowerCase())
  const repository = findRepository(world, name) ?? (moved === undefined ? undefined : world.repositories.get(moved))
  if (!repository || !canSee(world, repository, actor))
    throw new GraphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`)
  const seen = { world, actor, repository }
  return {
    type: 'Repository',
    fields: {
      id: () => nodeId('R', repository.id),
      databaseId: () => repository.id,
      nameWithOwner: () => fullName(repository),
      url: () => `${world.url}/${fullName(repository)}`,
      isArchived: () => repository.archived,
      isPrivate: () => repository.private,
      owner: () => accountNode(repository.owner),
      mergeCommitAllowed: () => repository.settings.allowMergeCommit,
      squashMergeAllowed: () => repository.settings.allowSquashMerge,
      rebaseMergeAllowed: () => repository.settings.allowRebaseMerge,
      autoMergeAllowed: () => repository.settings.allowAutoMerge,
      defaultBranchRef: () => refNode(seen, `refs/heads/${repository.defaultBranch}`),
      ref: ({ qualifiedName }) => refNode(seen, String(qualifiedName)),
      object: ({ oid, expression }) => objectNode(seen, String(oid ?? expression)),
      pullRequest: ({ number }) => pullByNumber(seen, Number(number)),
      pullRequests: (args) => {
        allow(seen, 'pull_requests:read')
        const states = args.states === undefined ? undefined : [args.states].flat().map(String)
        const found = pullsOf(repository).filter((issue) => states === undefined || states.includes(stateOf(issue)))
        const isNewestFirst = (args.orderBy as { direction?: string } | undefined)?.direction === 'DESC'
        return connection(isNewestFirst ? found.toReversed() : found, args, (issue) => pullNode(seen, issue))
      },
    },
  }
}

/** GraphQL names what is missing by `FORBIDDEN`; what a reader of a public repository sees needs no permission. */
function allow({ world, actor, repository }: Seen, ...needs: readonly Need[]): void {
  try {
    requireAccess(world, repository, actor, { needs, role: 'read' })
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) throw new GraphqlError('FORBIDDEN', error.message)
    throw error
  }
}

/** GraphQL drops the `[bot]` that REST shows. */
function accountNode(account: Account): GraphqlNode {
  return {
    type: account.type,
    also: ['Actor', 'RepositoryOwner'],
    fields: {
      login: () => account.login.replace(/\[bot\]$/, ''),
      databaseId: () => account.id,
    },
  }
}

function refNode(seen: Seen, ref: string): GraphqlNode | null {
  allow(seen, 'contents:read')
  const { repository } = seen
  const name = ref.replace(/^refs\/heads\//, '')
  const sha = repository.refs.read(ref.startsWith('refs/') ? ref : `refs/heads/${ref}`)
  if (sha === undefined) return null
  const classic = classicFor(repository, name)
  return {
    type: 'Ref',
    fields: {
      name: () => name,
      target: () => commitNode(seen, sha),
      refUpdateRule: () =>
        classic && {
          type: 'RefUpdateRule',
          fields: {
            pattern: () => classic.pattern,
            requiredApprovingReviewCount: () => classic.requiredReviews ?? null,
            requiredStatusCheckContexts: () => requiredChecks(classic).map(({ context }) => context),
          },
        },
      rules: (args) => {
        const rules = activeRulesets(repository, name).flatMap((ruleset) => rulesOf(fullName(repository), ruleset))
        return connection(rules, args, ({ type }) => ({
          type: 'RepositoryRule',
          fields: { type: () => type.toUpperCase() },
        }))
      },
    },
  }
}

function objectNode(seen: Seen, name: string): GraphqlNode | null {
  allow(seen, 'contents:read')
  const { objects } = seen.repository
  if (readCommit(objects, name)) return commitNode(seen, name)
  const blob = objects.readAs(name, 'blob')
  return blob ? blobNode(name, blob) : null
}

function commitNode(seen: Seen, sha: string): GraphqlNode {
  const { world, repository } = seen
  const commit = readCommit(repository.objects, sha)
  if (!commit) throw new GraphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${sha}'.`)
  return {
    type: 'Commit',
    also: ['GitObject'],
    fields: {
      oid: () => sha,
      message: () => commit.message.trimEnd(),
      committedDate: () => iso(commit.committer.date),
      author: () => ({ type: 'GitActor', fields: { name: () => commit.author.name } }),
      url: () => `${world.url}/${fullName(repository)}/commit/${sha}`,
      file: ({ path }) => entryNode(seen, commit.tree, String(path)),
      history: (args) => historyConnection(seen, sha, args),
      associatedPullRequests: (args) => {
        allow(seen, 'pull_requests:read')
        const found = pullsOf(repository).filter(
          ({ pull }) => pull.merged?.sha === sha || pull.headSha === sha || pull.brought?.includes(sha),
        )
        return connection(found, args, (issue) => pullNode(seen, issue))
      },
      checkSuites: (args) => suitesOf(seen, sha, args),
    },
  }
}

async function historyConnection(seen: Seen, sha: string, args: Readonly<Record<string, unknown>>) {
  const path = args.path === undefined ? undefined : String(args.path)
  return connection(await revisions(seen.repository, sha, path), args, (each) => commitNode(seen, each))
}

/** A path that leads through a symbolic link is no path of the tree. */
function entryNode(seen: Seen, tree: string, path: string): GraphqlNode | null {
  const { objects } = seen.repository
  const entry = entryAt(objects, tree, path)
  if (!entry) return null
  const isTree = entry.mode === '040000'
  return {
    type: 'TreeEntry',
    fields: {
      mode: () => Number.parseInt(entry.mode, 8),
      type: () => (isTree ? 'tree' : entry.mode === '160000' ? 'commit' : 'blob'),
      oid: () => entry.sha,
      path: () => path,
      object: () => {
        const blob = isTree ? undefined : objects.readAs(entry.sha, 'blob')
        if (blob) return blobNode(entry.sha, blob)
        return isTree ? { type: 'Tree', also: ['GitObject'], fields: { oid: () => entry.sha } } : null
      },
    },
  }
}

/** Half a megabyte of text; GitHub reads it as the encoding that it takes it for, which UTF-8 text survives. */
const LONGEST_TEXT = 512_000

function blobNode(oid: string, bytes: Buffer): GraphqlNode {
  const isBinary = bytes.subarray(0, 8000).includes(0)
  return {
    type: 'Blob',
    also: ['GitObject'],
    fields: {
      oid: () => oid,
      byteSize: () => bytes.length,
      isBinary: () => isBinary,
      isTruncated: () => bytes.length > LONGEST_TEXT,
      text: () =>
        isBinary
          ? null
          : bytes
              .subarray(0, LONGEST_TEXT)
              .toString('utf8')
              .replace(/^\uFEFF/, ''),
    },
  }
}

function suitesOf(seen: Seen, sha: string, args: Readonly<Record<string, unknown>>) {
  allow(seen, 'checks:read')
  const filter = (args.filterBy ?? {}) as { checkName?: string; appId?: number }
  const runs = seen.repository.checkRuns.filter(
    (run) =>
      run.headSha === sha &&
      (filter.checkName === undefined || run.name === filter.checkName) &&
      (filter.appId === undefined || run.app.id === filter.appId),
  )
  const suites = [...Map.groupBy(runs, ({ suiteId }) => suiteId).values()]
  return connection(suites, args, (suite) => ({
    type: 'CheckSuite',
    fields: {
      app: () => suite[0] && { type: 'App', fields: { slug: () => suite[0]?.app.slug } },
      checkRuns: (inner) => {
        const { checkName } = (inner.filterBy ?? {}) as { checkName?: string }
        const named = suite.filter(({ name }) => checkName === undefined || name === checkName)
        return connection(named, inner, (run) => ({
          type: 'CheckRun',
          fields: {
            databaseId: () => run.id,
            name: () => run.name,
            status: () => run.status.toUpperCase(),
            conclusion: () => run.conclusion?.toUpperCase() ?? null,
            completedAt: () => run.completedAt?.toISOString().replace(/\.\d+Z$/, 'Z') ?? null,
            externalId: () => run.externalId,
            title: () => run.title,
            summary: () => run.summary,
            url: () => `${seen.world.url}/${fullName(seen.repository)}/runs/${run.id}`,
          },
        }))
      },
    },
  }))
}

function pullByNumber(seen: Seen, number: number): GraphqlNode {
  allow(seen, 'pull_requests:read')
  const issue = seen.repository.issues.get(number)
  if (issue && isPull(issue)) return pullNode(seen, issue)
  throw new GraphqlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
}

export function stateOf({ state, pull }: PullIssue): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pull.merged) return 'MERGED'
  return state === 'open' ? 'OPEN' : 'CLOSED'
}

function pullNode(seen: Seen, issue: PullIssue): GraphqlNode {
  const { world, repository } = seen
  const { pull } = issue
  const url = `${world.url}/${fullName(repository)}/pull/${issue.number}`
  const head = pull.headRepository
  const optionalCommit = (sha: string | undefined) => (sha === undefined ? null : commitNode(seen, sha))
  return {
    type: 'PullRequest',
    fields: {
      id: () => nodeId('PR', issue.id),
      number: () => issue.number,
      url: () => url,
      title: () => issue.title,
      body: () => issue.body ?? '',
      state: () => stateOf(issue),
      isDraft: () => pull.draft,
      author: () => accountNode(issue.author),
      headRefName: () => pull.headRef,
      headRefOid: () => shownHead(world, issue),
      headRepository: () =>
        head && world.repositories.has(head.id) ? { type: 'Repository', fields: { databaseId: () => head.id } } : null,
      isCrossRepository: () => head !== repository,
      baseRefName: () => pull.baseRef,
      mergeCommit: () => optionalCommit(pull.merged?.sha),
      commits: (args) => connection([shownHead(world, issue)], args, (sha) => commitOf(seen, sha)),
      comments: (args) =>
        connection(commentsOf(repository, issue), args, (comment) => ({
          type: 'IssueComment',
          fields: {
            id: () => nodeId('IC', comment.id),
            url: () => `${url}#issuecomment-${comment.id}`,
            body: () => comment.body,
            author: () => accountNode(comment.author),
          },
        })),
    },
  }
}

function commitOf(seen: Seen, sha: string): GraphqlNode {
  return { type: 'PullRequestCommit', fields: { commit: () => commitNode(seen, sha) } }
}

/** `first` from the beginning, `last` from the end; one of them must be given, 100 at most. */
function connection<T>(
  all: readonly T[],
  { first, last }: Readonly<Record<string, unknown>>,
  node: (item: T) => GraphqlNode,
): GraphqlNode {
  const limit = Number(first ?? last)
  if (!(limit >= 1 && limit <= 100))
    throw new GraphqlError('EXCESSIVE_PAGINATION', 'You must provide a `first` or `last` value from 1 to 100.')
  const shown = first === undefined ? all.slice(-limit) : all.slice(0, limit)
  const cut = shown.length < all.length
  const fields: Record<string, GraphqlField> = {
    totalCount: () => all.length,
    nodes: () => shown.map(node),
    pageInfo: () => ({
      type: 'PageInfo',
      fields: { hasNextPage: () => cut && first !== undefined, hasPreviousPage: () => cut && first === undefined },
    }),
  }
  return { type: 'Connection', fields }
}
