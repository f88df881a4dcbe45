import { type Account, accountJson } from './account.ts'
import { diffFiles } from './diff.ts'
import { commitsBetween, mergeBase } from './history.ts'
import { association, commentsOf, type PullIssue } from './issue.ts'
import { mergeableState, shownMergeTest } from './mergeability.ts'
import { repositoryJson } from './repository-json.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import type { Team } from './teams.ts'
import { iso, nodeId, now, type World } from './world.ts'

function autoMergeJson(world: World, { pull: { autoMerge } }: PullIssue) {
  if (autoMerge === undefined) return null
  const { by, method, title = '', message = '' } = autoMerge
  return { enabled_by: accountJson(world, by), merge_method: method, commit_title: title, commit_message: message }
}

/** A pull request as lists and reviews show it: without `mergeable`. */
export function pullSimpleJson(world: World, repository: StoredRepository, issue: PullIssue) {
  const { pull } = issue
  const name = fullName(repository)
  const api = `${world.apiUrl}/repos/${name}`
  return {
    id: issue.id,
    node_id: nodeId('PR', issue.id),
    number: issue.number,
    ...pullLinks(world, repository, issue),
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    body: issue.body,
    user: accountJson(world, issue.author),
    labels: issue.labels.map((label, index) => ({
      id: index + 1,
      node_id: nodeId('LA', index + 1),
      url: `${api}/labels/${encodeURIComponent(label)}`,
      name: label,
      description: '',
      color: 'ededed',
      default: false,
    })),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [...pull.requested.users].flatMap((id) => {
      const account = world.accounts.get(id)
      return account ? [accountJson(world, account)] : []
    }),
    requested_teams: [...pull.requested.teams].flatMap((id) => {
      const team = world.teams.find((each) => each.id === id)
      return team ? [teamJson(world, team)] : []
    }),
    active_lock_reason: null,
    auto_merge: autoMergeJson(world, issue),
    author_association: association(world, repository, issue.author),
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: issue.closedAt ? iso(issue.closedAt) : null,
    merged_at: pull.merged ? iso(pull.merged.at) : null,
    merge_commit_sha: pull.merged?.sha ?? pull.mergeTest?.mergeSha ?? null,
    draft: pull.draft,
    head: sideJson(world, {
      owner: pull.headOwner,
      ref: pull.headRef,
      sha: shownHead(world, issue),
      repository: pull.headRepository,
    }),
    base: sideJson(world, { owner: repository.owner, ref: pull.baseRef, sha: pull.baseSha, repository }),
  } satisfies Schema<'pull-request-simple'>
}

function teamJson(world: World, { id, slug, name, organization }: Team): Schema<'team'> {
  const url = `${world.apiUrl}/organizations/${organization.id}/team/${id}`
  return {
    id,
    node_id: nodeId('T', id),
    url,
    html_url: `${world.url}/orgs/${organization.login}/teams/${slug}`,
    name,
    slug,
    description: null,
    permission: 'pull',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  } as unknown as Schema<'team'>
}

function pullLinks(world: World, repository: StoredRepository, issue: PullIssue) {
  const name = fullName(repository)
  const api = `${world.apiUrl}/repos/${name}`
  const url = `${api}/pulls/${issue.number}`
  const html = `${world.url}/${name}/pull/${issue.number}`
  const issueUrl = `${api}/issues/${issue.number}`
  const statusesUrl = `${api}/statuses/${issue.pull.headSha}`
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statusesUrl },
    },
  }
}

/** The whole pull request; asking for it is what starts the test merge. */
export async function pullJson(
  world: World,
  repository: StoredRepository,
  issue: PullIssue,
  asked = false,
): Promise<Schema<'pull-request'>> {
  const { pull } = issue
  const base = pull.merged ? pull.baseSha : (repository.refs.read(`refs/heads/${pull.baseRef}`) ?? pull.baseSha)
  const from = (await mergeBase(repository, base, pull.headSha)) ?? base
  const files = await diffFiles(repository, from, pull.headSha)
  const commits = await commitsBetween(repository, from, pull.headSha)
  const test = asked && issue.state === 'open' ? shownMergeTest(world, repository, issue) : undefined
  return {
    ...pullSimpleJson(world, repository, issue),
    merged: pull.merged !== undefined,
    mergeable: test ? test.mergeable : null,
    rebaseable: test ? test.mergeable : null,
    mergeable_state:
      shownHead(world, issue) === pull.headSha ? mergeableState(world, repository, issue, test) : 'unknown',
    merged_by: pull.merged ? accountJson(world, pull.merged.by) : null,
    comments: commentsOf(repository, issue).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

/** The head that readers see: the old one for a while after a push, when the world lags. */
export function shownHead(world: World, { pull }: PullIssue): string {
  const { shownHead: old } = pull
  return old && old.until > now(world).getTime() ? old.sha : pull.headSha
}

function sideJson(
  world: World,
  side: {
    readonly owner: Account
    readonly ref: string
    readonly sha: string
    readonly repository: StoredRepository | undefined
  },
) {
  // GitHub answers null for a deleted fork although its own description says that there always is a repository.
  const repo =
    side.repository && world.repositories.has(side.repository.id)
      ? repositoryJson(world, side.repository)
      : (null as unknown as Schema<'repository'>)
  return {
    label: `${side.owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: accountJson(world, side.owner),
    repo,
  }
}
