import { expect, test } from 'vitest'
import { nameMatcher } from '../../src/metrics/name-glob.ts'

test.each([
  ['accuracy', 'accuracy', true],
  ['accuracy', 'Accuracy', false],
  ['*', 'f1', true],
  ['*', 'a.f1', false],
  ['slices.*.f1', 'slices.women.f1', true],
  ['slices.*.f1', 'slices.a.b.f1', false],
  ['slices.*.f1', 'slices.f1', false],
  ['slices.**.f1', 'slices.a.b.f1', true],
  ['slices.**', 'slices.a.b', true],
  ['**', 'anything.at.all', true],
  ['**.f1', 'f1', true],
  ['**.f1', 'a.b.f1', true],
  ['**.f1', 'a.f1.b', false],
  ['*_loss', 'val_loss', true],
  ['*_loss', '_loss', true],
  ['top?', 'top5', true],
  ['top?', 'top', false],
  ['{f1,recall}.macro', 'recall.macro', true],
  ['{f1,recall}.macro', 'auc.macro', false],
  ['recall[0]', 'recall[0]', true],
  ['train/*', 'train/loss', true],
  ['f1.*', 'f1.*', true],
  ['*.*', '.', true],
  ['!a', 'b', false],
  ['{a', '{a', true],
])('%s on %s: %s', (glob, name, expected) => {
  expect(nameMatcher(glob)(name)).toBe(expected)
})

test('a name of 100,000 equal letters takes no time', () => {
  const start = performance.now()
  expect(nameMatcher('*a*a*a*a*b')('a'.repeat(100_000))).toBe(false)
  expect(nameMatcher('**.a.**.a.**.b')('a.'.repeat(50_000))).toBe(false)
  expect(performance.now() - start).toBeLessThan(1000)
})

test('a glob with too many alternatives is only itself', () => {
  const glob = '{a,b}'.repeat(30)
  expect(nameMatcher(glob)(glob)).toBe(true)
  expect(nameMatcher(glob)('a'.repeat(30))).toBe(false)
})
