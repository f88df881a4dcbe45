import { createHash } from 'node:crypto'
import { type GitHubClient, repositoryName } from './client.ts'
import { commitOfNode, HISTORY_FIELDS, type HistoryNode, rememberHistory } from './history.ts'
import type { OpenPullRequest } from './pull-request.ts'
import {
  type PullNode as NowNode,
  type PullRequestNow,
  pullRequestFields,
  pullRequestNowOf,
} from './pull-request-now.ts'
import type { Repository } from './repository.ts'
import { rememberFile } from './tree.ts'

/** A branch (the default one without a name), and what of its tip is going to be read. */
export interface WantedBranch {
  readonly name?: string
  readonly files: readonly string[]
  /** Files whose newest commits are wanted too. */
  readonly histories?: readonly string[]
}

export interface ReadAhead {
  readonly repository: Repository
  /** What GraphQL knows the repository by. */
  readonly repositoryId: string
  /** By the names that were asked for; the default branch by its own. */
  readonly branches: ReadonlyMap<string, BranchAhead>
  /** The open pull requests from branches of the repository itself; nothing when they were not asked for, or too many. */
  readonly openPulls: readonly OpenPullRequest[] | undefined
  /** The pull request that was asked for. */
  readonly pull?: PullRequestNow
}

/** What is going to be read of a repository. */
export interface Wanted {
  readonly branches: readonly WantedBranch[]
  /** How far back histories go. */
  readonly limit?: number
  /** Whether the open pull requests are wanted. */
  readonly pulls?: boolean
  /** One pull request, with the check runs of a name. */
  readonly pull?: { readonly number: number; readonly checkName: string }
}

export interface BranchAhead {
  readonly head: string
  /** Whether the branch has any rules of its own, classic or of active rulesets. */
  readonly hasRules: boolean
}

/**
 * Reads in one request what would take many: the repository, the tips of branches, files and histories as of there, open
 * pull requests. Files and histories of a commit never change; they are remembered where `readFile` and `readHistory`
 * look first. A file is remembered only when its text has the very bytes that git names.
 * @returns nothing when GraphQL does not answer all of it; then everything is read one by one.
 */
export async function readAhead(
  client: GitHubClient,
  wanted: Wanted & { readonly repository: string },
): Promise<ReadAhead | undefined> {
  const { repository, branches, limit = 50, pulls = false, pull } = wanted
  const query = queryOf({ branches, limit, pulls, ...(pull && { pull }) })
  const answer = await ask(client, query.text, { ...repositoryName(repository), ...query.variables, ...pull })
  if (answer === undefined) return undefined
  const found = new Map<string, BranchAhead>()
  for (const [index, { name }] of branches.entries()) {
    const ref = answer[`b${index}`] as RefNode | null
    const branch = name ?? ref?.name
    if (ref === null || branch === undefined) continue
    found.set(branch, { head: ref.target.oid, hasRules: ref.refUpdateRule !== null || ref.rules.nodes.length > 0 })
    remember(client, answer.nameWithOwner, { ref, wanted: branches[index], limit })
  }
  return {
    repository: repositoryOf(answer),
    repositoryId: answer.id,
    branches: found,
    openPulls: pulls ? openPullsOf(answer) : undefined,
    ...(pull &&
      answer.pullRequest && { pull: pullRequestNowOf(answer.pullRequest, answer.databaseId, pull.checkName) }),
  }
}

interface RepositoryNode {
  readonly databaseId: number
  readonly id: string
  readonly nameWithOwner: string
  readonly url: string
  readonly isArchived: boolean
  readonly isPrivate: boolean
  readonly owner: { readonly __typename: string; readonly databaseId: number }
  readonly defaultBranchRef: { readonly name: string } | null
  readonly pullRequests?: { readonly pageInfo: { readonly hasNextPage: boolean }; readonly nodes: readonly PullNode[] }
  readonly pullRequest?: NowNode | null
  readonly [alias: string]: unknown
}

interface RefNode {
  readonly name: string
  readonly refUpdateRule: object | null
  readonly rules: { readonly nodes: readonly object[] }
  readonly target: { readonly oid: string; readonly [alias: string]: unknown }
}

interface EntryNode {
  readonly mode: number
  readonly oid: string
  readonly object: { readonly text?: string | null } | null
}

interface PullNode {
  readonly id: string
  readonly number: number
  readonly url: string
  readonly title: string
  readonly body: string
  readonly headRefName: string
  readonly headRefOid: string
  readonly baseRefName: string
  readonly isCrossRepository: boolean
  readonly author: { readonly __typename: string; readonly login: string } | null
}

/** Of so many newest commits the file's text is read too: what ran before stands behind all steps of a ladder. */
const NEWEST = 10

const REPOSITORY = `id databaseId nameWithOwner url isArchived isPrivate defaultBranchRef { name }
    owner { __typename ... on User { databaseId } ... on Organization { databaseId } }`
const ENTRY = 'mode oid object { ... on Blob { text } }'
const PULLS = `pullRequests(states: OPEN, first: 100, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes { id number url title body headRefName headRefOid baseRefName isCrossRepository author { __typename login } }
    }`

