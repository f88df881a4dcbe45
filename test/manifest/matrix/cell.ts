import { expect, it } from 'vitest'
import type { Environment } from '../../../src/config/gitops-config.ts'
import { UserError } from '../../../src/errors.ts'
import { readManifest, writeManifest } from '../../../src/manifest/manifest.ts'
import { nextRollout, type RolloutCommand } from '../../../src/release/rollout.ts'
import { renderMessage } from '../../../src/release/trailers.ts'
import { inManifest, standingOf } from '../../../src/release/whole-traffic.ts'
import { environment } from '../environments.ts'
import { misfitsOf } from '../resource-schemas.ts'

/** The manifest before; what is commented on the pull request of v2, or of another version; the manifest after, or the sentence. */
export type Cell = readonly [before: string, comment: string, after: string | Sentence]

/** A reply instead of a change. */
export interface Sentence {
  readonly kind: 'refused' | 'unchanged'
  readonly says: string
}

export const refused = (says: string): Sentence => ({ kind: 'refused', says })
export const unchanged = (says: string): Sentence => ({ kind: 'unchanged', says })

/** Before v2 ran v1, before v1 ran v0. */
const EARLIER: Readonly<Record<string, string>> = { v1: 'v0', v2: 'v1', v3: 'v2' }

/** Cells of the matrix, by what they are about. What is written must fit the schemas of the resources. */
export function cells(changes: Partial<Environment>, table: Readonly<Record<string, Cell>>): void {
  it.each(Object.entries(table))('%s', (_, [before, comment, after]) => {
    const outcome = carryOut(before, comment, changes)
    if (typeof after !== 'string') {
      expect(outcome).toEqual({ kind: after.kind, says: expect.stringContaining(after.says) })
      return
    }
    expect(outcome).toBe(after)
    expect(misfitsOf(after)).toEqual([])
  })
}

/** As the app does it: read, decide, write. `/promote v3` is the command of v3's pull request; `(v2 is rolled back)` says the log. */
export function carryOut(text: string, comment: string, changes: Partial<Environment> = {}): string | Sentence {
  const { command, candidate, log } = parse(comment)
  const target = { environment: environment(changes), text }
  try {
    const { running: said, wholeOnly, shadowing } = readManifest(target)
    const running = standingOf({ running: said, wholeOnly, model: 'iris', environment: 'test', messages: log })
    const before = running && EARLIER[running.version]
    const decision = nextRollout({
      command,
      running,
      candidate,
      shadowing,
      environment: 'test',
      ownVersions: [candidate],
      ...(before !== undefined && { previousVersion: before }),
      ...(wholeOnly && { wholeOnly }),
    })
    if (decision.kind !== 'change') return { kind: decision.kind, says: decision.reason }
    const gaveWay = running?.rollout.kind === 'stable' && running.version !== decision.next.version
    const previous = gaveWay ? running.version : before
    return writeManifest(target, inManifest(decision.next, { wholeOnly, previous }), previous)
  } catch (error) {
    if (error instanceof UserError) return refused(error.message)
    throw error
  }
}

function parse(comment: string): { command: RolloutCommand; candidate: string; log: readonly string[] } {
  const [, kind, argument, of = 'v2', back] =
    /^\/(\w+)(?: (\d+|off))?(?: of (v\d))?(?: \((v\d) is rolled back\))?$/.exec(comment) ?? []
  const trailers = { model: 'iris', environment: 'test', rollout: 'pinned' }
  const log = back === undefined ? [] : [renderMessage('Roll back', { ...trailers, version: back })]
  return { command: commandOf(kind, argument), candidate: of, log }
}

function commandOf(kind: string | undefined, argument: string | undefined): RolloutCommand {
  switch (kind) {
    case 'canary':
      return { kind, percent: Number(argument) }
    case 'shadow':
      return { kind, percent: argument === 'off' ? 'off' : Number(argument) }
    case 'promote':
    case 'rollback':
      return { kind }
    default:
      throw new Error(`no command ${kind}`)
  }
}

/** The cells of a layout in which a version takes all traffic or none: a manifest with each version, and three sentences. */
export function wholeCells(
  at: (version: string) => string,
  says: { readonly canary: string; readonly shadow: string; readonly promote?: string },
): Readonly<Record<string, Cell>> {
  const done = says.promote === undefined ? unchanged('v2 already has all traffic.') : refused(says.promote)
  return {
    '/canary': [at('v1'), '/canary 20', refused(says.canary)],
    '/canary of what runs': [at('v2'), '/canary 50', refused(says.canary)],
    '/promote': [at('v1'), '/promote', at('v2')],
    '/promote of what is written': [at('v2'), '/promote', done],
    '/rollback while the controller shifts, or after': [at('v2'), '/rollback', at('v1')],
    '/rollback twice': [at('v1'), '/rollback (v2 is rolled back)', unchanged('v2 is already rolled back.')],
    '/promote after a rollback': [at('v1'), '/promote (v2 is rolled back)', at('v2')],
    'the next release after a rollback': [at('v1'), '/promote of v3 (v2 is rolled back)', at('v3')],
    '/shadow': [at('v1'), '/shadow 10', refused(says.shadow)],
    '/shadow off': [at('v1'), '/shadow off', unchanged('No requests are mirrored here.')],
    'shadow → canary': [at('v1'), '/canary 20', refused(says.canary)],
  }
}

/** What `/canary` says to the version that is stable already, in every layout that splits traffic. */
export const NO_SECOND_CANARY = refused('`v2` has all the traffic in “test” already, and a canary needs a version that')
