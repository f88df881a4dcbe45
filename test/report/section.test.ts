import { expect, test } from 'vitest'
import { fitItems } from '../../src/report/section.ts'

/** How many items fit, and how many were rendered to find out. */
function fitting(items: readonly string[], size: number) {
  let rendered = 0
  const render = (some: readonly string[]) => {
    rendered += some.length
    return `head${some.join('')}`
  }
  const section = fitItems({ items, render, space: { size, sizeOf: (text) => text.length }, called: ['row', 'rows'] })
  return { ...section, rendered }
}

/** One item after the other, as long as there is room. */
function byHand(items: readonly string[], size: number): string {
  let text = 'head'
  let count = 0
  for (const item of items) {
    if (text.length + item.length > size) break
    text += item
    count += 1
  }
  return count === 0 ? '' : text
}

const rows = (count: number, lengthOf: (row: number) => number) =>
  Array.from({ length: count }, (_, row) => `${'x'.repeat(lengthOf(row))}row.\n`)

test.each([
  ['equally long', rows(3000, () => 20)],
  ['longer and longer', rows(2000, (row) => row / 10)],
  ['shorter and shorter', rows(2000, (row) => Math.max(0, 200 - row))],
  ['short but for a long one', rows(2000, (row) => (row === 700 ? 9000 : 1))],
  ['few', rows(3, () => 50)],
])('items that are %s fill the room as far as they fit', (_, items) => {
  for (const size of [0, 3, 60, 500, 8_000, 12_345, 1_000_000]) {
    expect(fitting(items, size).text).toBe(byHand(items, size))
  }
})

test('what was left out is counted', () => {
  expect(
    fitting(
      rows(100, () => 6),
      60,
    ),
  ).toMatchObject({ left: '95 rows' })
})

test('few of very many items are rendered to find out', () => {
  expect(
    fitting(
      rows(200_000, (row) => row % 40),
      50_000,
    ).rendered,
  ).toBeLessThan(30_000)
})
