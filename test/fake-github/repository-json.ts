import { accountJson } from './account.ts'
import { pullsOf } from './pull.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, type World } from './world.ts'

export type RepositoryJson = Schema<'full-repository'> &
  Schema<'repository'> & {
    temp_clone_token?: string
    license: null
    code_of_conduct?: never
    security_and_analysis?: never
  }

const TEMPLATES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const

export function repositoryJson(world: World, repository: StoredRepository): RepositoryJson {
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}`
  const html = `${world.url}/${name}`
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length
  const urls = Object.fromEntries(Object.entries(TEMPLATES).map(([key, path]) => [key, url + path])) as Record<
    keyof typeof TEMPLATES,
    string
  >
  return {
    ...urls,
    ...flags(repository),
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: name,
    owner: accountJson(world, repository.owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    html_url: html,
    description: null,
    fork: repository.parent !== undefined,
    url,
    git_url: `git://${new URL(world.url).host}/${name}.git`,
    ssh_url: `git@127.0.0.1:${name}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    created_at: iso(repository.createdAt),
    updated_at: iso(repository.pushedAt),
    pushed_at: iso(repository.pushedAt),
    ...(repository.owner.type === 'Organization' ? { organization: accountJson(world, repository.owner) } : {}),
    ...(repository.parent ? { parent: repositoryJson(world, repository.parent) } : {}),
  }
}

function flags(repository: StoredRepository) {
  const { settings } = repository
  return {
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    size: 0,
    topics: [],
    is_template: false,
    has_issues: settings.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    allow_merge_commit: settings.allowMergeCommit,
    allow_squash_merge: settings.allowSquashMerge,
    allow_rebase_merge: settings.allowRebaseMerge,
    allow_auto_merge: settings.allowAutoMerge,
    delete_branch_on_merge: settings.deleteBranchOnMerge,
    allow_forking: true,
    web_commit_signoff_required: false,
    custom_properties: {},
  }
}

/** Open pull requests of any repository whose head is this branch. */
export function openPullsFrom(world: World, head: StoredRepository, branch: string) {
  return [...world.repositories.values()].flatMap((repository) =>
    pullsOf(repository)
      .filter((issue) => issue.state === 'open' && issue.pull.headRepository === head && issue.pull.headRef === branch)
      .map((issue) => ({ repository, issue })),
  )
}
