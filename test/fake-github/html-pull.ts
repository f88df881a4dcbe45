import type { CheckRun } from './check-run.ts'
import { diffFiles } from './diff.ts'
import { commitsBetween, mergeBase } from './history.ts'
import { commitList, diffView } from './html-code.ts'
import { renderMarkdown } from './html-markdown.ts'
import { moment, repositoryPage, shortSha } from './html-page.ts'
import { type Html, html } from './html-text.ts'
import { type Comment, commentsOf, type Issue, type PullIssue, type Reaction } from './issue.ts'
import { testMerge } from './mergeability.ts'
import { isPull, pullsOf, type Review } from './pull.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

const EMOJI: Readonly<Record<Reaction['content'], string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}

export function pullsPage(repository: StoredRepository): string {
  const rows = pullsOf(repository)
    .toReversed()
    .map((issue) => {
      const link = html`<a href="/${fullName(repository)}/pull/${issue.number}"><b>${issue.title}</b></a>`
      return html`<div class="row">${stateOf(issue)}<span class="grow">${link} <span class="dim">#${issue.number} by ${issue.author.login}</span></span><span class="dim">${moment(issue.updatedAt)}</span></div>`
    })
  const body = html`<h1>Pull requests</h1><div class="box">${rows.length > 0 ? rows : html`<div class="row dim">None yet.</div>`}</div>`
  return repositoryPage(repository, { title: 'Pull requests', tab: 'pulls', body })
}

/** The conversation of an issue; for a pull request with checks, commits and changed files. */
export async function conversationPage(
  world: World,
  repository: StoredRepository,
  number: number,
): Promise<string | undefined> {
  const issue = repository.issues.get(number)
  if (!issue) return undefined
  const parts = isPull(issue)
    ? await pullParts(world, repository, issue)
    : { under: html``, checks: html``, below: html`` }
  const body = html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p>${stateOf(issue)} ${parts.under}</p>${timeline(repository, issue)}${parts.checks}${parts.below}`
  return repositoryPage(repository, { title: `${issue.title} #${number}`, tab: 'pulls', body })
}

async function pullParts(
  world: World,
  repository: StoredRepository,
  issue: PullIssue,
): Promise<{ under: Html; checks: Html; below: Html }> {
  const { pull } = issue
  const base = pull.merged ? pull.baseSha : (repository.refs.read(`refs/heads/${pull.baseRef}`) ?? pull.baseSha)
  const from = (await mergeBase(repository, base, pull.headSha)) ?? base
  const commits = await commitsBetween(repository, from, pull.headSha)
  const files = await diffFiles(repository, from, pull.headSha)
  const head = pull.headRepository === repository ? pull.headRef : `${pull.headOwner.login}:${pull.headRef}`
  const who = pull.merged
    ? html`<b>${pull.merged.by.login}</b> merged`
    : html`<b>${issue.author.login}</b> wants to merge`
  const under = html`${who} ${commits.length} commit${commits.length === 1 ? '' : 's'} into <span class="sha">${pull.baseRef}</span> from <span class="sha">${head}</span>`
  const below = html`<h1>Commits</h1>${commitList(repository, commits)}<h1>Files changed</h1>${diffView(repository, { files, sha: pull.headSha })}`
  return { under, below, checks: await checksBox(world, repository, issue) }
}

async function checksBox(world: World, repository: StoredRepository, issue: PullIssue): Promise<Html> {
  const runs = repository.checkRuns.filter((run) => run.headSha === issue.pull.headSha)
  const newest = [...new Map(runs.map((run) => [`${run.app.id} ${run.name}`, run])).values()]
  const rows = newest.map(
    (run) =>
      html`<div class="row">${mark(run)}<span class="grow"><a href="/${fullName(repository)}/runs/${run.id}"><b>${run.name}</b></a> <span class="dim">${run.title ?? undefined}</span></span><span class="dim">${run.conclusion ?? run.status}</span></div>`,
  )
  if (issue.state === 'open') {
    const { mergeable } = await testMerge(world, repository, issue)
    rows.push(
      mergeable
        ? html`<div class="row"><span class="ok">✓</span> No conflicts with the base branch</div>`
        : html`<div class="row"><span class="bad">✕</span> This branch has conflicts</div>`,
    )
  }
  return rows.length === 0
    ? html``
    : html`<div class="box"><div class="head"><b>Checks</b> of ${shortSha(repository, issue.pull.headSha)}</div>${rows}</div>`
}

function mark(run: CheckRun): Html {
  if (run.status !== 'completed') return html`<span class="wait">●</span>`
  if (run.conclusion === 'success') return html`<span class="ok">✓</span>`
  return run.conclusion === 'neutral' || run.conclusion === 'skipped'
    ? html`<span class="dim">◼</span>`
    : html`<span class="bad">✕</span>`
}

