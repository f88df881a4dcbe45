import { describe, expect, test } from 'vitest'
import { progressOf } from '../../src/metrics/progress.ts'

const of = (path: string, text: string) => progressOf([{ path, text }])

describe('how far a training has come', () => {
  test.each([
    ['CSV', 'log.csv', 'epoch,loss,accuracy\n1,0.9,0.5\n2,0.4,0.8\n'],
    ['CSV with half a line', 'log.csv', 'epoch,loss,accuracy\n1,0.9,0.5\n2,0.4,0.8\n3,0.'],
    ['JSON lines', 'log.jsonl', '{"epoch": 1, "loss": 0.9}\n{"epoch": 2, "loss": 0.4, "accuracy": 0.8}\n{"epo'],
    ['JSON', 'metrics.json', '{"epoch": 2, "loss": 0.4, "accuracy": 0.8}'],
  ])('is read from %s', (_, path, text) => {
    const metrics = [
      { name: 'loss', value: 0.4 },
      { name: 'accuracy', value: 0.8 },
    ]
    expect(of(path, text)).toEqual({ step: { name: 'epoch', value: 2 }, metrics })
  })

  test('is the furthest epoch of all files', () => {
    const files = [1, 3, 2].map((epoch) => ({ path: `${epoch}.json`, text: `{"epoch": ${epoch}, "step": 900}` }))
    expect(progressOf(files)).toEqual({ step: { name: 'epoch', value: 3 }, metrics: [] })
  })

  test.each([
    ['a file that is being rewritten', 'metrics.json', '{"loss": 0.'],
    ['an empty file', 'metrics.json', ''],
    ['a header', 'log.csv', 'epoch,loss'],
    ['a file of another kind', 'plot.png', 'PNG'],
    ['no number', 'metrics.json', '{"loss": NaN, "name": "x"}'],
  ])('is not known from %s', (_, path, text) => {
    expect(of(path, text)).toEqual({ step: undefined, metrics: [] })
  })
})
