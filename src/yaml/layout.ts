import { isMap, isScalar, isSeq } from 'yaml'
import { type Collection, entriesOf } from './entry.ts'
import type { Holder } from './locate.ts'
import type { Layout, Style } from './render.ts'
import { columnOf } from './splice.ts'

/** How most of the document is indented; two columns, lists too, where it shows nothing. */
export function layoutOf(text: string, root: unknown): Layout {
  const steps: number[] = []
  const listIndents: number[] = []
  const dashWidths: number[] = []
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = open.pop()
    if (!isBlock(node)) continue
    for (const entry of entriesOf(node) ?? []) {
      open.push(entry.value)
      const child = isBlock(entry.value) ? entriesOf(entry.value)?.[0] : undefined
      if (!child) continue
      const distance = columnOf(text, child.start) - columnOf(text, entry.start)
      if (isSeq(node)) dashWidths.push(distance)
      else if (isSeq(entry.value)) listIndents.push(distance)
      else steps.push(distance)
    }
  }
  const step = mostCommon(steps.filter((width) => width > 0)) ?? 2
  return {
    step,
    listIndent: mostCommon(listIndents.filter((width) => width >= 0)) ?? step,
    dashWidth: mostCommon(dashWidths.filter((width) => width > 1)) ?? 2,
  }
}

function isBlock(node: unknown): node is Collection {
  return (isMap(node) || isSeq(node)) && !node.flow
}

function mostCommon(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** How a new neighbour of these entries is written: in the quotes that all of them have, as JSON among JSON. */
export function styleOf(text: string, holder: Holder): Style {
  const { collection, entries } = holder
  const keyQuote = isMap(collection) && commonQuote(collection.items.map(({ key }) => key)) === 'double'
  const first = entries[0]
  const padded = !holder.flow || !first || /\s/.test(text[first.start - 1] ?? '')
  if (isMap(collection))
    return { quote: keyQuote ? 'double' : 'plain', keyQuote: keyQuote ? 'double' : 'plain', padded }
  const inJson = holder.parent ? styleOf(text, holder.parent).keyQuote : 'plain'
  const quote = commonQuote(entries.map(({ value }) => value)) ?? inJson
  return { quote, keyQuote: inJson, padded }
}

function commonQuote(nodes: readonly unknown[]): 'single' | 'double' | undefined {
  const types = new Set(nodes.flatMap((node) => (isScalar(node) && typeof node.value === 'string' ? [node.type] : [])))
  if (types.size !== 1) return undefined
  return types.has('QUOTE_DOUBLE') ? 'double' : types.has('QUOTE_SINGLE') ? 'single' : undefined
}