function stateOf(issue: Issue): Html {
  const { pull } = issue
  if (pull?.merged) return html`<span class="state merged">Merged</span>`
  if (issue.state === 'closed') return html`<span class="state closed">Closed</span>`
  return pull?.draft ? html`<span class="state draft">Draft</span>` : html`<span class="state open">Open</span>`
}

/** Description, comments, reviews and the end, in order of time. */
function timeline(repository: StoredRepository, issue: Issue): Html {
  const first = commentBox({
    who: issue.author.login,
    type: issue.author.type,
    what: 'opened this',
    at: issue.createdAt,
    body: issue.body ?? '_No description provided._',
    reactions: issue.reactions,
  })
  const comments = commentsOf(repository, issue).map((comment) => ({
    at: comment.createdAt,
    view: commentView(comment),
  }))
  const reviews = (issue.pull?.reviews ?? []).map((review) => ({ at: review.submittedAt, view: reviewView(review) }))
  const merged = issue.pull?.merged
  const end = issue.closedAt
    ? [{ at: issue.closedAt, view: endView(repository, merged ? { by: merged.by.login, sha: merged.sha } : undefined) }]
    : []
  const entries = [...comments, ...reviews, ...end].sort((a, b) => Number(a.at) - Number(b.at))
  return html`${first}${entries.map((entry) => entry.view)}`
}

function commentView(comment: Comment): Html {
  const edited = comment.updatedAt > comment.createdAt ? ' · edited' : ''
  const { author, createdAt: at, body, reactions, id } = comment
  return html`<a id="issuecomment-${id}"></a>${commentBox({ who: author.login, type: author.type, what: `commented${edited}`, at, body, reactions })}`
}

function commentBox(box: {
  who: string
  type: string
  what: string
  at: Date
  body: string
  reactions: readonly Reaction[]
}): Html {
  const bot = box.type === 'Bot' ? html`<span class="chip">bot</span> ` : undefined
  const counts = Map.groupBy(box.reactions, (reaction) => reaction.content)
  const chips = [...counts].map(([content, all]) => html`<span class="chip">${EMOJI[content]} ${all.length}</span>`)
  return html`<div class="box"><div class="head"><b>${box.who.replace('[bot]', '')}</b> ${bot}${box.what} ${moment(box.at)}</div><div class="body md">${renderMarkdown(box.body, 'comment')}</div>${chips.length > 0 ? html`<div class="body">${chips}</div>` : undefined}</div>`
}

function reviewView(review: Review): Html {
  const words = {
    APPROVED: 'approved these changes',
    CHANGES_REQUESTED: 'requested changes',
    COMMENTED: 'reviewed',
    DISMISSED: 'had approved, dismissed by a later push',
    PENDING: 'is reviewing',
  }
  const colour = review.state === 'APPROVED' ? 'ok' : review.state === 'CHANGES_REQUESTED' ? 'bad' : 'dim'
  const body =
    review.body === '' ? undefined : html`<div class="body md">${renderMarkdown(review.body, 'comment')}</div>`
  return html`<div class="box"><div class="row"><span class="${colour}">●</span><span class="grow"><b>${review.user.login}</b> ${words[review.state]}</span><span class="dim">${moment(review.submittedAt)}</span></div>${body}</div>`
}

function endView(repository: StoredRepository, merged: { by: string; sha: string } | undefined): Html {
  const text = merged
    ? html`<b>${merged.by}</b> merged this as ${shortSha(repository, merged.sha)}`
    : html`Closed without merging`
  return html`<div class="box"><div class="row"><span class="dim">●</span><span class="grow">${text}</span></div></div>`
}

export function checkRunPage(repository: StoredRepository, id: number): string | undefined {
  const run = repository.checkRuns.find((each) => each.id === id)
  if (!run) return undefined
  const notes = run.annotations.map(
    (each) =>
      html`<div class="row"><span class="chip">${each.annotation_level ?? ''}</span><span class="grow"><b>${each.path}:${each.start_line}</b> ${each.message ?? ''}</span></div>`,
  )
  const texts = [run.summary, run.text].map((text) =>
    text === null ? undefined : html`<div class="box"><div class="body md">${renderMarkdown(text, 'file')}</div></div>`,
  )
  const body = html`<h1>${mark(run)} ${run.name}</h1><p class="dim">${run.app.name} · ${run.conclusion ?? run.status} · ${shortSha(repository, run.headSha)}</p><h1>${run.title ?? undefined}</h1>${texts}${notes.length > 0 ? html`<div class="box">${notes}</div>` : undefined}`
  return repositoryPage(repository, { title: run.name, tab: 'pulls', body })
}
