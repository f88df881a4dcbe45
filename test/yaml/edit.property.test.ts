import { describe, expect, it } from 'vitest'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'
import { readYaml } from '../../src/yaml/read.ts'
import {
  type Random,
  randomMapping,
  randomScalar,
  randomTree,
  seeded,
  type Tree,
  writeManifest,
} from './random-manifest.ts'

type Path = (string | number)[]

const valueIn = (text: string) => readYaml(text, { file: '' }).documents[0]?.value as Tree

function membersOf(tree: Tree, path: Path = []): { path: Path; value: Tree }[] {
  if (typeof tree !== 'object' || tree === null) return []
  const steps: Path = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree)
  return steps.flatMap((step) => {
    const value = (tree as Record<string | number, Tree>)[step] as Tree
    return [{ path: [...path, step], value }, ...membersOf(value, [...path, step])]
  })
}

/** The same edit on plain data: the wanted value. */
function editTree(tree: Tree, { op, path, value }: YamlEdit): Tree {
  const root = structuredClone(tree)
  let holder = root as Record<string | number, Tree>
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, Tree>
  const last = path.at(-1) as string | number
  if (Array.isArray(holder)) {
    if (op === 'delete') holder.splice(Number(last), 1)
    else holder.splice(Number(last), op === 'insert' ? 0 : 1, value as Tree)
  } else if (op === 'delete') delete holder[last]
  else holder[last] = value as Tree
  return root
}

function randomEdit(tree: Tree, random: Random): YamlEdit {
  const members = membersOf(tree)
  const value = random.chance(0.7) ? randomScalar(random) : randomTree(random, 2)
  const mappings = [{ path: [] as Path, value: tree }, ...members].filter(
    (one) => typeof one.value === 'object' && one.value !== null && !Array.isArray(one.value),
  )
  const lists = members.filter((one) => Array.isArray(one.value))
  const kind = random.below(4)
  if (kind === 0 || members.length === 0) return { op: 'set', path: [...random.pick(mappings).path, 'new'], value }
  if (kind === 1 && lists.length > 0) {
    const list = random.pick(lists)
    return { op: 'insert', path: [...list.path, random.below((list.value as Tree[]).length + 1)], value }
  }
  const { path } = random.pick(members)
  return kind === 2 ? { op: 'delete', path } : { op: 'set', path, value }
}

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
