import type { YamlEdit } from '../../src/yaml/edit.ts'
import { type Random, randomScalar, randomTree, type Tree } from './random-manifest.ts'

export type Path = (string | number)[]

/** Everything below the tree's root, with its path. */
export function membersOf(tree: Tree, path: Path = []): { path: Path; value: Tree }[] {
  if (typeof tree !== 'object' || tree === null) return []
  const steps: Path = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree)
  return steps.flatMap((step) => {
    const value = (tree as Record<string | number, Tree>)[step] as Tree
    return [{ path: [...path, step], value }, ...membersOf(value, [...path, step])]
  })
}

/** The same edit on plain data: the wanted value. */
export function editTree(tree: Tree, { op, path, value }: YamlEdit): Tree {
  const root = structuredClone(tree) ?? {}
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

/** An edit of a mapping, a list, or of nothing yet. */
export function randomEdit(tree: Tree, random: Random): YamlEdit & { readonly op: Exclude<YamlEdit['op'], 'prune'> } {
  const members = membersOf(tree)
  const value = random.chance(0.7) ? randomScalar(random) : randomTree(random, 2)
  const all = [{ path: [] as Path, value: tree }, ...members]
  const mappings = all.filter((one) => typeof one.value === 'object' && one.value !== null && !Array.isArray(one.value))
  const lists = all.filter((one) => Array.isArray(one.value))
  const kind = random.below(4)
  if ((kind === 0 && mappings.length > 0) || members.length === 0) {
    if (Array.isArray(tree)) return { op: 'insert', path: [0], value }
    return { op: 'set', path: [...(mappings.length > 0 ? random.pick(mappings).path : []), 'new'], value }
  }
  if (kind === 1 && lists.length > 0) {
    const list = random.pick(lists)
    return { op: 'insert', path: [...list.path, random.below((list.value as Tree[]).length + 1)], value }
  }
  const { path } = random.pick(members)
  return kind === 2 ? { op: 'delete', path } : { op: 'set', path, value }
}
