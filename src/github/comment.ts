import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, isRequestFailure, isServerFailure, permitted } from './failure.ts'

/** Whose comments count as ours. */
export interface Author {
  readonly login: string
}

export interface CommentOutcome {
  readonly kind: 'created' | 'updated' | 'unchanged'
  readonly id: number
  readonly url: string
}

/** Where our comment with a marker is looked for. */
export interface CommentSearch {
  readonly repository: string
  readonly pullRequest: number
  /** The first line of the comment; what does not end with `-->` is the beginning of that line. */
  readonly marker: string
  /** Asked only when a comment with the marker is there. */
  readonly author: () => Promise<Author>
}

export interface MarkedComment extends CommentSearch {
  /** Its first line is the marker. */
  readonly body: string
  /** Asked before another text is replaced: a slow run must not replace what a newer one has found out. */
  readonly mayReplace?: () => Promise<boolean>
}

/**
 * Keeps one comment per marker on a pull request. All pages are read; a comment is ours when its first line is the
 * marker and we are its author, since anybody can paste a marker. Nothing is sent when the text is the same.
 * @throws MissingPermission without `pull-requests: write`.
 */
export async function upsertComment(client: GitHubClient, comment: MarkedComment): Promise<CommentOutcome> {
  const name = repositoryName(comment.repository)
  const purpose = {
    doing: `comment on ${comment.repository}#${comment.pullRequest}`,
    permissions: ['pull-requests: write'],
  }
  return permitted(purpose, async () => {
    const own = takeExpectation(client, comment.marker) ? undefined : await findComment(client, comment)
    if (own === undefined) return createComment(client, comment)
    const isSame = normal(own.body ?? '') === normal(comment.body)
    if (isSame || (await comment.mayReplace?.()) === false) return { kind: 'unchanged', id: own.id, url: own.html_url }
    const updated = await client.rest.issues.updateComment({ ...name, comment_id: own.id, body: comment.body })
    return { kind: 'updated', id: updated.data.id, url: updated.data.html_url }
  })
}

/** Markers of which it was just seen that no comment has them, while nobody else writes any. */
const expectedAbsent = new WeakMap<GitHubClient, Set<string>>()

/** Says that there is no comment with a marker, as of a read just now: the next one is written without looking again. */
export function expectNoComment(client: GitHubClient, marker: string): void {
  const markers = expectedAbsent.get(client) ?? new Set<string>()
  expectedAbsent.set(client, markers.add(marker))
}

function takeExpectation(client: GitHubClient, marker: string): boolean {
  return expectedAbsent.get(client)?.delete(marker) ?? false
}

async function createComment(client: GitHubClient, comment: MarkedComment): Promise<CommentOutcome> {
  const { repository, pullRequest: issue_number, body } = comment
  try {
    const { data } = await client.rest.issues.createComment({ ...repositoryName(repository), issue_number, body })
    return { kind: 'created', id: data.id, url: data.html_url }
  } catch (error) {
    // GitHub may have written it and failed afterwards: what counts is whether it is there.
    const written = isServerFailure(error) ? await findComment(client, comment) : undefined
    if (written === undefined) throw error
    return { kind: 'created', id: written.id, url: written.html_url }
  }
}

/** Our comment with this marker, the newest if there are several. */
export async function findComment(client: GitHubClient, search: CommentSearch) {
  const comments = await listComments(client, search)
  const marked = comments.filter((comment) => isMarked(firstLine(comment.body ?? ''), search.marker))
  if (marked.length === 0) return undefined
  const author = await search.author()
  return marked.findLast((comment) => comment.user?.login === author.login)
}

/**
 * Gives a comment a new text, unless somebody has changed it: it holds none of the texts in `seen`.
 * @returns whether it has the new text now.
 * @throws MissingPermission without `pull-requests: write`.
 */
export async function rewriteComment(
  client: GitHubClient,
  comment: {
    readonly repository: string
    readonly id: number
    readonly seen: readonly string[]
    readonly body: string
  },
): Promise<boolean> {
  const at = { ...repositoryName(comment.repository), comment_id: comment.id }
  const purpose = { doing: `comment in ${comment.repository}`, permissions: ['pull-requests: write'] }
  return permitted(purpose, async () => {
    const there = await absentAs404(() => client.rest.issues.getComment(at))
    const text = normal(there?.data.body ?? '')
    if (there === undefined || !comment.seen.some((body) => normal(body) === text)) return false
    await client.rest.issues.updateComment({ ...at, body: comment.body })
    return true
  })
}

/**
 * Removes our comments with certain markers from a pull request; one that somebody else removed meanwhile is no mistake.
 * @throws MissingPermission without `pull-requests: write`.
 */
export async function removeComments(
  client: GitHubClient,
  search: Pick<CommentSearch, 'repository' | 'pullRequest' | 'author'> & {
    readonly isMarker: (firstLine: string) => boolean
    /** Asked only when there is something to remove. */
    readonly mayRemove: () => Promise<boolean>
  },
): Promise<void> {
  const { repository, pullRequest } = search
  const name = repositoryName(repository)
  const purpose = { doing: `comment on ${repository}#${pullRequest}`, permissions: ['pull-requests: write'] }
  await permitted(purpose, async () => {
    const marked = (await listComments(client, search)).filter(({ body }) => search.isMarker(firstLine(body ?? '')))
    if (marked.length === 0 || !(await search.mayRemove())) return
    const { login } = await search.author()
    for (const { id, user } of marked) {
      if (user?.login === login) {
        await absentAs404(() => client.rest.issues.deleteComment({ ...name, comment_id: id }))
      }
    }
  })
}

function listComments(
  client: GitHubClient,
  { repository, pullRequest }: Pick<CommentSearch, 'repository' | 'pullRequest'>,
) {
  const at = { ...repositoryName(repository), issue_number: pullRequest, per_page: 100 }
  return client.paginate(client.rest.issues.listComments, at)
}

/** Adds a reaction to a comment; doing it again changes nothing, nor where the comment is gone. Answers whether it is new. */
export async function react(
  client: GitHubClient,
  comment: {
    readonly repository: string
    readonly id: number
    readonly content: 'eyes' | 'confused' | 'rocket' | '-1'
  },
): Promise<boolean> {
  const purpose = { doing: `react to a comment in ${comment.repository}`, permissions: ['issues: write'] }
  const { content } = comment
  const answer = await absentAs404(() =>
    permitted(purpose, () =>
      client.rest.reactions.createForIssueComment({
        ...repositoryName(comment.repository),
        comment_id: comment.id,
        content,
      }),
    ),
  )
  return answer?.status === 201
}

/**
 * Who a token writes as. GraphQL alone answers for installation tokens too; it may drop the `[bot]` that REST shows,
 * and only a person's token may then ask for `GET /user`.
 */
export async function readViewer(client: GitHubClient): Promise<Author> {
  const { viewer } = await client.graphql<{ readonly viewer: Author }>('{ viewer { login } }')
  const { login } = viewer
  if (login.endsWith('[bot]') || (await isPerson(client))) return { login }
  return { login: `${login}[bot]` }
}

async function isPerson(client: GitHubClient): Promise<boolean> {
  try {
    await client.rest.users.getAuthenticated()
    return true
  } catch (error) {
    if (isRequestFailure(error, 403)) return false
    throw error
  }
}

function isMarked(line: string, marker: string): boolean {
  return line === marker || (!marker.endsWith('-->') && line.startsWith(marker))
}

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0]?.trimEnd() ?? ''
}

/** GitHub may hand back other line ends and drops blank ends. */
function normal(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd()
}
