import { upsertComment } from '../src/github/comment.ts'
import { absentAs404 } from '../src/github/failure.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import { type ProposalMark, parseMark, proposalBranch } from '../src/release/proposal.ts'
import { renderProposalNews } from '../src/release/proposal-news.ts'
import type { Desk } from './desk.ts'
import type { ProposalJob } from './job.ts'
import { type OpenRepository, openRepository, readSides, readSource, releasedModel } from './load-release.ts'

const GITOPS_RIGHTS = { metadata: 'read', pull_requests: 'read' } as const
const SOURCE_RIGHTS = { metadata: 'read', contents: 'read', issues: 'write', pull_requests: 'write' } as const

/**
 * A proposal in the gitops repository was merged or closed: the model's pull request is told, once. The hidden mark
 * in its body says which one, and is believed only as far as its branch and both configuration files bear it out, since
 * everybody with write access can edit a body.
 */
export async function onGitopsMerge(job: ProposalJob, desk: Desk): Promise<void> {
  const gitops = await openRepository(job.repository, GITOPS_RIGHTS, desk)
  const proposal = await readPullRequest(gitops.client, gitops.repository.fullName, job.pullRequest)
  const mark = parseMark(proposal.body)
  if (mark?.pullRequest === undefined || proposal.state === 'open' || !isOurs(proposal, mark)) return
  const source = await openRepository(mark.source, SOURCE_RIGHTS, desk)
  const pullRequest = mark.pullRequest
  if (!(await isAgreed(mark, gitops.repository.id, source, desk))) return
  if ((await absentAs404(() => readPullRequest(source.client, mark.source, pullRequest))) === undefined) return

  const marker = `<!-- serin:proposal-news ${gitops.repository.fullName}#${proposal.number} -->`
  const news = renderProposalNews({
    repository: gitops.repository.fullName,
    number: proposal.number,
    url: proposal.url,
    state: proposal.state,
    environment: mark.environment,
    next: { version: mark.version, rollout: mark.rollout },
  })
  await upsertComment(source.client, {
    repository: source.repository.fullName,
    pullRequest,
    marker,
    body: `${marker}\n${news}`,
    author: desk.github.self,
  })
}

/** From the branch of the repository itself that Serin gives to such a proposal: a fork cannot have made it. */
function isOurs(proposal: PullRequest, mark: ProposalMark): boolean {
  return proposal.headBranch === proposalBranch(mark) && proposal.headRepositoryId === proposal.baseRepositoryId
}

async function isAgreed(mark: ProposalMark, gitopsId: number, source: OpenRepository, desk: Desk): Promise<boolean> {
  const named = await readSource(source, desk)
  if (named.gitops.repository.id !== gitopsId) return false
  return releasedModel(await readSides(named), mark.model).environments.some(({ name }) => name === mark.environment)
}
