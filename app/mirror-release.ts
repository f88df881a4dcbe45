import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { type MirroredRelease, mirrorDeployment } from '../src/github/deployment-mirror.ts'
import { deploymentEnvironment, trafficOf } from '../src/release/deployment-record.ts'
import type { Reply } from '../src/release/reply.ts'
import { rolloutWord } from '../src/release/trailers.ts'
import type { Desk } from './desk.ts'
import type { ReleaseContext } from './release-context.ts'

/** Shows a command's change as a deployment of the model repository, after its reply. */
export async function mirrorReply(reply: Reply, context: ReleaseContext): Promise<void> {
  if (reply.kind !== 'changed') return
  const { written, next, commit, environment } = reply
  if (commit === undefined && next.rollout.kind !== 'pinned') return
  const { model, sides, job, desk } = context
  const isCommit = written.kind === 'commit'
  const gitops = {
    repository: written.repository,
    ...(isCommit ? { commit: written.sha } : { pullRequest: written.number }),
  }
  const payload = { model: model.name, version: next.version, rollout: rolloutWord(next.rollout), gitops }
  await mirrorRelease(
    {
      repository: sides.source.repository.fullName,
      environment: deploymentEnvironment({ model: model.name, environment }, sides.modelConfig),
      isProduction: model.environments.at(-1)?.name === environment,
      payload: { ...payload, command: job.comment.url },
      traffic: trafficOf(next.rollout),
      commit,
      url: written.url,
      state: isCommit ? 'done' : 'proposed',
    },
    desk,
  )
}

/**
 * Brings the deployments up to date. They only show what git says, so what stands in the way is told in the log, and the
 * release goes on.
 */
export async function mirrorRelease(release: MirroredRelease, desk: Desk): Promise<void> {
  try {
    const client = await openFor(release.repository, desk)
    if (client !== undefined) await mirrorDeployment(client, release)
  } catch (error) {
    desk.sayOnce(
      error instanceof UserError
        ? `No deployments are written in ${release.repository}: ${error.message}`
        : `The deployments of ${release.repository} could not be written: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Until when an app that was not granted deployments is not asked again, by repository: an owner may accept them later. */
const refused = new WeakMap<Desk['github'], Map<string, number>>()
const ASKED_AGAIN_AFTER_MS = 10 * 60_000

async function openFor(repository: string, { github, now }: Desk): Promise<GitHubClient | undefined> {
  const until = refused.get(github) ?? new Map<string, number>()
  refused.set(github, until)
  const time = now().getTime()
  if (time < (until.get(repository) ?? 0)) return undefined
  try {
    return await github.open(repository, { metadata: 'read', deployments: 'write' })
  } catch (error) {
    if (error instanceof UserError) until.set(repository, time + ASKED_AGAIN_AFTER_MS)
    throw error
  }
}
