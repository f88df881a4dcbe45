import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { type Cast, GITOPS_REPOSITORY, MODEL_REPOSITORY, type Person } from './cast.ts'
import type { Tell } from './events.ts'
import { git } from './git.ts'
import { runWorkflow, type WorkflowRun } from './workflow.ts'

const MODEL = { owner: 'acme', repo: 'iris' }
const GITOPS = { owner: 'acme', repo: 'mlops-gitops' }

/** Plays the whole story through public doors: git, GitHub's API as a person uses it, the built action, signed webhooks. */
export async function playStory(cast: Cast, root: string, tell: Tell): Promise<void> {
  const stage = new Stage(cast, root, tell)
  await stage.measureMain('0'.repeat(40), 'the first push to main')
  const number = await stage.openPullRequest()
  await stage.evaluate(number)
  await stage.merge(number)

  const { ada, ben, mallory } = cast
  // The merge has released the version to test, all of it: a canary is for where it does not run yet.
  await stage.command(ada, number, '/canary 20 prod')
  await stage.approveAndMerge(ben, number)
  await stage.command(ada, number, '/canary 50 prod')
  await stage.approveAndMerge(ben, number)
  await stage.command(mallory, number, '/promote prod')
  await stage.command(ada, number, '/promote')
  await stage.approveAndMerge(ben, number)
  await stage.command(ada, number, '/status')
  await stage.command(ada, number, '/rollback')
  await stage.approveAndMerge(ben, number)
}

class Stage {
  readonly #cast: Cast
  readonly #root: string
  readonly #tell: Tell
  /** The heads of the gitops branches that were told already. */
  readonly #told = new Map<string, string>()

  constructor(cast: Cast, root: string, tell: Tell) {
    this.#cast = cast
    this.#root = root
    this.#tell = tell
  }

