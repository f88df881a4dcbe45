import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

const json = (content: unknown, path = 'mlpipeline-metrics.json') => read(path, JSON.stringify(content))

describe('mlpipeline-metrics.json', () => {
  const auroc = { name: 'auroc', numberValue: 0.8, format: 'RAW' }

  test('has one metric per item, and percentages that are fractions', () => {
    const f1 = { name: 'f1', numberValue: 0.9, format: 'PERCENTAGE' }
    expect(json({ metrics: [auroc, f1] }).metrics).toEqual([
      ['auroc', 0.8],
      ['f1', 0.9, 'percent'],
    ])
  })

  test('is known by its content, whatever its name', () => {
    expect(json({ metrics: [auroc] }, 'out/mlpipeline-metrics').metrics).toEqual([['auroc', 0.8]])
  })

  test.each([
    ['0.8', 0.8],
    [null, 'null'],
    ['high', 'high'],
    ['NaN', 'NaN'],
    [[1, 2], '[1, 2]'],
    [[], '[]'],
    [{ mean: [0.5, null, 'a"'] }, '{"mean": [0.5, null, "a\\""]}'],
  ])('shows the value %j as %j', (numberValue, value) => {
    expect(json({ metrics: [{ name: 'x', numberValue }] }).metrics).toEqual([['x', value]])
  })

  test('refuses a name that stands twice', () => {
    expect(mistakeIn('m.json', JSON.stringify({ metrics: [auroc, auroc] })).what).toContain('twice')
  })

  test.each([
    { metrics: { auroc: 1 } },
    { metrics: [auroc], loss: 1 },
    { metrics: [1, 2] },
    { metrics: [{ name: 'a', value: 1 }] },
  ])('is not %j, which is plain JSON', (content) => {
    expect(json(content).metrics.map(([name]) => name)).not.toContain('auroc')
  })

  test('is asked for in vain when the file is another', () => {
    expect(mistakeIn('m.json', '{"f1": 1}', 'kfp').what).toContain('Kubeflow Pipelines')
  })
})

describe('ClassificationMetrics', () => {
  const confusionMatrix = {
    annotationSpecs: [{ displayName: 'cat' }, { displayName: 'dog' }],
    rows: [{ row: [5, 1] }, { row: [2, 7] }],
  }
  const confidenceMetrics = [
    { confidenceThreshold: 'Infinity', recall: 0, falsePositiveRate: 0 },
    { confidenceThreshold: 0.5, recall: 0.9, falsePositiveRate: 0.2 },
  ]
  const matrix = {
    labels: ['cat', 'dog'],
    counts: [
      [5, 1],
      [2, 7],
    ],
  }
  const points = [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: undefined },
    { falsePositiveRate: 0.2, truePositiveRate: 0.9, threshold: 0.5 },
  ]

  test('give a confusion matrix and a ROC curve', () => {
    const found = json({ confusionMatrix, confidenceMetrics, accuracy: 0.8 }, 'metadata.json')
    expect(found.metrics).toEqual([['accuracy', 0.8]])
    expect(found.matrices).toEqual([{ file: 'metadata.json', name: '', ...matrix }])
    expect(found.rocs).toEqual([{ file: 'metadata.json', name: '', points }])
  })

  test('are found in the output of a component, beside its Metrics', () => {
    const artifact = (schemaTitle: string, metadata: object) => ({
      artifacts: [{ name: 'n', uri: '/tmp/x', type: { schemaTitle, schemaVersion: '0.0.1' }, metadata }],
    })
    const found = json(
      {
        artifacts: {
          scores: artifact('system.Metrics', { accuracy: 0.93 }),
          eval: artifact('system.ClassificationMetrics', { confusionMatrix }),
          model: artifact('system.Model', { framework: 'sklearn' }),
        },
      },
      'executor_output.json',
    )
    expect(found.metrics).toEqual([['scores.accuracy', 0.93]])
    expect(found.matrices).toEqual([{ file: 'executor_output.json', name: 'eval', ...matrix }])
  })

  test.each([[[{ recall: 1 }]], [confidenceMetrics.slice(0, 1)]])(
    'with the readings %j draw no curve, and say so',
    (readings) => {
      const found = json({ confidenceMetrics: readings })
      expect(found.rocs).toEqual([])
      expect(found.metrics).toEqual([['confidenceMetrics', expect.stringContaining('not drawn')]])
    },
  )

  test('with rows that do not fit the classes give no matrix', () => {
    const found = json({ confusionMatrix: { ...confusionMatrix, rows: [{ row: [1] }] } })
    expect(found.matrices).toEqual([])
    expect(found.metrics).toEqual([['confusionMatrix', expect.stringContaining('not drawn')]])
  })
})
