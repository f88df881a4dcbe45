import { cpSync } from 'node:fs'
import { type Account, accountOf } from './account.ts'
import { addWorkflowRun, type RunDetails } from './add-workflow-run.ts'
import { type Files, writeFiles } from './commit-files.ts'
import { entryAt, readCommit } from './git-objects.ts'
import { gitOrThrow } from './git-process.ts'
import { historyOf, type LogEntry, resolveCommit } from './history.ts'
import type { BranchRules, ClassicProtection, Ruleset } from './protection.ts'
import { afterMove, moveRef } from './push.ts'
import {
  createStoredRepository,
  fullName,
  type RepositorySettings,
  type Role,
  type StoredRepository,
} from './stored-repository.ts'
import { newId, type World } from './world.ts'

export type Protection = BranchRules &
  (
    | { readonly kind?: 'classic'; readonly enforceAdmins?: boolean; readonly pushers?: readonly string[] }
    | { readonly kind: 'ruleset'; readonly name?: string; readonly enforcement?: Ruleset['enforcement'] }
  )

/** A repository as tests hold it: what an owner does in the browser, and direct looks into git. */
export class Repository {
  readonly #world: World
  readonly #stored: StoredRepository

  constructor(world: World, stored: StoredRepository) {
    this.#world = world
    this.#stored = stored
  }

  get id(): number {
    return this.#stored.id
  }

  get ownerId(): number {
    return this.#stored.owner.id
  }

