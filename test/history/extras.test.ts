import { describe, expect, test } from 'vitest'
import { type Extras, extrasPath, parseExtras, renderExtras } from '../../src/history/extras.ts'

const nothing: Extras = { curves: [], matrices: [], classTables: [], rocs: [] }
const number = (value: number) => ({ kind: 'number', value }) as const
const example: Extras = {
  curves: [{ file: 'log.csv', name: 'loss', stepName: 'epoch', points: [{ step: 1, value: 0.5 }] }],
  matrices: [
    {
      file: 'm.json',
      name: '',
      labels: ['a', 'b'],
      counts: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  classTables: [
    {
      file: 'r.json',
      name: '',
      classes: [
        { label: 'a', precision: number(1), recall: { kind: 'text', text: 'NaN' }, f1: number(1), support: number(9) },
      ],
      averages: [],
    },
  ],
  rocs: [
    {
      file: 'r.json',
      name: 'roc',
      points: [
        { falsePositiveRate: 0, truePositiveRate: 0, threshold: undefined },
        { falsePositiveRate: 1, truePositiveRate: 1, threshold: 0 },
      ],
    },
  ],
}
const again = (extras: Extras): Extras => parseExtras(renderExtras(extras) ?? '{}', 'extras/iris.json')

describe('what main measured beside metrics', () => {
  test('is read as it was written', () => {
    expect(again(example)).toEqual(example)
  })

  test('is one file per model', () => {
    expect(extrasPath('iris')).toBe('extras/iris.json')
  })

  test('is nothing when there is nothing', () => {
    expect(renderExtras(nothing)).toBeUndefined()
  })

  test('keeps a long curve short, with its ends and peaks', () => {
    const points = Array.from({ length: 100_000 }, (_, step) => ({ step, value: step === 54_321 ? 99 : step / 1e6 }))
    const [curve] = again({ ...nothing, curves: [{ file: 'l', name: 'x', stepName: 's', points }] }).curves
    expect(curve?.points.length).toBeLessThanOrEqual(502)
    expect(curve?.points[0]).toEqual(points[0])
    expect(curve?.points.at(-1)).toEqual(points.at(-1))
    expect(curve?.points).toContainEqual({ step: 54_321, value: 99 })
  })

  test('stays below a megabyte, the matrix first', () => {
    const points = Array.from({ length: 500 }, (_, step) => ({ step, value: Math.sin(step) }))
    const curves = Array.from({ length: 1000 }, (_, index) => ({
      file: 'l'.repeat(10_000),
      name: `c${index}`,
      stepName: 's',
      points,
    }))
    const text = renderExtras({ ...example, curves }) ?? ''
    expect(text.length).toBeLessThan(1_010_000)
    expect(again({ ...example, curves }).matrices).toEqual(example.matrices)
  })

  test('may have what a later version adds', () => {
    expect(parseExtras('{"version":9,"curves":[],"heatmaps":[1]}', 'extras/iris.json')).toEqual(nothing)
  })

  test.each(['', '[]', '{"curves":{}}', '{"curves":[{"name":1}]}'])('%j is refused with the file', (text) => {
    expect(() => parseExtras(text, 'extras/iris.json')).toThrow('extras/iris.json')
  })
})
