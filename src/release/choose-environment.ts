import type { Environment, ReleasedModel } from '../config/gitops-config.ts'
import type { Running } from '../manifest/layout.ts'
import type { Reason } from './reason.ts'

/** One environment and what its manifest says at the moment. */
export interface EnvironmentState {
  readonly environment: Environment
  readonly running: Running | undefined
}

export type Choice =
  | { readonly kind: 'chosen'; readonly environment: Environment }
  | ({ readonly kind: 'none' } & Reason)

/**
 * Where a command acts that names no environment: `/canary` and `/shadow` in the default one; `/promote` where this pull request's
 * version is a canary, else one environment further than where it is stable; `/rollback` in the furthest one where
 * it runs or is proposed.
 * @param versions the names that this pull request's model has had: its head commit's and its merge commit's.
 */
export function chooseEnvironment(request: {
  readonly command: 'canary' | 'promote' | 'rollback' | 'shadow'
  readonly named: string | undefined
  readonly model: ReleasedModel
  readonly states: readonly EnvironmentState[]
  readonly versions: readonly string[]
  /** The environments for which this pull request has a proposal that waits: a rollback takes that back. */
  readonly proposed?: readonly string[]
}): Choice {
  const byDefault = request.command === 'canary' || request.command === 'shadow'
  const name = request.named ?? (byDefault ? request.model.defaultEnvironment : undefined)
  if (name !== undefined) return chosen(request.states.find(({ environment }) => environment.name === name))
  const mine = request.states.filter(
    ({ running }) => running !== undefined && request.versions.includes(running.version),
  )
  const waits = ({ environment }: EnvironmentState) => request.proposed?.includes(environment.name) ?? false
  const reached = request.states.filter((state) => mine.includes(state) || waits(state))
  return request.command === 'rollback' ? furthest(reached) : nextForPromotion(request.states, mine)
}

function furthest(mine: readonly EnvironmentState[]): Choice {
  const last = mine.at(-1)
  if (last !== undefined) return chosen(last)
  return {
    kind: 'none',
    code: 'runs-nowhere',
    reason: 'This pull request’s version runs in no environment, so there is nothing to roll back.',
  }
}

function nextForPromotion(states: readonly EnvironmentState[], mine: readonly EnvironmentState[]): Choice {
  const canary = mine.find(({ running }) => running?.rollout.kind === 'canary')
  if (canary !== undefined) return chosen(canary)
  const stable = mine.findLast(({ running }) => running?.rollout.kind === 'stable')
  const next = stable === undefined ? states[0] : states[states.indexOf(stable) + 1]
  if (next !== undefined) return chosen(next)
  return {
    kind: 'none',
    code: 'has-all-traffic',
    reason: `This version has all the traffic in “${stable?.environment.name}” already, the last environment.`,
  }
}

function chosen(state: EnvironmentState | undefined): Choice {
  if (state === undefined) throw new Error('The command grammar lets only configured environments through')
  return { kind: 'chosen', environment: state.environment }
}
