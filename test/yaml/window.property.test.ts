import { expect, it } from 'vitest'
import { type Change, planChange } from '../../src/yaml/change.ts'
import { makeProven, provesInPart } from '../../src/yaml/prove.ts'
import { applySplices, type Splice } from '../../src/yaml/splice.ts'
import { stepsToSet } from '../../src/yaml/step.ts'
import { parseStream, type StreamDocument, withoutMark, type YamlStream } from '../../src/yaml/stream.ts'
import type { YamlValue } from '../../src/yaml/value.ts'
import { randomEdit } from './random-edit.ts'
import { type Random, seeded } from './random-manifest.ts'
import { type RandomDocument, randomStream } from './random-stream.ts'

// biome-ignore format: a table
const JUNK = [
  '\n', '\r\n', ' ', '  ', '\t', '"', "'", '#', ' #', '- ', 'x', 'x: 1\n', '{', '}', '[', ']', ',', '&a ', '*one', '!t ', '|\n', '>+\n',
  '\n\n', '---\n', '\n---\n', '...\n', '? ', ': ', '\n  x: 1', '%A\n', '`',
]

interface Planned {
  readonly stream: YamlStream
  readonly index: number
  readonly change: Change
  readonly path: readonly (string | number)[]
}

function plan(random: Random): Planned | undefined {
  const { text, documents } = randomStream(random)
  const stream = parseStream(withoutMark(text).rest)
  const index = random.below(documents.length)
  const { tree, shared } = documents[index] as RandomDocument
  const document = stream.documents[index] as StreamDocument
  const { op, path, value } = randomEdit(tree, random)
  if (shared.includes(String(path[0]))) return undefined
  const given = value as YamlValue
  const steps = op === 'set' ? stepsToSet(document, path, given) : [{ op, path, value: given }]
  const step = steps.length === 1 ? steps[0] : undefined
  const change = step && planChange(stream, document, step)
  return change && { stream, index, change, path: step.path }
}

/** The change with a mistake in it; half of the time it promises what the text then says. */
function spoil({ stream, index, change, path }: Planned, random: Random): Planned {
  const { text } = stream
  const at = random.below(change.splices.length)
  const isLast = at === change.splices.length - 1
  const old = change.splices[at] as Splice
  const from = Math.max(change.splices[at - 1]?.end ?? 0, old.start - (random.chance(0.3) ? random.below(12) : 0))
  const to = isLast && random.chance(0.3) ? Math.min(text.length, old.end + random.below(12)) : old.end
  const junk = random.pick(JUNK)
  const spoilt = { start: from, end: to, text: random.chance(0.5) ? old.text + junk : junk + old.text }
  const splices = change.splices.with(at, spoilt)
  const said = random.chance(0.5) ? valueIn(applySplices(text, splices), index) : undefined
  return { stream, index, path, change: { ...change, splices, ...(said !== undefined && { value: said }) } }
}

function valueIn(text: string, index: number): unknown {
  try {
    return parseStream(text).documents[index]?.value
  } catch {
    return undefined
  }
}

function isProvenWhole({ stream, index, change, path }: Planned): boolean {
  try {
    makeProven(stream, index, change, path)
    return true
  } catch {
    return false
  }
}

it('a part proves nothing that the whole does not', () => {
  const seen = { spoilt: 0, believed: 0 }
  for (let seed = 0; seed < 120; seed++) {
    const random = seeded(seed)
    const planned = plan(random)
    if (!planned) continue
    for (let mistake = 0; mistake < 6; mistake++) {
      const spoilt = spoil(planned, random)
      const whole = isProvenWhole(spoilt)
      for (const room of [0, 200, Number.POSITIVE_INFINITY]) {
        const { stream, index, change, path } = spoilt
        const part = provesInPart(stream, index, change, path, room)
        if (part && !whole) expect.fail(`seed ${seed}: ${JSON.stringify(applySplices(stream.text, change.splices))}`)
        seen.spoilt++
        if (part) seen.believed++
      }
    }
  }
  expect(seen.believed, 'some mistakes are none').toBeGreaterThan(seen.spoilt / 20)
})
