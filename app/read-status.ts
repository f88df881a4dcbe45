import type { ReleasedModel } from '../src/config/gitops-config.ts'
import { readPullRequest } from '../src/github/pull-request.ts'
import type { Reply, StatusRow } from '../src/release/reply.ts'
import { versionsBy } from './history-of-manifest.ts'
import type { CommentJob } from './job.ts'
import type { ReleaseSides } from './load-release.ts'
import { readChanges } from './read-changes.ts'
import { readFreezeOf } from './read-freezes.ts'
import { type ManifestState, readStates } from './read-states.ts'

/** What runs where, since when, as the manifests on their branches say it. */
export async function readStatus(
  command: { readonly environment?: string },
  context: { readonly job: CommentJob; readonly sides: ReleaseSides; readonly model: ReleasedModel },
): Promise<Reply> {
  const { sides, model, job } = context
  const pull = await readPullRequest(sides.source.client, sides.source.repository.fullName, job.pullRequest)
  const states = await readStates(sides.gitops, model)
  const asked = states.filter(
    ({ environment }) => command.environment === undefined || environment.name === command.environment,
  )
  const versions = versionsBy(pull, states, sides.source.repository)
  const rows = await Promise.all(
    asked.map(async (state) => {
      const freeze = await readFreezeOf(sides.gitops, model.name, state.environment)
      return { ...rowOf(state, versions), ...(freeze.kind !== 'free' && { frozen: true as const }) }
    }),
  )
  const changes = await readChanges(asked, sides.gitops, model.name)
  return { kind: 'status', model: model.name, rows, changes }
}

function rowOf({ environment, running, problem, commits }: ManifestState, versions: readonly string[]): StatusRow {
  const [newest] = commits
  return {
    environment: environment.name,
    file: environment.file,
    running,
    problem: problem?.what,
    isThisPullRequests: running !== undefined && versions.includes(running.version),
    changed: newest === undefined ? undefined : { date: newest.date, url: newest.url },
  }
}
