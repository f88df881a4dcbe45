import { describe, expect, it } from 'vitest'
import { type Bundle, parseBundle, renderBundle } from '../../action/bundle.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'
type Measured = Extract<Bundle['models'][number], { kind: 'measured' }>

const IRIS: Measured = {
  kind: 'measured',
  name: 'iris',
  measurement: {
    metrics: [
      { file: 'metrics.json', name: 'accuracy', value: { kind: 'number', value: 0.97 }, unit: 'percent' },
      { file: 'metrics.json', name: 'loss', value: { kind: 'text', text: 'NaN' } },
    ],
    params: [{ file: 'params.yaml', name: 'rate', value: { kind: 'number', value: -0.5 } }],
    extras: {
      curves: [{ file: 'c.csv', name: 'loss', stepName: 'epoch', points: [{ step: 1, value: 1e-300 }] }],
      matrices: [
        {
          file: 'm.json',
          name: '',
          labels: ['a', 'b'],
          counts: [
            [1, 0],
            [0, 2],
          ],
        },
      ],
      classTables: [
        {
          file: 't.json',
          name: '',
          classes: [
            {
              label: 'a',
              precision: { kind: 'number', value: 1 },
              recall: { kind: 'text', text: 'null' },
              f1: { kind: 'number', value: 0 },
              support: { kind: 'number', value: 9 },
            },
          ],
          averages: [],
        },
      ],
      rocs: [
        { file: 'r.json', name: 'a', points: [{ falsePositiveRate: 0, truePositiveRate: 1, threshold: undefined }] },
      ],
    },
    trainingSeconds: 1.5,
  },
  predictions: 'predictions-1.csv',
  plots: [{ file: 'plot-2.png', path: 'plots/loss.png' }],
}

const through = (...models: Bundle['models'][number][]) =>
  parseBundle(Buffer.from(renderBundle({ headSha: SHA, models }))).models

const withMetrics = (metrics: Measured['measurement']['metrics']): Measured => ({
  ...IRIS,
  measurement: { ...IRIS.measurement, metrics },
})

describe('a bundle', () => {
  it('reads as it was written', () => {
    const failed = { kind: 'failed', name: 'other', what: 'Broken.', fix: undefined, lastLines: ['x'] } as const
    const bundle: Bundle = { headSha: SHA, models: [IRIS, failed] }
    expect(parseBundle(Buffer.from(renderBundle(bundle)))).toEqual(bundle)
  })

  it.each([
    ['too many metrics', Array.from({ length: 20_001 }, (_, index) => `m${index}`)],
    ['a name that is too long', ['x'.repeat(501)]],
  ])('with %s says so instead', (_, names) => {
    const metrics = names.map((name) => ({ file: 'm.json', name, value: { kind: 'number', value: 1 } as const }))
    expect(through(withMetrics(metrics), { ...IRIS, name: 'other' })).toMatchObject([
      { kind: 'failed', name: 'iris', what: expect.stringContaining('too much for the report on a fork') },
      { kind: 'measured', name: 'other' },
    ])
  })

  it('shortens what a failure printed', () => {
    const lastLines = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(9000)}`)
    const [model] = through({ kind: 'failed', name: 'iris', what: 'y'.repeat(9000), fix: undefined, lastLines })
    if (model?.kind !== 'failed') throw new Error('It was measured.')
    expect(model.lastLines).toHaveLength(100)
    expect(model.lastLines.at(-1)).toMatch(/^499 x{1996}$/)
    expect(model.what).toHaveLength(2000)
  })

  it('shortens long texts', () => {
    const value = { kind: 'text', text: 'x'.repeat(5000) } as const
    const [model] = through(withMetrics([{ file: 'm.json', name: 'a', value }]))
    expect(model).toMatchObject({ measurement: { metrics: [{ value: { text: 'x'.repeat(2000) } }] } })
  })
})
