import { upsertComment } from '../src/github/comment.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import { type ProposalMark, parseMark } from '../src/release/proposal.ts'
import { renderProposalNews } from '../src/release/proposal-news.ts'
import type { Desk } from './desk.ts'
import type { ProposalJob } from './job.ts'
import { openRepository, readSides, releasedModel } from './load-release.ts'

const GITOPS_RIGHTS = { metadata: 'read', pull_requests: 'read' } as const
const SOURCE_RIGHTS = { metadata: 'read', contents: 'read', issues: 'write', pull_requests: 'write' } as const

/**
 * A proposal in the gitops repository was merged or closed: the model's pull request is told, once. The hidden mark
 * in its body says which one, and is believed only as far as both configuration files bear it out, since everybody
 * with write access can edit a body.
 */
export async function onGitopsMerge(job: ProposalJob, desk: Desk): Promise<void> {
  const gitops = await openRepository(job.repository, GITOPS_RIGHTS, desk)
  const proposal = await readPullRequest(gitops.client, gitops.repository.fullName, job.pullRequest)
  const mark = parseMark(proposal.body)
  if (mark?.pullRequest === undefined || proposal.state === 'open' || !isOurs(proposal)) return
  const source = await openRepository(mark.source, SOURCE_RIGHTS, desk)
  if (!(await isAgreed(mark, gitops.repository.id, source, desk))) return

  const marker = `<!-- serin:proposal-news ${gitops.repository.fullName}#${proposal.number} -->`
  const news = renderProposalNews({
    ...mark,
    repository: gitops.repository.fullName,
    number: proposal.number,
    url: proposal.url,
    state: proposal.state,
  })
  const body = `${marker}\n${news}`
  const pullRequest = mark.pullRequest
  await upsertComment(source.client, {
    repository: source.repository.fullName,
    pullRequest,
    marker,
    body,
    author: desk.github.self,
  })
}

/** A branch of the repository itself, named as Serin names them: a fork cannot have made it. */
function isOurs(proposal: PullRequest): boolean {
  return proposal.headBranch.startsWith('serin/') && proposal.headRepositoryId === proposal.baseRepositoryId
}

async function isAgreed(
  mark: ProposalMark,
  gitopsId: number,
  source: Parameters<typeof readSides>[0],
  desk: Desk,
): Promise<boolean> {
  const sides = await readSides(source, desk)
  if (sides.gitops.repository.id !== gitopsId) return false
  return releasedModel(sides, mark.model).environments.some(({ name }) => name === mark.environment)
}
