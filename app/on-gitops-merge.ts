import type { ModelConfig } from '../src/config/model-config.ts'
import { upsertComment } from '../src/github/comment.ts'
import { absentAs404 } from '../src/github/failure.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import type { Running } from '../src/manifest/layout.ts'
import { deploymentEnvironment, trafficOf } from '../src/release/deployment-record.ts'
import { markOfProposal, type ProposalMark } from '../src/release/proposal.ts'
import { renderProposalNews } from '../src/release/proposal-news.ts'
import { parseTrailers, rolloutWord } from '../src/release/trailers.ts'
import { valueMarkOf } from '../src/release/value-mark.ts'
import type { Desk } from './desk.ts'
import type { ProposalJob } from './job.ts'
import { type OpenRepository, openRepository, readSides, readSource, releasedModel } from './load-release.ts'
import { mirrorRelease } from './mirror-release.ts'

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
  const release = markOfProposal(proposal)
  const mark = release ?? valueMarkOf(proposal)
  if (mark?.pullRequest === undefined || proposal.state === 'open') return
  const source = await openRepository(mark.source, SOURCE_RIGHTS, desk)
  const pullRequest = mark.pullRequest
  const model = await agreedModel(mark, gitops.repository.id, source, desk)
  if (model === undefined) return
  if ((await absentAs404(() => readPullRequest(source.client, mark.source, pullRequest))) === undefined) return

  const marker = `<!-- serin:proposal-news ${gitops.repository.fullName}#${proposal.number} -->`
  const news = renderProposalNews({
    repository: gitops.repository.fullName,
    number: proposal.number,
    url: proposal.url,
    state: proposal.state,
    environment: mark.environment,
    outcome: 'key' in mark ? mark : { next: outcomeOf(mark), previous: mark.previous },
    ...supersededBy(release, gitops),
  })
  await upsertComment(source.client, {
    repository: source.repository.fullName,
    pullRequest,
    marker,
    body: `${marker}\n${news}`,
    author: desk.github.self,
  })
  if (release && release.shadow === undefined)
    await mirror({ mark: release, proposal, ...model }, { source, gitops }, desk)
}

function supersededBy(mark: ProposalMark | undefined, { repository }: OpenRepository) {
  const number = mark?.supersededBy
  return number === undefined ? {} : { supersededBy: { number, url: `${repository.url}/pull/${number}` } }
}

function outcomeOf({ version, rollout, shadow }: ProposalMark): Running {
  return { version, rollout, ...(shadow !== undefined && shadow !== 'off' && { shadow }) }
}

async function mirror(
  { mark, proposal, isLast, modelConfig }: AgreedModel & { mark: ProposalMark; proposal: PullRequest },
  { source, gitops }: { source: OpenRepository; gitops: OpenRepository },
  desk: Desk,
): Promise<void> {
  if (mark.command === undefined) return
  const { mergeCommit } = proposal
  await mirrorRelease(
    {
      repository: source.repository.fullName,
      environment: deploymentEnvironment(mark, modelConfig),
      isProduction: isLast,
      payload: {
        model: mark.model,
        version: mark.version,
        rollout: rolloutWord(mark.rollout),
        gitops: { repository: gitops.repository.fullName, ...(mergeCommit !== undefined && { commit: mergeCommit }) },
        command: mark.command,
      },
      traffic: trafficOf(mark.rollout),
      commit: parseTrailers(proposal.body).commit,
      url: proposal.url,
      state: proposal.state === 'merged' ? 'done' : 'given-up',
    },
    desk,
  )
}

interface AgreedModel {
  readonly modelConfig: ModelConfig
  /** Whether the environment is the model's last one. */
  readonly isLast: boolean
}

/** What both configuration files say of the proposal's model; nothing when they do not bear the proposal out. */
async function agreedModel(
  mark: Pick<ProposalMark, 'model' | 'environment'>,
  gitopsId: number,
  source: OpenRepository,
  desk: Desk,
): Promise<AgreedModel | undefined> {
  const named = await readSource(source, desk)
  if (named.gitops.repository.id !== gitopsId) return undefined
  const { environments } = releasedModel(await readSides(named), mark.model)
  if (!environments.some(({ name }) => name === mark.environment)) return undefined
  return { modelConfig: named.modelConfig, isLast: environments.at(-1)?.name === mark.environment }
}
