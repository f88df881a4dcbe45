import { describe, expect, it } from 'vitest'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'
import { readYaml } from '../../src/yaml/read.ts'
import { editTree, membersOf, randomEdit } from './random-edit.ts'
import { randomMapping, seeded, type Tree, writeManifest } from './random-manifest.ts'

const valueIn = (text: string) => readYaml(text, { file: '' }).documents[0]?.value as Tree

/** How many lines went and came: all that the two texts do not share in order. */
function lineChanges(before: string, after: string): { gone: number; fresh: number } {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)]
  let shared = new Array<number>(now.length + 1).fill(0)
  for (const line of old) {
    const row = [0]
    for (const [i, other] of now.entries()) {
      row.push(line === other ? (shared[i] ?? 0) + 1 : Math.max(row[i] ?? 0, shared[i + 1] ?? 0))
    }
    shared = row
  }
  const common = shared.at(-1) ?? 0
  return { gone: old.length - common, fresh: now.length - common }
}

const isLine = (value: Tree | undefined) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : !String(value).includes('\n')

/** The most old lines that an edit may take: its own; to delete also that of its key, and a blank one behind a dash. */
function mostLinesGone({ op }: YamlEdit, old: Tree | undefined, before: string): number {
  if (op === 'insert' || old === undefined) return 1
  if (!isLine(old)) return Number.POSITIVE_INFINITY
  return (op === 'delete' ? 3 : 1) + (/[|>]-?\r?\n/.test(before) ? 1 : 0) // a block may hold one line below its header
}

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed)

describe('random edits of random manifests', () => {
  it.each([...Array(4).keys()])('give the wanted value and leave the other lines, part %i', (part) => {
    for (const seed of SEEDS.filter((one) => one % 4 === part)) {
      const random = seeded(seed)
      const tree = randomMapping(random, 4, 1 + random.below(4))
      let text = writeManifest(tree, random)
      expect(valueIn(text), `seed ${seed}: the generator\n${text}`).toEqual(tree)
      let value: Tree = tree
      for (let turn = 0; turn < 4; turn++) {
        const edit = randomEdit(value, random)
        const about = `seed ${seed}, turn ${turn}: ${JSON.stringify(edit)} in\n${text}\n`
        const before = text
        const was = value
        try {
          text = editYaml(text, [edit])
        } catch (error) {
          throw new Error(about, { cause: error })
        }
        value = editTree(value, edit)
        expect(valueIn(text), `${about}gives\n${text}`).toEqual(value)
        expect(editYaml(text, edit.op === 'set' ? [edit] : []), about).toBe(text)
        const { gone, fresh } = lineChanges(before, text)
        const old = membersOf(was).find(({ path }) => path.join('\0') === edit.path.join('\0'))?.value
        expect(gone, `${about}gives\n${text}`).toBeLessThanOrEqual(mostLinesGone(edit, old, before))
        if (edit.op === 'delete') expect(fresh, `${about}gives\n${text}`).toBeLessThanOrEqual(1)
        expect(text.startsWith('\uFEFF'), about).toBe(before.startsWith('\uFEFF'))
        if (before.includes('\r\n')) expect(text.replaceAll('\r\n', ''), about).not.toContain('\n')
      }
    }
  })
})
