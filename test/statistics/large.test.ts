import { expect, test } from 'vitest'
import { compare } from '../../src/statistics/compare.ts'
import { readMeasured } from '../../src/statistics/measured-file.ts'
import { worstSlice } from '../../src/statistics/slice.ts'
import { compareTexts, generator, rowOf } from './sample.ts'

/** Examples in so many slices; the candidate differs from main in a twentieth of them, and is worse in `s7` alone. */
function predictions(n: number, slices: number, model: 'main' | 'pr'): string {
  const random = generator(1)
  const lines = ['id,label,prediction,score,slice']
  for (let row = 0; row < n; row += 1) {
    const [draw, wrong, differs] = [random(), random(), random()]
    const label = draw < 0.5 ? 1 : 0
    const isOther = model === 'pr' && differs < (row % slices === 7 ? 0.8 : 0.05)
    const isRight = isOther ? wrong < 0.1 : wrong >= 0.1
    const score = Math.round((0.3 * label + 0.7 * (model === 'pr' ? differs : wrong)) * 1e4) / 1e4
    lines.push(`${row},${label},${isRight ? label : 1 - label},${score},s${row % slices}`)
  }
  return `${lines.join('\n')}\n`
}

test('10,000 slices are compared, and the worst is found', { timeout: 60_000 }, () => {
  const comparison = compareTexts(predictions(320_000, 10_000, 'main'), predictions(320_000, 10_000, 'pr'))
  expect(comparison.slices).toHaveLength(10_000)
  expect(worstSlice(comparison.slices)?.row).toMatchObject({ metric: 'slices.slice=s7.accuracy', label: 'worse' })
  const called = comparison.slices.filter(({ row }) => row.label === 'worse' || row.label === 'better')
  expect(called).toHaveLength(1)
})

test('a million rows take seconds', { timeout: 120_000 }, () => {
  const main = predictions(1_000_000, 50, 'main')
  const pr = predictions(1_000_000, 50, 'pr')
  const started = process.cpuUsage()
  const comparison = compare(readMeasured(main, 'main.csv'), readMeasured(pr, 'pr.csv'))
  const { user } = process.cpuUsage(started)
  expect(user / 1e6).toBeLessThan(60)
  expect(rowOf(comparison, 'accuracy').n).toBe(1_000_000)
})

test('a column of ids is not sliced by', () => {
  const rows = Array.from({ length: 10_001 }, (_, row) => `${row},1,1,user-${row}`).join('\n')
  const text = `id,label,prediction,user\n${rows}\n`
  const { slices, notes } = compareTexts(text, text)
  expect(slices).toEqual([])
  expect(notes).toEqual([expect.stringContaining('10001 different values')])
})

test.each([
  ['rows', 5_000_001, 'i,l,p\n', '1,1,1\n'],
  ['cells', 50_051, `${Array.from({ length: 999 }, (_, at) => `c${at}`).join(',')}\n`, `${'1,'.repeat(998)}1\n`],
])('more %s than anybody compares are refused', { timeout: 120_000 }, (_, count, header, row) => {
  expect(() => readMeasured(header + row.repeat(count), 'p.csv')).toThrow('5000000 rows')
})

test('more columns than anybody compares are refused', () => {
  const header = Array.from({ length: 1001 }, (_, at) => `c${at}`).join(',')
  expect(() => readMeasured(`id,label,${header}\n`, 'p.csv')).toThrow('1000 columns')
})
