import { readArrival } from '../src/github/arrival.ts'
import type { LoggedCommit } from '../src/github/log.ts'
import { whyStepMissing } from '../src/release/closed-steps.ts'
import { goesDown, reaches, type Share, shareOf, stepBelow, stillSoaking } from '../src/release/ladder.ts'
import type { Reason } from '../src/release/reason.ts'
import { runningAt } from './history-of-manifest.ts'
import type { OpenRepository } from './load-release.ts'
import type { ManifestState } from './read-states.ts'

/**
 * Why an environment's ladder does not let a version have a share yet; nothing when it does. What the version has had
 * and since when is read from the manifest's history, so that changes by hand and squashed proposals count as well.
 * @param versions what the version is called, before its merge and after.
 */
export async function whyNotYet(
  asked: Share,
  versions: readonly string[],
  { state, gitops, now }: { readonly state: ManifestState; readonly gitops: OpenRepository; readonly now: Date },
): Promise<Reason | undefined> {
  const { environment, running } = state
  // A first version takes all the traffic at once: there is nobody to share it with.
  if (environment.steps === undefined || running === undefined) return undefined
  const has = shareOf(running, versions)
  const step = stepBelow(environment.steps, asked)
  if (step === undefined || goesDown(has, asked)) return undefined
  if (!reaches(has, step)) {
    return whyStepMissing({
      steps: environment.steps,
      missing: step,
      has,
      environment: environment.name,
      manifest: state,
    })
  }
  if (step.soakMinutes === 0) return undefined
  const first = await firstOf(state.commits, async (commit) => {
    const then = await runningAt(gitops, environment, commit)
    return reaches(shareOf(then, versions), step)
  })
  // The newest commit that touched a manifest holds what the manifest says.
  if (first === undefined) throw new Error(`no commit of ${environment.file} says what it says`)
  const at = { repository: gitops.repository.fullName, branch: state.branch, sha: first.sha, date: first.date }
  const reason = stillSoaking({ step, since: await readArrival(gitops.client, at), now })
  return reason === undefined ? undefined : { code: 'still-soaking', reason }
}

/** The oldest of the newest commits that all satisfy a condition. */
async function firstOf(
  commits: readonly LoggedCommit[],
  holds: (commit: LoggedCommit) => Promise<boolean>,
): Promise<LoggedCommit | undefined> {
  let first: LoggedCommit | undefined
  for (const commit of commits) {
    if (!(await holds(commit))) break
    first = commit
  }
  return first
}
