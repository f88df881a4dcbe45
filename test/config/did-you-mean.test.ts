import { expect, it } from 'vitest'
import { didYouMean } from '../../src/config/did-you-mean.ts'

it.each([
  ['metrcs', 'metrics'],
  ['metirc', 'metrics'],
  ['maxRegression', 'max-regression'],
  ['max_regression', 'max-regression'],
  ['Metrics', 'metrics'],
  ['evidence', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('%s → %s', (word, meant) => {
  expect(didYouMean(word, ['metrics', 'max-regression', 'paths', 'train'])).toBe(meant)
})
