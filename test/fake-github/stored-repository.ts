import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { CheckRun } from './check-run.ts'
import type { Deployment } from './deployments.ts'
import type { Comment, Issue } from './issue.ts'
import { ObjectStore } from './object-store.ts'
import type { ClassicProtection, Ruleset } from './protection.ts'
import { RefStore } from './ref-store.ts'
import type { CommitStatus } from './statuses.ts'
import { newId, now, type World } from './world.ts'

export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface RepositorySettings {
  hasIssues: boolean
  allowMergeCommit: boolean
  allowSquashMerge: boolean
  allowRebaseMerge: boolean
  deleteBranchOnMerge: boolean
  allowAutoMerge: boolean
  /** The words of a squash: the commit's own when there is only one, the pull request's, or hardly any. */
  squashTitle: 'COMMIT_OR_PR_TITLE' | 'PR_TITLE'
  squashMessage: 'COMMIT_MESSAGES' | 'PR_BODY' | 'BLANK'
  /** Settings → Actions → "Allow GitHub Actions to create and approve pull requests": off, as on GitHub. */
  actionsMayOpenPullRequests: boolean
}

/** A repository with all that belongs to it; git data lives in `gitDir`. */
export interface StoredRepository {
  readonly id: number
  owner: Account
  name: string
  private: boolean
  defaultBranch: string
  archived: boolean
  readonly parent: StoredRepository | undefined
  readonly gitDir: string
  readonly objects: ObjectStore
  readonly refs: RefStore
  readonly createdAt: Date
  pushedAt: Date
  readonly settings: RepositorySettings
  /** Direct grants by account id; `custom` is the name of a custom role built on `role`. */
  readonly roles: Map<number, { readonly role: Role; readonly custom: string | undefined }>
  readonly teamRoles: Map<number, Role>
  readonly issues: Map<number, Issue>
  readonly comments: Map<number, Comment>
  readonly checkRuns: CheckRun[]
  readonly statuses: CommitStatus[]
  readonly deployments: Deployment[]
  readonly classicRules: ClassicProtection[]
  readonly rulesets: Ruleset[]
  /** Commits that GitHub itself signed. */
  readonly verified: Set<string>
  /** Answers of git that never change: they are keyed by shas. */
  readonly gitAnswers: Map<string, unknown>
}

export function createStoredRepository(
  world: World,
  details: { owner: Account; name: string; private: boolean; defaultBranch: string; parent?: StoredRepository },
): StoredRepository {
  const id = newId(world)
  const gitDir = join(world.directory, 'repositories', `${id}.git`)
  initBare(gitDir, { defaultBranch: details.defaultBranch, hooks: join(world.directory, 'hooks') })
  const repository: StoredRepository = {
    ...details,
    id,
    parent: details.parent,
    archived: false,
    gitDir,
    objects: new ObjectStore(gitDir),
    refs: new RefStore(gitDir),
    createdAt: now(world),
    pushedAt: now(world),
    settings: {
      hasIssues: true,
      allowMergeCommit: true,
      allowSquashMerge: true,
      allowRebaseMerge: true,
      deleteBranchOnMerge: false,
      allowAutoMerge: false,
      squashTitle: 'COMMIT_OR_PR_TITLE',
      squashMessage: 'COMMIT_MESSAGES',
      actionsMayOpenPullRequests: false,
    },
    roles: new Map(),
    teamRoles: new Map(),
    issues: new Map(),
    comments: new Map(),
    checkRuns: [],
    statuses: [],
    deployments: [],
    classicRules: [],
    rulesets: [],
    verified: new Set(),
    gitAnswers: new Map(),
  }
  world.repositories.set(id, repository)
  return repository
}

export function fullName(repository: { owner: Account; name: string }): string {
  return `${repository.owner.login}/${repository.name}`
}

/** Finds a repository by its present name; letter case does not matter. */
export function findRepository(world: World, name: string): StoredRepository | undefined {
  const wanted = name.toLowerCase()
  for (const repository of world.repositories.values()) {
    if (fullName(repository).toLowerCase() === wanted) return repository
  }
  return undefined
}

/** What `git init --bare` makes, without the process; never packs, so that objects can be read without git. */
function initBare(gitDir: string, options: { defaultBranch: string; hooks: string }): void {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
    mkdirSync(join(gitDir, folder), { recursive: true })
  }
  setHead(gitDir, options.defaultBranch)
  const config = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
\thooksPath = ${options.hooks}
[gc]
\tauto = 0
[receive]
\tautogc = false
\tadvertiseAtomic = true
\tdenyDeleteCurrent = refuse
[transfer]
\tunpackLimit = 100000000
[uploadpack]
\tallowAnySHA1InWant = true
\tallowFilter = true
[http]
\treceivepack = true
`
  writeFileSync(join(gitDir, 'config'), config)
}

function setHead(gitDir: string, branch: string): void {
  writeFileSync(join(gitDir, 'HEAD'), `ref: refs/heads/${branch}\n`)
}
