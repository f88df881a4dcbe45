import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, isSeq } from 'yaml'
import { isAmbiguous } from './scalar.ts'
import type { StreamDocument } from './stream.ts'
import { isFilled, isMapping, valueAt, type YamlPath, type YamlValue } from './value.ts'

/** One change at one place. */
export type Step =
  | { readonly op: 'set' | 'insert'; readonly path: YamlPath; readonly value: YamlValue }
  | { readonly op: 'delete'; readonly path: YamlPath }

/**
 * The steps that give the place the value. A filled mapping or list instead of another is changed member by member,
 * so that the lines and comments of equal members stay. No steps: the value is there already.
 */
export function stepsToSet(document: StreamDocument, path: YamlPath, value: YamlValue): readonly Step[] {
  const node = nodeAt(document.root, path)
  const old = valueAt(document.value, path)
  if (isDeepStrictEqual(old, value) && readsAlike(node, value)) return []
  if (isMap(node) && node.items.length > 0 && isFilled(value) && !Array.isArray(value) && isMapping(old)) {
    const gone = Object.keys(old).filter((key) => !Object.hasOwn(value, key))
    return [
      ...Object.entries(value).flatMap(([key, member]) => stepsToSet(document, [...path, key], member)),
      ...gone.map((key) => ({ op: 'delete' as const, path: [...path, key] })),
    ]
  }
  if (isSeq(node) && node.items.length > 0 && Array.isArray(old) && Array.isArray(value) && value.length > 0) {
    return stepsToSetList(document, path, old, value)
  }
  return [{ op: 'set', path, value }]
}

/** Equal items at both ends stay; those between are changed in place, then added or removed. */
function stepsToSetList(
  document: StreamDocument,
  path: YamlPath,
  old: readonly unknown[],
  value: readonly YamlValue[],
): readonly Step[] {
  const shorter = Math.min(old.length, value.length)
  let head = 0
  while (head < shorter && isDeepStrictEqual(old[head], value[head])) head++
  let tail = 0
  while (tail < shorter - head && isDeepStrictEqual(old.at(-1 - tail), value.at(-1 - tail))) tail++
  const middle = shorter - tail
  const changed = value.slice(head, middle).map((item, i) => stepsToSet(document, [...path, head + i], item))
  const added = value.slice(middle, value.length - tail)
  const removed = Math.max(0, old.length - tail - middle)
  return [
    ...changed.flat(),
    ...added.map((item, i) => ({ op: 'insert' as const, path: [...path, middle + i], value: item })),
    ...Array.from({ length: removed }, () => ({ op: 'delete' as const, path: [...path, middle] })),
  ]
}

/** Whether readers of YAML 1.1 see the same value: not for a bare `yes` or `0123`. */
function readsAlike(node: unknown, value: YamlValue): boolean {
  if (!isScalar(node) || node.type !== 'PLAIN') return true
  if (typeof value === 'string') return !isAmbiguous(value)
  return !(typeof value === 'number' && /^[-+]?0[o\d]/.test(node.source ?? ''))
}

function nodeAt(root: unknown, path: YamlPath): unknown {
  let node = root
  for (const step of path) {
    if (isMap(node)) node = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.value
    else if (isSeq(node)) node = node.items[Number(step)]
    else return undefined
  }
  return node
}
