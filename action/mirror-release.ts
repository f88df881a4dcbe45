import type { Environment, ReleasedModel } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import type { Delivery } from '../src/github/deliver-change.ts'
import { mirrorDeployment } from '../src/github/deployment-mirror.ts'
import { isRequestFailure } from '../src/github/failure.ts'
import type { Running } from '../src/manifest/layout.ts'
import { deploymentEnvironment, trafficOf } from '../src/release/deployment-record.ts'
import { rolloutWord } from '../src/release/trailers.ts'
import type { ReleasedSource } from './gitops-side.ts'
import type { Workplace } from './workplace.ts'

/**
 * Shows a merge's release as a deployment of the model repository, where the workflow's token may write those. It only
 * shows what git says: what stands in the way is a line in the log.
 */
export async function mirrorRelease(
  released: {
    readonly commit: ReleasedSource & { readonly sha: string }
    readonly model: ReleasedModel
    readonly environment: Environment
    readonly next: Running
    readonly delivery: Delivery
  },
  { client, runUrl, log }: Pick<Workplace, 'client' | 'runUrl' | 'log'>,
): Promise<void> {
  const { commit, model, environment, next, delivery } = released
  if (runUrl === undefined) return
  const isCommit = delivery.kind === 'commit'
  const at = { ...(isCommit ? { commit: delivery.sha } : { pullRequest: delivery.number }) }
  const gitops = { repository: delivery.repository, ...at }
  try {
    await mirrorDeployment(client, {
      repository: commit.source.fullName,
      environment: deploymentEnvironment({ model: model.name, environment: environment.name }, commit.modelConfig),
      isProduction: model.environments.at(-1) === environment,
      payload: {
        model: model.name,
        version: next.version,
        rollout: rolloutWord(next.rollout),
        gitops,
        command: runUrl,
      },
      traffic: trafficOf(next.rollout),
      commit: commit.sha,
      url: delivery.url,
      state: isCommit ? 'done' : 'proposed',
    })
  } catch (error) {
    if (!(error instanceof UserError) && !isRequestFailure(error)) throw error
    log.info(`No deployment is written: ${error instanceof UserError ? error.what : error.message}`)
  }
}
