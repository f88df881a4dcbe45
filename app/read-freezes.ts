import type { Environment } from '../src/config/gitops-config.ts'
import { readFreeze, STATE_BRANCH } from '../src/github/freeze.ts'
import type { ReadAhead } from '../src/github/read-ahead.ts'
import { type FreezeState, freezeOf, freezePath } from '../src/release/freeze.ts'
import type { OpenRepository } from './load-release.ts'

/** Whether an environment is frozen, as the gitops repository says it now, or said it when `ahead` was read. */
export async function readFreezeOf(
  { client, repository }: OpenRepository,
  model: string,
  environment: Environment,
  ahead?: ReadAhead,
): Promise<FreezeState> {
  const path = freezePath(model, environment.name)
  return freezeOf(
    environment,
    await readFreeze(client, {
      repository: repository.fullName,
      path,
      ...(ahead && { branch: { head: ahead.branches.get(STATE_BRANCH)?.head } }),
    }),
  )
}
