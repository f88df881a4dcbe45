import { roleOf } from './access.ts'
import { type Account, accountJson } from './account.ts'
import { type App, appJson } from './app.ts'
import type { Pull } from './pull.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, type World } from './world.ts'

export interface Reaction {
  readonly id: number
  readonly user: Account
  readonly content: Schema<'reaction'>['content']
  readonly createdAt: Date
}

export interface Comment {
  readonly id: number
  readonly issue: Issue
  body: string
  readonly author: Account
  readonly via: App | undefined
  readonly createdAt: Date
  updatedAt: Date
  readonly reactions: Reaction[]
}

/** An issue or, with `pull`, a pull request: GitHub numbers both together. */
export interface Issue {
  readonly id: number
  readonly number: number
  title: string
  body: string | null
  readonly author: Account
  readonly via: App | undefined
  state: 'open' | 'closed'
  locked: boolean
  labels: string[]
  readonly reactions: Reaction[]
  readonly createdAt: Date
  updatedAt: Date
  closedAt: Date | undefined
  readonly pull: Pull | undefined
}

export type PullIssue = Issue & { readonly pull: Pull }

export function commentsOf(repository: StoredRepository, issue: Issue): Comment[] {
  return [...repository.comments.values()].filter((comment) => comment.issue === issue)
}

export function association(
  world: World,
  repository: StoredRepository,
  account: Account,
): Schema<'author-association'> {
  if (repository.owner.id === account.id) return 'OWNER'
  if (repository.owner.members.has(account.id)) return 'MEMBER'
  return roleOf(world, repository, account) === undefined ? 'NONE' : 'COLLABORATOR'
}

export function commentJson(world: World, repository: StoredRepository, comment: Comment): Schema<'issue-comment'> {
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/issues/comments/${comment.id}`
  const kind = comment.issue.pull ? 'pull' : 'issues'
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${world.url}/${name}/${kind}/${comment.issue.number}#issuecomment-${comment.id}`,
    issue_url: `${world.apiUrl}/repos/${name}/issues/${comment.issue.number}`,
    body: comment.body,
    user: accountJson(world, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: association(world, repository, comment.author),
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
    performed_via_github_app: comment.via ? appJson(world, comment.via) : null,
  }
}

export function issueJson(world: World, repository: StoredRepository, issue: Issue): Schema<'issue'> {
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/issues/${issue.number}`
  const kind = issue.pull ? 'pull' : 'issues'
  return {
    id: issue.id,
    node_id: nodeId(issue.pull ? 'PR' : 'I', issue.id),
    number: issue.number,
    url,
    html_url: `${world.url}/${name}/${kind}/${issue.number}`,
    repository_url: `${world.apiUrl}/repos/${name}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    title: issue.title,
    body: issue.body,
    user: accountJson(world, issue.author),
    labels: issue.labels.map((label) => ({ name: label, color: 'ededed', default: false })),
    state: issue.state,
    state_reason: null,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: commentsOf(repository, issue).length,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: issue.closedAt ? iso(issue.closedAt) : null,
    author_association: association(world, repository, issue.author),
    reactions: reactionRollup(`${url}/reactions`, issue.reactions),
    performed_via_github_app: issue.via ? appJson(world, issue.via) : null,
    ...(issue.pull ? { draft: issue.pull.draft, pull_request: pullLinks(world, name, issue) } : {}),
  }
}

function pullLinks(world: World, name: string, issue: Issue): NonNullable<Schema<'issue'>['pull_request']> {
  const page = `${world.url}/${name}/pull/${issue.number}`
  return {
    url: `${world.apiUrl}/repos/${name}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.merged ? iso(issue.pull.merged.at) : null,
  }
}

function reactionRollup(url: string, reactions: readonly Reaction[]): Schema<'reaction-rollup'> {
  const count = (content: Reaction['content']) => reactions.filter((reaction) => reaction.content === content).length
  return {
    url,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  }
}
