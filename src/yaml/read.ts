import { isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml'
import { parseStream, withoutMark, type YamlNumbers, type YamlStream } from './stream.ts'

export interface YamlSource {
  readonly documents: readonly YamlDocument[]
}

export interface YamlDocument {
  readonly value: unknown
  /** Line and column, from 1, of the deepest node that exists on the path: of its key in a map, of the item in a list. */
  positionOf(path: readonly (string | number)[]): { line: number; column: number }
  /** Where the first key or value without quotes begins that holds the mark of a template, which something else fills in. */
  readonly template: { readonly line: number; readonly column: number } | undefined
}

/**
 * Reads YAML 1.2 (core schema, merge keys applied). A text without content is one document whose value is null.
 * Throws a UserError with file, line and column on syntax errors, duplicate keys, keys that are not scalars,
 * unknown aliases and alias bombs.
 */
export function readYaml(text: string, options: { file: string } & YamlNumbers): YamlSource {
  const stream = parseStream(withoutMark(text).rest, options.file, options)
  return {
    documents: stream.documents.map(({ root, value, start }) => ({
      value,
      positionOf: (path) => positionOf(stream, root, start, path),
      template: templateIn(stream, root),
    })),
  }
}

function templateIn(stream: YamlStream, root: unknown): YamlDocument['template'] {
  if (!/\{\{|\{%/.test(stream.text)) return undefined
  let offset: number | undefined
  visit(root as Node | null, {
    Scalar(_, node) {
      if (node.type !== 'PLAIN' || !/\{\{|\{%/.test(node.source ?? '')) return undefined
      offset = node.range?.[0]
      return visit.BREAK
    },
  })
  return offset === undefined ? undefined : stream.placeOf(offset)
}

function positionOf(stream: YamlStream, root: unknown, start: number, path: readonly (string | number)[]) {
  let node = root
  let offset = offsetOf(root) ?? start
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) break
      offset = offsetOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number' && step >= 0 && step < node.items.length) {
      node = node.items[step]
      offset = offsetOf(node) ?? offset
    } else {
      break
    }
    if (isAlias(node)) break // what it stands for is written elsewhere
  }
  return stream.placeOf(offset)
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
