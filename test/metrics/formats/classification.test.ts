import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

const row = (precision: number, recall: number, f1: number, support: number) => ({
  precision,
  recall,
  'f1-score': f1,
  support,
})
const report = {
  setosa: row(1, 1, 1, 2),
  'versi color': row(1, 0.5, 0.8, 3),
  accuracy: 0.85,
  'macro avg': row(0.9, 0.9, 0.87, 5),
  'weighted avg': row(0.9, 0.86, 0.86, 5),
}
const number = (value: number) => ({ kind: 'number', value })

describe("scikit-learn's classification report", () => {
  test('is a table of classes and averages', () => {
    const [table] = read('report.json', JSON.stringify(report)).classTables
    expect(table).toMatchObject({ file: 'report.json', name: '' })
    expect(table?.classes.map(({ label }) => label)).toEqual(['setosa', 'versi color'])
    expect(table?.averages.map(({ label }) => label)).toEqual(['macro avg', 'weighted avg'])
    expect(table?.classes[1]).toEqual({
      label: 'versi color',
      precision: number(1),
      recall: number(0.5),
      f1: number(0.8),
      support: number(3),
    })
  })

  test('has the metrics that plain JSON has', () => {
    const text = JSON.stringify(report)
    expect(read('report.json', text).metrics).toEqual(read('report.json', text, 'json').metrics)
    expect(read('report.json', text).metrics).toContainEqual(['macro avg.f1-score', 0.87])
  })

  test('is found inside a larger file', () => {
    const found = read('m.json', JSON.stringify({ loss: 0.1, test: { report } }))
    expect(found.classTables.map(({ name }) => name)).toEqual(['test.report'])
    expect(found.metrics[0]).toEqual(['loss', 0.1])
  })

  test('keeps a NaN', () => {
    const text = JSON.stringify(report).replace('"precision":1,', '"precision":NaN,')
    expect(read('r.json', text).classTables[0]?.classes[0]?.precision).toEqual({ kind: 'text', text: 'NaN' })
  })

  test.each([
    ['a class without support', { ...report, setosa: { precision: 1, recall: 1, 'f1-score': 1 } }],
    ['another number', { ...report, loss: 1 }],
    ['no averages', { setosa: row(1, 1, 1, 2) }],
  ])('is not a file with %s', (_, content) => {
    expect(read('m.json', JSON.stringify(content)).classTables).toEqual([])
  })

  test('is asked for in vain when the file is another', () => {
    expect(mistakeIn('m.json', '{"f1": 1}', 'classification-report').what).toContain('classification report')
  })
})

describe('a confusion matrix in JSON', () => {
  const counts = [
    [50, 2],
    [3, 45],
  ]

  test('is a matrix and no metrics', () => {
    const found = read('m.json', JSON.stringify({ f1: 0.9, confusion_matrix: counts, labels: ['no', 'yes'] }))
    expect(found.matrices).toEqual([{ file: 'm.json', name: 'confusion_matrix', labels: ['no', 'yes'], counts }])
    expect(found.metrics.map(([name]) => name)).toEqual(['f1', 'labels.0', 'labels.1'])
  })

  test('without labels numbers its classes', () => {
    expect(read('m.json', JSON.stringify({ test: { 'Confusion Matrix': counts } })).matrices[0]).toMatchObject({
      name: 'test.Confusion Matrix',
      labels: ['0', '1'],
    })
  })

  test('that is not square stays what it is', () => {
    const found = read('m.json', '{"confusion_matrix": [[1, 2], [3]]}')
    expect(found.matrices).toEqual([])
    expect(found.metrics).toHaveLength(3)
  })
})