  get fullName(): string {
    return fullName(this.#stored)
  }

  get defaultBranch(): string {
    return this.#stored.defaultBranch
  }

  get gitDir(): string {
    return this.#stored.gitDir
  }

  get cloneUrl(): string {
    return `${this.#world.url}/${this.fullName}.git`
  }

  get htmlUrl(): string {
    return `${this.#world.url}/${this.fullName}`
  }

  get settings(): RepositorySettings {
    return this.#stored.settings
  }

  /** `custom` names a custom role that is built on `role`. */
  setRole(login: string, role: Role | undefined, custom?: string): void {
    const { id } = accountOf(this.#world, login)
    if (role === undefined) this.#stored.roles.delete(id)
    else this.#stored.roles.set(id, { role, custom })
  }

  setTeamRole(team: { readonly id: number }, role: Role): void {
    this.#stored.teamRoles.set(team.id, role)
  }

  /** Protects the branches that match a name or pattern, by a classic rule or by a ruleset. */
  protect(pattern: string, { kind = 'classic', ...rules }: Protection): void {
    if (kind === 'classic') {
      this.#stored.classicRules.push({ ...(rules as BranchRules), pattern } satisfies ClassicProtection)
      return
    }
    const id = newId(this.#world)
    this.#stored.rulesets.push({ enforcement: 'active', name: `ruleset ${id}`, ...rules, id, pattern })
  }

  unprotect(pattern: string): void {
    const { classicRules, rulesets } = this.#stored
    for (const list of [classicRules, rulesets]) {
      const kept = list.filter((rule) => rule.pattern !== pattern)
      list.splice(0, list.length, ...(kept as never[]))
    }
  }

  /** A fork under another owner, with all branches. */
  fork(owner: string): Repository {
    const { name, defaultBranch } = this.#stored
    const details = {
      owner: accountOf(this.#world, owner),
      name,
      private: this.#stored.private,
      defaultBranch,
      parent: this.#stored,
    }
    const stored = createStoredRepository(this.#world, details)
    for (const folder of ['objects', 'refs/heads', 'refs/tags']) {
      cpSync(`${this.gitDir}/${folder}`, `${stored.gitDir}/${folder}`, { recursive: true })
    }
    return new Repository(this.#world, stored)
  }

  /** Renames; the old name redirects until somebody takes it. A name with a slash moves the repository to another owner. */
  rename(name: string): void {
    this.#world.redirects.set(this.fullName.toLowerCase(), this.id)
    const [owner, short] = name.includes('/') ? name.split('/') : [undefined, name]
    if (owner !== undefined) this.#stored.owner = accountOf(this.#world, owner)
    this.#stored.name = short ?? name
    this.#world.redirects.delete(this.fullName.toLowerCase())
  }

  archive(): void {
    this.#stored.archived = true
  }

  delete(): void {
    this.#world.repositories.delete(this.id)
  }

  /** The branch tip or other commit, undefined when there is none. */
  sha(ref = this.#stored.defaultBranch): string | undefined {
    return resolveCommit(this.#stored, ref)
  }

  branches(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#stored.refs.list('refs/heads/')].map(([ref, sha]) => [ref.slice('refs/heads/'.length), sha]),
    )
  }

  /** The text of a file, undefined when it or the ref is not there. */
  readFile(path: string, ref = this.#stored.defaultBranch): string | undefined {
    const sha = this.sha(ref)
    const commit = sha === undefined ? undefined : readCommit(this.#stored.objects, sha)
    const entry = commit && entryAt(this.#stored.objects, commit.tree, path)
    return entry && this.#stored.objects.readAs(entry.sha, 'blob')?.toString('utf8')
  }

  /** Every commit of a ref, newest first, along all parents. */
  log(ref = this.#stored.defaultBranch): LogEntry[] {
    const tip = this.sha(ref)
    return tip === undefined ? [] : historyOf(this.#stored, tip)
  }

  /** The patch of a commit against its first parent, or between two commits. */
  diff(sha: string, from?: string): Promise<string> {
    const range = from === undefined ? ['show', '--format=', '--first-parent', '-m', sha] : ['diff', from, sha]
    return gitOrThrow(this.gitDir, [...range])
  }

  /** The first commit, before anybody can listen: no events. */
  begin(files: Files): void {
    const sha = writeFiles(this.#world, this.#stored, {
      message: 'Initial commit',
      files,
      parent: undefined,
      author: this.#owner(),
    })
    this.#stored.refs.set(`refs/heads/${this.#stored.defaultBranch}`, sha)
  }

  /**
   * Commits files as a push of the author would: events are sent, protection is not asked (an owner's own hand).
   * A branch that is not there yet starts at `from` or at the default branch. Answers the commit's sha.
   */
  async commit(change: {
    branch?: string
    from?: string
    message: string
    files: Files
    author?: string
    force?: boolean
  }): Promise<string> {
    const branch = change.branch ?? this.#stored.defaultBranch
    const ref = `refs/heads/${branch}`
    const before = this.#stored.refs.read(ref)
    const parent = change.force || before === undefined ? this.sha(change.from ?? this.#stored.defaultBranch) : before
    const author = change.author === undefined ? this.#owner() : accountOf(this.#world, change.author)
    const sha = writeFiles(this.#world, this.#stored, { ...change, parent, author })
    const move = { ref, before, after: sha, actor: { kind: 'user', account: author } as const }
    const moved = await moveRef(this.#world, this.#stored, move)
    if (moved !== 'moved') throw new Error(`Somebody else moved ${branch} at the same time.`)
    return sha
  }

  /** Points a branch somewhere (undefined deletes it) as a forced push of the owner would. */
  async setBranch(branch: string, sha: string | undefined): Promise<void> {
    const ref = `refs/heads/${branch}`
    const before = this.#stored.refs.read(ref)
    this.#stored.refs.move(ref, { before, after: sha })
    await afterMove(this.#world, this.#stored, {
      ref,
      before,
      after: sha,
      actor: { kind: 'user', account: this.#owner() },
    })
  }

  /**
   * Says that a workflow ran: its artifacts are there to download, and apps hear `workflow_run`.
   * `head` is the repository that the head commit lies in, a fork for instance.
   */
  addWorkflowRun(run: RunDetails): ReturnType<typeof addWorkflowRun> {
    return addWorkflowRun(this.#world, this.#stored, run)
  }

  #owner(): Account {
    const { owner } = this.#stored
    if (owner.type === 'User') return owner
    const [admin] = [...owner.members].filter(([, role]) => role === 'admin')
    return (admin && this.#world.accounts.get(admin[0])) ?? owner
  }
}
