import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { effectsOf, shown } from '../report/gfm.ts'
import { HOSTILE } from '../report/hostile-text.ts'
import type { ActionResult } from '../runner/runner.ts'
import { CONFIG, modelConfig, type Pull, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({
    model: { [CONFIG]: modelConfig('metrics: [metrics.json]', 'gates: { accuracy: { min: 0.9 } }') },
  })
})
afterAll(() => world.stop())

/** The run of a pull request whose earlier step wrote these metrics. */
async function report(metrics: Readonly<Record<string, unknown>>): Promise<{ pull: Pull; result: ActionResult }> {
  const pull = await world.openPull()
  const text = JSON.stringify(metrics)
  const prepare = (workspace: string) => writeFileSync(join(workspace, 'metrics.json'), text)
  return { pull, result: await world.runOn({ pullRequest: pull.number }, { prepare }) }
}

const many = (count: number, name: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, index / 7]))

describe('a report of 3,000 metrics', () => {
  let pull: Pull
  let result: ActionResult
  let comment: string
  beforeAll(async () => {
    ;({ pull, result } = await report({ accuracy: 0.95, ...many(3000, 'slices.of.some.length.') }))
    comment = (await world.reports(pull))[0] ?? ''
  })

  it('fits into a comment, the verdict and the gated metric first', () => {
    expect(result.annotations).toEqual([])
    expect(comment.length).toBeLessThanOrEqual(65_536)
    expect(comment).toMatch(/✅ iris/)
    expect(comment).toContain('`accuracy`')
  })

  it('says what was cut and where the whole is', () => {
    expect(comment).toMatch(/metrics.*job summary|job summary.*metrics/s)
  })

  it('is whole in the job summary', () => {
    expect(shown(result.summary)).toContain('slices.of.some.length.2999')
    expect(shown(result.summary).match(/slices\.of\.some\.length\.\d+/g)).toHaveLength(3000)
  })
})

it('counts bytes for the check run, whatever the names are written in', async () => {
  const { pull, result } = await report({ accuracy: 0.95, ...many(3000, 'Blütenblattlänge 花弁の長さ ') })
  const [check] = await world.checks(pull.head)
  expect(result.annotations).toEqual([])
  expect(Buffer.byteLength(check?.summary ?? '')).toBeLessThanOrEqual(65_535)
  expect(Buffer.byteLength(check?.summary ?? '')).toBeGreaterThan(40_000)
})

it('never grows beyond what GitHub takes as a summary', async () => {
  const { result } = await report({ accuracy: 0.95, ...many(9000, `${'long'.repeat(40)}.`) })
  expect(result.summary).toContain('✅ iris')
  expect(Buffer.byteLength(result.summary)).toBeLessThanOrEqual(1_048_576)
})

it('shows hostile names as text, everywhere', async () => {
  const metrics = Object.fromEntries(HOSTILE.map((name, index) => [`${name} alert`, index]))
  const { pull, result } = await report({ accuracy: 0.95, ...metrics })
  const [comment = ''] = await world.reports(pull)
  const [check] = await world.checks(pull.head)
  expect(comment.split('\n', 1)[0]).toBe('<!-- serin:report model=iris -->')
  for (const markdown of [comment.slice(comment.indexOf('\n')), check?.summary ?? '', result.summary]) {
    expect(effectsOf(markdown.replaceAll(world.github.url, 'https://github.com'))).toEqual([])
    expect(shown(markdown)).toContain('<script> alert')
  }
  expect(result.annotations).toEqual([])
})
