import { describe, expect, test } from 'vitest'
import { unpairedProportions, wilson } from '../../src/statistics/proportion.ts'
import { compareTexts, rowOf } from './sample.ts'

/** Expected values are statsmodels' `proportion_confint(method='wilson')` and `confint_proportions_2indep('newcomb')`. */
test.each([
  [0, 20, 0, 0.1611251581],
  [9, 10, 0.5958499732, 0.9821237869],
  [81, 100, 0.7222115462, 0.8748524849],
  [500, 500, 0.9923756595, 1],
  [150, 1000, 0.1292100725, 0.1734686584],
])('Wilson’s range of %d of %d', (count, n, lo, hi) => {
  const range = wilson({ value: count / n, n })
  expect(range.lo).toBeCloseTo(lo, 8)
  expect(range.hi).toBeCloseTo(hi, 8)
})

test.each([
  [56, 70, 48, 80, -0.333872654, -0.0524314724, 0.008045081368],
  [9, 10, 3, 10, -0.8090179735, -0.1705227239, 0.006169899321],
  [871, 1000, 880, 1000, -0.02001617028, 0.0380299103, 0.5421548963],
  [10, 10, 0, 20, -1, -0.6790860371, 4.320463058e-8],
  [450, 500, 430, 480, -0.04259572259, 0.03396551627, 0.829447589],
])('Newcombe’s range from %d of %d to %d of %d', (x1, n1, x2, n2, lo, hi, p) => {
  const { noise } = unpairedProportions({ value: x1 / n1, n: n1 }, { value: x2 / n2, n: n2 })
  if (noise.kind !== 'known') throw new Error('no range')
  expect(noise.interval.lo).toBeCloseTo(lo, 8)
  expect(noise.interval.hi).toBeCloseTo(hi, 8)
  expect(noise.p).toBeCloseTo(p, 8)
})

describe('a summary', () => {
  const main = 'metric,value,n\naccuracy,0.8,70\nf1,0.5,70\nval.recall,0.5,\n'
  const pr = 'metric,value,n\naccuracy,0.6,80\nf1,0.6,80\nval.recall,0.6,50\nloss,1,80\n'
  const comparison = compareTexts(main, pr)

  test('gives a range to a share with its count', () => {
    expect(rowOf(comparison, 'accuracy')).toMatchObject({
      lo: expect.closeTo(-0.333872654, 8),
      label: 'worse',
      method: 'unpaired (Newcombe 10)',
      n_disagree: null,
    })
  })

  test.each(['f1', 'val.recall', 'loss'])('gives none to %s', (metric) => {
    expect(rowOf(comparison, metric)).toMatchObject({
      lo: null,
      p: null,
      label: 'unknown',
      method: 'no noise estimate',
    })
  })

  test.each([
    ['metric,value\na,1\na,2\n', 3, /there twice/],
    ['metric,value\na,\n', 2, /empty/],
    ['metric,value\na,nan\n', 2, /not a finite number/],
    ['metric,value,n\na,0.5,2.5\n', 2, /no number of examples/],
  ])('is refused: %j', (text, line, message) => {
    expect(() => compareTexts(text, main)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), place: expect.objectContaining({ line }) }),
    )
  })
})
