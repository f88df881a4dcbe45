import { expect, test } from 'vitest'
import type { DiffRow } from '../../action/diff-rows.ts'
import { diffText } from '../../action/diff-text.ts'

const names = ['HEAD', 'workspace'] as const
const row = (old: DiffRow['old'], now: DiffRow['new'], change: number | null): DiffRow => ({
  path: 'm.json',
  metric: 'x',
  old,
  new: now,
  change,
})

test.each([
  [2, 2.000001, 0.000001, '2     2.000001   0.000001'],
  [0.1234567, 0.1234568, 1e-7, '0.1234567  0.1234568  1e-7'],
  [0.3, 0.1 + 0.2, 2 ** -54, '0.3   0.30000000000000004  5.5511e-17'],
  [0.9, 0.95, 0.05, '0.9   0.95       0.05'],
])('%d and %d do not look the same', (old, now, change, shown) => {
  expect(diffText([row(old, now, change)], { names })).toContain(`  ${shown}\n`)
})

test('a precision that somebody asks for is kept', () => {
  expect(diffText([row(2, 2.000001, 0.000001)], { names, precision: '3' })).toContain('  2     2 ')
})

test('parameters have no column for the change', () => {
  expect(diffText([row(1, 2, 1)], { names, params: true })).toBe(
    'Path    Param  HEAD  workspace\nm.json  x      1     2\n',
  )
})
