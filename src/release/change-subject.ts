import type { Rollout, Running } from '../manifest/layout.ts'

/** A change of what runs, in few words. */
export interface WordedChange {
  readonly model: string
  readonly environment: string
  readonly next: Running
  /** What ran before it. */
  readonly running: Running | undefined
}

/** The first line of a change's commit and the title of its pull request: the same change always gets the same one. */
export function changeSubject(change: WordedChange): string {
  const { model, environment, next } = change
  const where = `${model} in ${environment}`
  if (isShadowOnly(change)) {
    return next.shadow === undefined
      ? `${where}: no shadow`
      : `${where}: shadow ${next.shadow.version} at ${next.shadow.percent} %`
  }
  switch (next.rollout.kind) {
    case 'stable':
      return `${where}: ${next.version}`
    case 'canary':
      return `${where}: canary ${next.version} at ${next.rollout.percent} %`
    case 'pinned':
      return `${where}: roll back ${next.version}`
  }
}

/** Whether a change leaves the traffic as it is and mirrors requests, or ends that. */
export function isShadowOnly({ next, running }: Pick<WordedChange, 'next' | 'running'>): boolean {
  if (running === undefined || running.version !== next.version) return false
  return sameRollout(running.rollout, next.rollout) && !sameShadow(running, next)
}

/** Whether two states mirror the same requests. */
export function sameShadow({ shadow: a }: Pick<Running, 'shadow'>, { shadow: b }: Pick<Running, 'shadow'>): boolean {
  return a?.version === b?.version && a?.percent === b?.percent
}

function sameRollout(a: Rollout, b: Rollout): boolean {
  if (a.kind === 'canary' && b.kind === 'canary') return a.percent === b.percent
  return a.kind === b.kind
}

const SUBJECT =
  /^(\S{1,100}) in (\S{1,100}): (?:(canary|roll back) )?(\S{1,100})(?: at (\d{1,2}) %)?(?: \(#\d{1,10}\))?$/

/**
 * Reads a subject back, with the number that a squash puts behind it: all that a squash with a blank message leaves.
 * `undefined` for anything else; somebody may have written a line of this shape by hand.
 */
export function parseSubject(
  line: string,
):
  | { readonly model: string; readonly environment: string; readonly version: string; readonly rollout: string }
  | undefined {
  const [, model, environment, kind, version, percent] = SUBJECT.exec(line) ?? []
  if (model === undefined || environment === undefined || version === undefined) return undefined
  const told = { model, environment, version }
  if (kind === 'canary') return percent === undefined ? undefined : { ...told, rollout: `canary ${percent}` }
  if (percent !== undefined || version === 'canary') return undefined
  return { ...told, rollout: kind === 'roll back' ? 'pinned' : 'stable' }
}
