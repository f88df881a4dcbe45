import { describe, expect, test } from 'vitest'
import { FORMAT_NAMES } from '../../../src/metrics/formats/registry.ts'
import { mistakeIn, read } from './findings.ts'

describe('the format of a file', () => {
  test('has a name of its own', () => {
    expect(new Set(FORMAT_NAMES).size).toBe(FORMAT_NAMES.length)
  })

  test.each([
    ['metrics', '{"a": 1}'],
    ['metrics.out', '  {\n  "a": 1}'],
    ['metrics.txt', '{"a": 1}'],
  ])('of %s is seen from its content %j', (path, text) => {
    expect(read(path, text).metrics).toEqual([['a', 1]])
  })

  test.each([
    ['metrics.dat', '{"a": 1}', 'json'],
    ['metrics.json', 'a: 1', 'yaml'],
    ['metrics.txt', 'a = 1', 'toml'],
    ['metrics.csv', 'a\tb\n1\t2', 'tsv'],
  ] as const)('of %s is the one that the configuration says', (path, text, format) => {
    expect(read(path, text, format).metrics[0]).toEqual(['a', 1])
  })

  test('that nothing tells is asked for', () => {
    expect(mistakeIn('m.png', 'x').fix).toContain('format: …')
  })

  test('a mistake in JSON is told whatever the name promises', () => {
    expect(mistakeIn('executor_output.json', '{"a": }').place).toMatchObject({ line: 1, column: 7 })
  })
})
