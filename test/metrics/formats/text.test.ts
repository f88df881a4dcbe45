import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

const text = (content: string) => read('metrics.txt', content).metrics

describe('a line of text', () => {
  test.each([
    ['Accuracy: 0.93', [['Accuracy', 0.93]]],
    ['Accuracy = 0.93', [['Accuracy', 0.93]]],
    ['accuracy=0.93', [['accuracy', 0.93]]],
    ['Training variance explained: 86.2%', [['Training variance explained', 0.862, 'percent']]],
    ['Latency: 12 ms', [['Latency', 12, 'ms']]],
    [
      'Accuracy = 0.93, F1 Score = 0.9.',
      [
        ['Accuracy', 0.93],
        ['F1 Score', 0.9],
      ],
    ],
    ['- **MSE**: `1e-7`', [['MSE', 1e-7]]],
    ['val: loss: 0.1', [['val: loss', 0.1]]],
    ['Model: random forest', [['Model', 'random forest']]],
    ['Started: 12:30 today', [['Started', '12:30 today']]],
    ['classes: a, b, c', [['classes', 'a, b, c']]],
    ['loss: nan', [['loss', 'NaN']]],
    ['loss: -inf', [['loss', '-Infinity']]],
    ['loss: None', [['loss', 'None']]],
  ])('%j', (line, metrics) => {
    expect(text(`${line}\n`)).toEqual(metrics)
  })

  test.each(['# Metrics', '', '---', '===', '```', '```text'])('%j is no metric', (line) => {
    expect(text(`${line}\nf1: 0.9\n`)).toEqual([['f1', 0.9]])
  })
})

describe('a file of text', () => {
  test('may have no ending when it begins with a metric', () => {
    expect(read('out/metrics', 'Accuracy: 0.9\n').metrics).toEqual([['Accuracy', 0.9]])
  })

  test('with another ending needs the format in the configuration', () => {
    expect(mistakeIn('m.log', 'f1: 0.9\n').fix).toContain('format')
    expect(read('m.log', 'f1: 0.9\n', 'text').metrics).toEqual([['f1', 0.9]])
  })

  test.each([
    ['f1: 0.9\nconfusion matrix\n', 2, 'not `name: value`'],
    ['f1: 0.9\n[[1 2]\n', 2, 'not `name: value`'],
    ['f1:\n', 1, 'not `name: value`'],
    [': 1\n', 1, 'not `name: value`'],
    ['f1: 1\nf1: 2\n', undefined, 'twice'],
    ['# nothing\n', undefined, 'no metrics'],
  ])('%j is refused', (content, line, what) => {
    const mistake = mistakeIn('m.txt', content)
    expect(mistake.what).toContain(what)
    expect(mistake.place).toMatchObject({ file: 'm.txt', ...(line !== undefined && { line }) })
  })

  test('of 30 MB in one line is refused in no time', () => {
    const start = performance.now()
    expect(mistakeIn('m.txt', 'a:'.repeat(15_000_000)).what).toContain('not `name: value`')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('of a million lines is refused with the limit', () => {
    const lines = Array.from({ length: 1_000_000 }, (_, index) => `m${index}: 0`).join('\n')
    expect(mistakeIn('m.txt', lines).what).toContain('100000 lines')
  })
})
