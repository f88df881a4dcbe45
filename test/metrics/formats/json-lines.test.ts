import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

describe('JSON lines', () => {
  test('are the steps of a training', () => {
    const { metrics, curves } = read('log.jsonl', '{"epoch": 1, "loss": 0.4}\n{"epoch": 2, "loss": 0.5}\n')
    expect(metrics).toEqual([
      ['epoch', 2],
      ['loss', 0.5],
      ['loss.best', 0.4],
    ])
    const points = [
      { step: 1, value: 0.4 },
      { step: 2, value: 0.5 },
    ]
    expect(curves).toEqual([{ file: 'log.jsonl', name: 'loss', stepName: 'epoch', points }])
  })

  test('may name different things, nested ones too', () => {
    const { metrics } = read('log.ndjson', '{"step": 1, "train": {"x": 1}}\n\n{"step": 2, "test": {"x": 3}}\n')
    expect(metrics).toEqual([
      ['step', 2],
      ['train.x', 1],
      ['test.x', 3],
    ])
  })

  test('are counted when they have no steps', () => {
    expect(read('log.jsonl', '{"x": 1}\n{"x": 3}').curves[0]).toMatchObject({
      stepName: 'step',
      points: [{}, { step: 2 }],
    })
  })

  test('are plain metrics when there is one', () => {
    expect(read('m.jsonl', '{"a": 1, "b": {"c": "x"}}\n').metrics).toEqual([
      ['a', 1],
      ['b.c', 'x'],
    ])
  })

  test('that are broken are told by their line', () => {
    expect(mistakeIn('log.jsonl', '{"x": 1}\n{"x": \n').place).toMatchObject({ file: 'log.jsonl', line: 2 })
  })

  test.each(['[1]', '3'])('must be objects: %s', (line) => {
    expect(mistakeIn('log.jsonl', `{"x": 1}\n${line}\n`).place).toMatchObject({ line: 2 })
  })
})
