import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/content.ts'
import { renderReport } from '../../src/report/report.ts'
import { computedMetrics } from '../../src/statistics/computed-metrics.ts'
import { binaryAnswers, compareRows, without } from '../statistics/sample.ts'
import { exampleReport } from './example-report.ts'

const { main, pr } = binaryAnswers()
const comparison = compareRows(without(main, 'group'), without(pr, 'group'))
const linesOf = (report: Report) => renderReport(report).text.split('\n')

function withPredictions(report: Report, asked: readonly string[] = []): Report {
  const { changes } = report
  return {
    ...report,
    comparison,
    computed: computedMetrics({ changes, comparison, file: 'p.csv', asked, hasMain: true }),
  }
}

describe('under the verdict', () => {
  test('stands a worsening that only the predictions know', () => {
    const lines = linesOf(withPredictions(exampleReport({ main: { a: 1 }, values: { a: 1 }, rules: [] })))
    expect(lines[2]).toMatch(
      /^- ⚠️ Worse beyond chance, and no check of the gate judges it: `\w+` [-+]0\.\d+ \(.* … .*\)/,
    )
    expect(lines.find((line) => line.startsWith('| `accuracy` from predictions'))).toMatch(/worse \|$/)
  })

  test('stands a number that is none any more, and it is first in the table', () => {
    const lines = linesOf(
      exampleReport({ main: { acc: 0.9, loss: 0.3 }, values: { acc: 0.1, loss: 'NaN' }, rules: [] }),
    )
    expect(lines[2]).toBe('- ⚠️ `loss` (0.3 → `NaN`) is no number any more, and no check of the gate judges it.')
    expect(lines.findIndex((line) => line.startsWith('| `loss`'))).toBeLessThan(
      lines.findIndex((line) => line.startsWith('| `acc`')),
    )
  })

  test('stands nothing of what moved by numbers alone', () => {
    expect(linesOf(exampleReport({ main: { loss: 0.3 }, values: { loss: 0.9 }, rules: [] })).join('\n')).not.toContain(
      'no check of the gate',
    )
  })
})

test('what moved most for its size is not folded', () => {
  const small = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`aa_loss_${at}`, 1]))
  const now = Object.fromEntries(Object.keys(small).map((name) => [name, 1.0001]))
  const report = exampleReport({
    main: { ...small, zz_accuracy: 0.95 },
    values: { ...now, zz_accuracy: 0.1 },
    rules: [],
  })
  const rows = linesOf(report).filter((line) => line.startsWith('| `'))
  expect(rows[0]).toMatch(/zz_accuracy/)
  expect(rows[1]).toMatch(/aa_loss_0`/)
})

test('a failing gate says too how many checks could not be judged', () => {
  const rules = [
    { metric: 'acc', min: 0.9 },
    { metric: 'auc', min: 0.9 },
    { metric: 'f1', min: 0.1 },
  ]
  const report = exampleReport({ main: { acc: 1, f1: 1 }, values: { acc: 0.5, f1: 1 }, rules })
  expect(linesOf(report)[0]).toBe('### ❌ iris: the gate fails (1 of 3 checks, 1 could not be judged)')
})

test('learning curves of one name have the names of their files', () => {
  const points = [
    { step: 1, value: 0.5 },
    { step: 2, value: 0.4 },
  ]
  const curves = ['a.csv', 'b.csv'].map((file) => ({ file, name: 'loss', stepName: 'epoch', points }))
  const report = exampleReport({ main: { a: 1 }, values: { a: 1 }, sources: { curves } })
  const titles = linesOf(report).filter((line) => line.includes('  title '))
  expect(titles).toEqual(['  title "loss in a.csv"', '  title "loss in b.csv"'])
})