function queryOf({ branches, limit = 50, pulls = false, pull }: Wanted) {
  const variables: Record<string, string> = {}
  const variable = (value: string) => {
    const name = `v${Object.keys(variables).length}`
    variables[name] = value
    return `$${name}`
  }
  const refs = branches.map(({ name, files, histories = [] }, index) => {
    const ref = name === undefined ? 'defaultBranchRef' : `ref(qualifiedName: ${variable(`refs/heads/${name}`)})`
    const entries = files.map((path, at) => `f${at}: file(path: ${variable(path)}) { ${ENTRY} }`)
    const logs = histories.map((path, at) => {
      const given = variable(path)
      const texts = `n${at}: history(first: ${NEWEST}, path: ${given}) { nodes { oid file(path: ${given}) { ${ENTRY} } } }`
      return `h${at}: history(first: ${limit}, path: ${given}) { nodes { ${HISTORY_FIELDS} } }\n${texts}`
    })
    const ofCommit = [...entries, ...logs].join('\n')
    const target = `target { oid ${ofCommit === '' ? '' : `... on Commit { ${ofCommit} }`} }`
    return `b${index}: ${ref} { name refUpdateRule { pattern } rules(first: 1) { nodes { type } } ${target} }`
  })
  const ofPull = pull ? ', $number: Int!, $checkName: String!' : ''
  const declared = Object.keys(variables).map((name) => `, $${name}: String!`)
  const text = `query ($owner: String!, $repo: String!${ofPull}${declared.join('')}) {
  repository(owner: $owner, name: $repo) {
    ${REPOSITORY}
    ${refs.join('\n    ')}
    ${pulls ? PULLS : ''}
    ${pull ? pullRequestFields({ checks: true, comments: false }) : ''}
  }
}`
  return { text, variables }
}

/** An error in any part is an error of the whole: what is missing is told better by the request that is for it. */
async function ask(
  client: GitHubClient,
  query: string,
  variables: Readonly<Record<string, string | number>>,
): Promise<RepositoryNode | undefined> {
  try {
    const { repository } = await client.graphql<{ readonly repository: RepositoryNode | null }>(query, variables)
    return repository?.defaultBranchRef === null ? undefined : (repository ?? undefined)
  } catch (error) {
    if (error instanceof Error && ('errors' in error || 'status' in error)) return undefined
    throw error
  }
}

function remember(
  client: GitHubClient,
  repository: string,
  { ref, wanted, limit }: { ref: RefNode; wanted: WantedBranch | undefined; limit: number },
): void {
  const { target } = ref
  const at = { repository, commit: target.oid }
  for (const [index, path] of (wanted?.files ?? []).entries()) {
    rememberEntry(client, { ...at, path }, target[`f${index}`] as EntryNode | null)
  }
  for (const [index, path] of (wanted?.histories ?? []).entries()) {
    const { nodes } = target[`h${index}`] as { readonly nodes: readonly HistoryNode[] }
    rememberHistory(client, { ...at, path, limit }, nodes.map(commitOfNode))
    const newest = target[`n${index}`] as { readonly nodes: readonly { oid: string; file: EntryNode | null }[] }
    for (const { oid: commit, file } of newest.nodes) rememberEntry(client, { repository, commit, path }, file)
  }
}

function rememberEntry(client: GitHubClient, at: Parameters<typeof rememberFile>[1], entry: EntryNode | null): void {
  const mode = entry === null ? undefined : modeOf(entry.mode)
  if (entry === null || mode === undefined) return
  const text = entry.object?.text
  const isWhole = typeof text === 'string' && blobName(text) === entry.oid
  rememberFile(client, at, isWhole ? { text, mode } : { blob: entry.oid, mode })
}

/** Anything but a regular file is left to who reads it, and says what it is. */
function modeOf(mode: number): '100644' | '100755' | undefined {
  if (mode === 0o100644) return '100644'
  return mode === 0o100755 ? '100755' : undefined
}

/** The name that git gives to these bytes: GitHub may have cut the text, or read it as another encoding. */
function blobName(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

function repositoryOf(node: RepositoryNode): Repository {
  return {
    id: node.databaseId,
    fullName: node.nameWithOwner,
    ownerId: node.owner.databaseId,
    ownerIsOrganization: node.owner.__typename === 'Organization',
    defaultBranch: node.defaultBranchRef?.name ?? '',
    archived: node.isArchived,
    isPrivate: node.isPrivate,
    url: node.url,
  }
}

/** GraphQL drops the `[bot]` of an app's login, which REST shows. */
function openPullsOf({ databaseId, pullRequests }: RepositoryNode): readonly OpenPullRequest[] | undefined {
  if (pullRequests === undefined || pullRequests.pageInfo.hasNextPage) return undefined
  const own = pullRequests.nodes.filter(({ isCrossRepository }) => !isCrossRepository)
  return own.map(({ id, number, url, title, body, headRefName, headRefOid, baseRefName, author }) => ({
    nodeId: id,
    number,
    url,
    title,
    body,
    headSha: headRefOid,
    headBranch: headRefName,
    headRepositoryId: databaseId,
    baseBranch: baseRefName,
    baseRepositoryId: databaseId,
    authorLogin: author === null ? '' : author.__typename === 'Bot' ? `${author.login}[bot]` : author.login,
  }))
}