  async measureMain(before: string, on: string): Promise<void> {
    await this.#tellCommits()
    const head = (await this.#as(this.#cast.ada).rest.repos.getBranch({ ...MODEL, branch: 'main' })).data.commit.sha
    await this.#run({ kind: 'push', before, sha: head }, on)
    await this.#tellCommits()
  }

  /** Cleo replaces the SVM by a random forest, in a clone, and pushes the branch. */
  async openPullRequest(): Promise<number> {
    const { cleo, github } = this.#cast
    const clone = mkdtempSync(join(tmpdir(), 'serin-clone-'))
    const url = new URL(github.repository(MODEL_REPOSITORY).cloneUrl)
    url.username = cleo.login
    url.password = cleo.token
    await git(clone, 'clone', '--quiet', url.href, '.')
    await git(clone, 'checkout', '--quiet', '-b', 'random-forest')
    const file = join(clone, 'params.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^model: .*$/m, 'model: random-forest'))
    await git(
      clone,
      '-c',
      'user.name=Cleo',
      '-c',
      'user.email=cleo@example.com',
      'commit',
      '--quiet',
      '-am',
      'Use a random forest',
    )
    await git(clone, 'push', '--quiet', 'origin', 'random-forest')
    const pull = await this.#as(cleo).rest.pulls.create({
      ...MODEL,
      title: 'Use a random forest',
      head: 'random-forest',
      base: 'main',
      body: 'A random forest should separate versicolor from virginica better than the SVM.',
    })
    this.#tell({
      kind: 'happened',
      text: `cleo opens ${MODEL_REPOSITORY}#${pull.data.number}: ${pull.data.title}`,
      url: pull.data.html_url,
    })
    return pull.data.number
  }

  async evaluate(number: number): Promise<void> {
    await this.#run({ kind: 'pull_request', number }, `${MODEL_REPOSITORY}#${number}`)
    const comments = await this.#comments(number)
    const report = comments.find((comment) => comment.user?.login === 'github-actions[bot]')
    if (report === undefined) throw new Error('The workflow wrote no report')
    this.#tell({ kind: 'report', markdown: report.body ?? '', url: report.html_url })
  }

  async merge(number: number): Promise<void> {
    const api = this.#as(this.#cast.ada)
    const before = (await api.rest.repos.getBranch({ ...MODEL, branch: 'main' })).data.commit.sha
    const pull = await api.rest.pulls.get({ ...MODEL, pull_number: number })
    await api.rest.pulls.merge({ ...MODEL, pull_number: number, sha: pull.data.head.sha })
    this.#tell({ kind: 'happened', text: `ada merges ${MODEL_REPOSITORY}#${number}`, url: pull.data.html_url })
    await this.measureMain(before, 'the merge')
  }

  /** Comments a command and waits for its reply. */
  async command(person: Person, number: number, text: string): Promise<void> {
    const comment = await this.#as(person).rest.issues.createComment({ ...MODEL, issue_number: number, body: text })
    this.#tell({ kind: 'said', who: person.login, text, url: comment.data.html_url })
    const reply = await this.#waitFor(number, `<!-- serin:reply ${comment.data.id} `)
    const reactions = await this.#as(person).rest.reactions.listForIssueComment({
      ...MODEL,
      comment_id: comment.data.id,
    })
    const signs = reactions.data.map((reaction) => (reaction.content === 'eyes' ? '👀' : reaction.content))
    this.#tell({ kind: 'reply', markdown: reply.body ?? '', url: reply.html_url, reactions: signs })
    await this.#tellCommits()
  }

  /** The second person reviews the newest proposal in the gitops repository, approves it and merges it. */
  async approveAndMerge(person: Person, number: number): Promise<void> {
    const api = this.#as(person)
    const open = await api.rest.pulls.list({ ...GITOPS, state: 'open' })
    const proposal = open.data[0]
    if (proposal === undefined) throw new Error('There is no proposal to approve')
    const pull = { ...GITOPS, pull_number: proposal.number }
    await api.rest.pulls.createReview({ ...pull, event: 'APPROVE', commit_id: proposal.head.sha })
    await api.rest.pulls.merge({ ...pull, sha: proposal.head.sha, merge_method: 'squash' })
    const text = `${person.login} approves and merges ${GITOPS_REPOSITORY}#${proposal.number}: ${proposal.title}`
    this.#tell({ kind: 'happened', text, url: proposal.html_url })
    const news = await this.#waitFor(number, `<!-- serin:proposal-news ${GITOPS_REPOSITORY}#${proposal.number} -->`)
    this.#tell({ kind: 'reply', markdown: news.body ?? '', url: news.html_url, reactions: [] })
    await this.#tellCommits()
  }

  async #run(run: WorkflowRun, on: string): Promise<void> {
    const result = await runWorkflow(this.#cast, this.#as(this.#cast.ada), this.#root, run)
    if (result.conclusion !== 'success')
      throw new Error(`The workflow on ${on} ended with ${result.conclusion}:\n${result.log}`)
    this.#tell({ kind: 'workflow', on, verdict: result.outputs.verdict ?? '', seconds: result.durationMs / 1000 })
  }

  /** Every commit on the gitops branches since the last time. */
  async #tellCommits(): Promise<void> {
    const api = this.#as(this.#cast.ada)
    for (const branch of ['main', 'production']) {
      const head = (await api.rest.repos.getBranch({ ...GITOPS, branch })).data.commit.sha
      const last = this.#told.get(branch)
      this.#told.set(branch, head)
      if (last === undefined || last === head) continue
      const between = await api.rest.repos.compareCommitsWithBasehead({ ...GITOPS, basehead: `${last}...${head}` })
      for (const { sha } of between.data.commits) {
        const commit = (await api.rest.repos.getCommit({ ...GITOPS, ref: sha })).data
        const diff = (commit.files ?? []).map((file) => `${file.filename}\n${file.patch ?? ''}`).join('\n')
        this.#tell({
          kind: 'commit',
          repository: GITOPS_REPOSITORY,
          branch,
          sha,
          message: commit.commit.message,
          diff,
          url: commit.html_url,
        })
      }
    }
  }

  async #waitFor(number: number, marker: string) {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = (await this.#comments(number)).find((comment) => comment.body?.includes(marker))
      if (found !== undefined) return found
      await sleep(100)
    }
    throw new Error(`No answer came: ${marker}`)
  }

  async #comments(number: number) {
    return this.#as(this.#cast.ada).paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...MODEL,
      issue_number: number,
      per_page: 100,
    })
  }

  #as(person: Person): Octokit {
    return new Octokit({ auth: person.token, baseUrl: this.#cast.github.apiUrl })
  }
}
