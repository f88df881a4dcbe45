import { describe, expect, test } from 'vitest'
import { smallSlices, worstSlice } from '../../src/statistics/slice.ts'
import { compareRows, rowOf } from './sample.ts'

/** Slices of a size; the candidate is wrong on the first `wrong` rows of each, main nowhere. */
function comparison(slices: Readonly<Record<string, readonly [size: number, wrong: number]>>) {
  const rows = Object.entries(slices).flatMap(([slice, [size, wrong]]) =>
    Array.from({ length: size }, (_, row) => ({ id: `${slice}${row}`, label: row % 2, isWrong: row < wrong, slice })),
  )
  const of = (model: 'main' | 'pr') =>
    rows.map(({ id, label, isWrong, slice }) => {
      return { id, label, prediction: model === 'pr' && isWrong ? 1 - label : label, slice }
    })
  return compareRows(of('main'), of('pr'))
}

describe('a small slice', () => {
  test('that is destroyed completely is worse', () => {
    const found = comparison({ s9: [9, 9], rest: [191, 0] })
    expect(rowOf(found, 'slices.slice=s9.accuracy')).toMatchObject({ n: 9, delta: -1, label: 'worse' })
    expect(worstSlice(found.slices)?.row.metric).toBe('slices.slice=s9.accuracy')
  })

  test('that is destroyed among many slices may be chance', () => {
    const others = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`other${at}`, [3, 0] as const]))
    expect(rowOf(comparison({ s6: [6, 6], ...others }), 'slices.slice=s6.accuracy').label).toBe('too few')
  })

  test('that hardly moved says nothing', () => {
    expect(rowOf(comparison({ s9: [9, 2], rest: [191, 0] }), 'slices.slice=s9.accuracy').label).toBe('too few')
  })
})

test('where all are too small, the largest drop is first', () => {
  const found = comparison({ a: [20, 1], b: [5, 2], c: [5, 0] })
  expect(worstSlice(found.slices)).toBeUndefined()
  expect(smallSlices(found.slices).map(({ row }) => row.metric)).toEqual(
    ['b', 'a', 'c'].map((value) => `slices.slice=${value}.accuracy`),
  )
})
