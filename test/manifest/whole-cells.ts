import { expect } from 'vitest'
import type { Environment } from '../../src/config/gitops-config.ts'
import { changedLines } from '../../src/manifest/line-diff.ts'
import { readManifest, writeManifest } from '../../src/manifest/manifest.ts'
import { nextRollout, type RolloutCommand } from '../../src/release/rollout.ts'
import { inManifest } from '../../src/release/whole-traffic.ts'
import { environment, write } from './environments.ts'

/** Only the lines with a sign. */
export function diff(before: string, after: string): readonly string[] {
  return changedLines(before, after)
    .split('\n')
    .filter((line) => /^[-+]/.test(line))
}

/** The lines that a release of v2 changes, after proof that its undoing gives the same bytes. */
export function release(text: string, changes: Partial<Environment> = {}): readonly string[] {
  const after = write(text, 'v2', { kind: 'stable' }, changes)
  expect(write(after, 'v1', { kind: 'stable' }, changes)).toBe(text)
  return diff(text, after)
}

/** What a command of v2's pull request does to a manifest before which v1 ran: its changed lines, or the sentence. */
export function command(text: string, command: RolloutCommand, changes: Partial<Environment> = {}) {
  const target = { environment: environment(changes), text }
  const { running, wholeOnly } = readManifest(target)
  const decision = nextRollout({
    command,
    running,
    candidate: 'v2',
    previousVersion: running?.version === 'v2' ? 'v1' : 'v0',
    ...(wholeOnly && { wholeOnly }),
  })
  if (decision.kind !== 'change') return `${decision.kind}: ${decision.reason}`
  const previous = running?.version === 'v2' ? 'v1' : 'v0'
  return diff(text, writeManifest(target, inManifest(decision.next, { wholeOnly, previous })))
}

export const CANARY: RolloutCommand = { kind: 'canary', percent: 20 }
export const PROMOTE: RolloutCommand = { kind: 'promote' }
export const ROLLBACK: RolloutCommand = { kind: 'rollback' }
