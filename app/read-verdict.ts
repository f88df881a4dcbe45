import { findCheckRuns } from '../src/github/check-run.ts'
import { permitted } from '../src/github/failure.ts'
import { verdictOf } from '../src/release/candidate.ts'
import { checkName } from '../src/release/check-name.ts'
import type { OpenRepository } from './load-release.ts'

/** Why a commit's verdict does not allow a release; nothing when it passed. Only the check run of exactly this commit counts. */
export async function readVerdict(
  { client, repository }: OpenRepository,
  asked: { readonly sha: string; readonly model: string; readonly app: string },
): Promise<string | undefined> {
  const name = checkName(asked.model)
  const purpose = { doing: `read the check runs of ${repository.fullName}`, permissions: ['checks: read'] }
  const runs = await permitted(purpose, () =>
    findCheckRuns(client, { repository: repository.fullName, sha: asked.sha, name }),
  )
  const told = runs.map((run) => ({ status: run.status, conclusion: run.conclusion, app: run.app?.slug }))
  const commit = `\`${asked.sha.slice(0, 12)}\``
  switch (verdictOf(told, asked.app)) {
    case 'pass':
      return undefined
    case 'not-passed':
      return `The gates did not pass for ${commit} (check run “${name}”).`
    case 'running':
      return `The evaluation of ${commit} is not finished. Comment again when the check run “${name}” is there.`
    case 'missing':
      return `There is no verdict for ${commit}. The workflow has not written the check run “${name}” on that commit with its own token.`
  }
}
