import { describe, expect, test } from 'vitest'
import { type Curve, curveOf } from '../../src/metrics/curve.ts'
import { parseSources } from '../../src/metrics/metrics.ts'
import { gapText } from '../../src/report/gap-text.ts'
import { type Report, renderReport } from '../../src/report/report.ts'
import { exampleReport } from './example-report.ts'

const { NaN: nan, POSITIVE_INFINITY: infinite } = Number
const curve = (...values: readonly number[]): Curve =>
  curveOf(
    { file: 'log.csv', name: 'loss', stepName: 'epoch' },
    values.map((value, index) => ({ step: index + 1, value })),
  ) ?? { file: 'log.csv', name: 'loss', stepName: 'epoch', points: [] }

test.each([
  [[0.5, 0.4], undefined],
  [[0.5, nan, nan], '`loss` is NaN from epoch 2 on'],
  [[0.5, 0.4, infinite, 0.3], '`loss` is infinite at epoch 3'],
  [[0.5, nan, nan, 0.3], '`loss` is NaN from epoch 2 to 3'],
  [[0.5, 0.4, nan], '`loss` is NaN at epoch 3'],
  [[nan, nan], '`loss` is NaN at every epoch'],
  [[0.5, infinite, nan, nan], '`loss` is infinite at epoch 2 and NaN from epoch 3 on'],
  [[nan, 1, nan, 1, nan, 1, nan], '`loss` is NaN at epoch 1, NaN at epoch 3 and NaN at epoch 5, and so at later ones'],
])('%j: %s', (values, text) => {
  expect(gapText(curve(...values))).toBe(text)
})

test('endless gaps stay few', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? nan : 1))
  expect(curve(...values).gaps).toHaveLength(20)
  expect(curve(...values).gaps?.at(-1)).toEqual({ what: 'NaN', from: 39, to: 9999 })
})

describe('in a report', () => {
  const sourcesOf = (text: string) => {
    const { metrics: _, ...sources } = parseSources([{ path: 'log.csv', text }])
    return sources
  }
  const textOf = (candidate: string, main: string): string => {
    const report: Report = {
      ...exampleReport({ values: { f1: 1 } }),
      sources: sourcesOf(candidate),
      baselineSources: sourcesOf(main),
    }
    return renderReport(report).text
  }

  test('nothing is drawn where a training diverged, and a sentence says from when on', () => {
    const text = textOf('epoch,loss\n1,0.5\n2,nan\n3,nan\n', 'epoch,loss\n1,0.5\n2,0.4\n3,0.3\n')
    expect(text).toContain('`loss` is NaN from epoch 2 on.')
    expect(text).not.toContain('line "this pull request"')
  })

  test('no value is invented for an infinite one', () => {
    const text = textOf('epoch,loss\n1,0.9\n2,0.65\n3,inf\n4,0.5\n', 'epoch,loss\n1,0.9\n2,nan\n3,0.3\n')
    expect(text).toContain('- `loss` is infinite at epoch 3.\n- On main, `loss` is NaN at epoch 2.')
    expect(text).toContain('line "this pull request" [0.9, 0.65]')
    expect(text).not.toContain('line "main"')
  })

  test('a curve without any number is told', () => {
    expect(textOf('epoch,loss\n1,nan\n2,NaN\n', 'epoch,loss\n1,1\n2,1\n')).toContain('`loss` is NaN at every epoch.')
  })
})
