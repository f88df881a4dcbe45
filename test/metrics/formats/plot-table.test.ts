import { describe, expect, test } from 'vitest'
import { parseSources } from '../../../src/metrics/metrics.ts'

const read = (path: string, text: string) => parseSources([{ path, text }])
const json = (document: unknown) => read('plot.json', JSON.stringify(document))

describe('a ROC curve', () => {
  const points = [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: undefined },
    { falsePositiveRate: 0.2, truePositiveRate: 0.7, threshold: 0.5 },
    { falsePositiveRate: 1, truePositiveRate: 1, threshold: 0 },
  ]

  test.each([
    ['roc.csv', 'fpr,tpr,threshold\n0,0,inf\n0.2,0.7,0.5\n1,1,0\n'],
    ['roc.tsv', '\tfpr\ttpr\tthresholds\n0\t0\t0\tinf\n1\t0.2\t0.7\t0.5\n2\t1\t1\t0\n'],
    [
      'roc.json',
      '[{"fpr":0,"tpr":0,"threshold":Infinity},{"fpr":0.2,"tpr":0.7,"threshold":0.5},{"fpr":1,"tpr":1,"threshold":0}]',
    ],
  ])('is read from %s', (path, text) => {
    const { metrics, rocs } = read(path, text)
    expect(metrics).toEqual([])
    expect(rocs).toEqual([{ file: path, name: '', points }])
  })

  test("is read from DVCLive's JSON, beside what else stands there", () => {
    const roc = [
      { fpr: 0, tpr: 0, threshold: null },
      { fpr: 1, tpr: 1, threshold: 0.1 },
    ]
    const { metrics, rocs } = json({ roc, auc: 0.9 })
    expect(metrics.map(({ name }) => name)).toEqual(['auc'])
    expect(rocs).toMatchObject([{ name: 'roc', points: [{ threshold: undefined }, { threshold: 0.1 }] }])
  })
})

test('precision over recall is a curve', () => {
  const rows = [
    { precision: 0.5, recall: 1, threshold: 0.1 },
    { precision: 0.9, recall: 0.4, threshold: 0.8 },
  ]
  const { metrics, curves } = json({ precision_recall: rows, average_precision: 0.8 })
  expect(metrics.map(({ name }) => name)).toEqual(['average_precision'])
  expect(curves).toEqual([
    {
      file: 'plot.json',
      name: 'precision_recall.precision',
      stepName: 'recall',
      points: [
        { step: 1, value: 0.5 },
        { step: 0.4, value: 0.9 },
      ],
    },
  ])
})

describe('actual and predicted classes', () => {
  test('count into a matrix', () => {
    const expected = {
      labels: ['cat', 'dog'],
      counts: [
        [1, 1],
        [0, 2],
      ],
    }
    const text = 'actual,predicted\ncat,cat\ncat,dog\ndog,dog\ndog,dog\n'
    expect(read('cm.csv', text)).toMatchObject({ metrics: [], matrices: [expected] })
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    expect(json(rows.map(([actual, predicted]) => ({ actual, predicted }))).matrices).toMatchObject([expected])
  })

  test('are in the order of numbers', () => {
    expect(read('cm.csv', 'actual,predicted\n10,2\n2,10\n1,1\n').matrices[0]?.labels).toEqual(['1', '2', '10'])
  })

  test('are no measured values', () => {
    expect(() => read('cm.csv', 'actual,predicted\n1.5,1.4\n2.5,2.6\n')).toThrow('nothing in it says what they are')
  })
})

describe('a list of objects', () => {
  test('with a step is a training', () => {
    const { metrics, curves } = json([
      { step: 1, loss: 0.5 },
      { step: 2, loss: 0.25, accuracy: 0.9 },
    ])
    expect(metrics.map(({ name }) => name)).toEqual(['step', 'loss', 'loss.best', 'accuracy', 'accuracy.best'])
    expect(curves[0]?.points).toEqual([
      { step: 1, value: 0.5 },
      { step: 2, value: 0.25 },
    ])
  })

  test.each([['[{"a":1},{"a":2}]'], ['[{"step":1,"loss":{"a":1}}]'], ['[]'], ['[1,2]'], ['[{"fpr":1,"tpr":1}]']])(
    '%s is no metrics file',
    (text) => {
      expect(() => read('m.json', text)).toThrow('holds a list')
    },
  )
})

test('a report per class is none of these', () => {
  const { metrics } = read('r.csv', 'class,precision,recall\ncat,0.9,0.8\ndog,0.7,0.6\n')
  expect(metrics.map(({ name }) => name)).toContain('cat.precision')
})
