import { describe } from 'vitest'
import type { YamlEdit } from '../../src/yaml/edit.ts'
import { holds, insert, remove } from './edit-cases.ts'

describe('insert into a list', () => {
  holds([
    ['at the end', 'a:\n  - x # c\n\nb: 1\n', insert(['a', 1], 'z'), 'a:\n  - x # c\n  - z\n\nb: 1\n'],
    ['in the middle', 'a:\n- x # c\n# above\n- z\n', insert(['a', 1], 'w'), 'a:\n- x # c\n# above\n- w\n- z\n'],
    ['at the start', 'a:\n- x\n', insert(['a', 0], 'w'), 'a:\n- w\n- x\n'],
    [
      'a mapping',
      'a:\n  - list:\n    - m: x\n      u: 1\nb: 1\n',
      insert(['a', 0, 'list', 1], { m: 'q', u: 2 }),
      'a:\n  - list:\n    - m: x\n      u: 1\n    - m: q\n      u: 2\nb: 1\n',
    ],
    [
      'with wide dashes',
      'a:\n-   x: 1\n    z: 2\n',
      insert(['a', 1], { x: 3, z: 4 }),
      'a:\n-   x: 1\n    z: 2\n-   x: 3\n    z: 4\n',
    ],
    ['quoted as the others', "a:\n- 'x'\n", insert(['a', 1], 'z'), "a:\n- 'x'\n- 'z'\n"],
    [
      'nested lists',
      '- - 1\n  - 2\n- 3\n',
      [insert([0, 0], 0), insert([1], [7, 8])],
      '- - 0\n  - 1\n  - 2\n- - 7\n  - 8\n- 3\n',
    ],
    ['flow', 'a: [1, 2]\n', [insert(['a', 2], 3), insert(['a', 0], 0)], 'a: [0, 1, 2, 3]\n'],
    ['flow, for YAML 1.1', 'a: [1]\n', insert(['a', 1], 'http://x/?y'), 'a: [1, "http://x/?y"]\n'],
    ['empty flow', 'a: []\n', insert(['a', 0], { x: 1 }), 'a: [{ x: 1 }]\n'],
    [
      'flow over lines',
      'a: [\n  1, # one\n  2 # two\n]\n',
      [insert(['a', 2], 3), insert(['a', 0], 0)],
      'a: [\n  0,\n  1, # one\n  2, # two\n  3\n]\n',
    ],
    ['flow over lines with a last comma', 'a: [\n  1,\n]\n', insert(['a', 1], 2), 'a: [\n  1,\n  2,\n]\n'],
    ['none yet', 'a:\n', insert(['a', 0], { x: 1 }), 'a:\n  - x: 1\n'],
    ['a text, no final newline', 'a: 1', insert(['b'], 'x\ny\n'), 'a: 1\nb: |\n  x\n  y\n'],
    ['of a new key', 'a: 1\n', insert(['b'], 2), 'a: 1\nb: 2\n'],
  ])
})

describe('delete', () => {
  holds([
    ['leaf', 'a:\n  # about b\n  b: 1 # c\n  d: 2\n', remove('a', 'b'), 'a:\n  # about b\n  d: 2\n'],
    ['mapping', 'a:\n  b:\n    c: 1\n\n  d: 2\n', remove('a', 'b'), 'a:\n\n  d: 2\n'],
    ['last leaf, no final newline', 'a: 1\nb: 2', remove('b'), 'a: 1'],
    ['last leaf behind a text, no final newline', 'a: |\n  x\nb: 2', remove('b'), 'a: |\n  x\n'],
    ['last leaf, CRLF', 'a: 1\r\nb: 2\r\n', remove('b'), 'a: 1\r\n'],
    ['only child', 'a:\n  b: 1 # c\n  # note\nd: 2\n', remove('a', 'b'), 'a: {}\n  # note\nd: 2\n'],
    ['only key of the document', '# h\n\na: 1\n', remove('a'), '# h\n\n{}\n'],
    ['list item', 'a:\n- x: 1\n  z: 2\n- w\n', remove('a', 0), 'a:\n- w\n'],
    ['only list item', 'a:\n- x\n', remove('a', 0), 'a: []\n'],
    ['first field of an item', 'a:\n- x: 1\n  z: 2\n', remove('a', 0, 'x'), 'a:\n- z: 2\n'],
    ['first field above a comment', 'a:\n- x: 1\n  # n\n  z: 2\n', remove('a', 0, 'x'), 'a:\n-\n  # n\n  z: 2\n'],
    ['only field of an item', 'a:\n- x: 1 # c\n- z\n', remove('a', 0, 'x'), 'a:\n- {} # c\n- z\n'],
    ['block text', 'a: |\n  b\n\nc: 1\n', remove('a'), '\nc: 1\n'],
    [
      'from flow',
      'a: {b: 1, c: 2}\nd: [1, 2, 3]\n',
      [remove('a', 'b'), remove('d', 2), remove('d', 0)],
      'a: {c: 2}\nd: [2]\n',
    ],
    ['the last from flow', 'a: { b: 1 }\nd: [1]\n', [remove('a', 'b'), remove('d', 0)], 'a: {}\nd: []\n'],
    [
      'from flow over lines',
      'a: [\n  1, # one\n  2, # two\n  3\n]\n',
      [remove('a', 0), remove('a', 1)],
      'a: [\n  2, # two\n]\n',
    ],
    ['the last with its comma', 'a: [\n  1,\n  2,\n]\n', remove('a', 1), 'a: [\n  1,\n]\n'],
    ['the only one with a comma and a #', "a: {b: 'c#d', }\n", remove('a', 'b'), 'a: {}\n'],
    ['from JSON', '{\n  "a": 1,\n  "b": 2\n}\n', remove('b'), '{\n  "a": 1\n}\n'],
    ['nothing where nothing is', 'a: {}\nc:\n', [remove('b'), remove('a', 'x', 'z'), remove('c', 'x')], 'a: {}\nc:\n'],
  ])
})

describe('prune', () => {
  const prune = (...path: YamlEdit['path']): YamlEdit => ({ op: 'prune', path })
  holds([
    ['the mapping around an only key', 'a:\n  b: 1 # c\n\nd: 2\n', prune('a', 'b'), '\nd: 2\n'],
    ['not one with another key', 'a:\n  b: 1\n  c: 2\n', prune('a', 'b'), 'a:\n  c: 2\n'],
    ['not braces', 'a: { b: 1 }\n', prune('a', 'b'), 'a: {}\n'],
    ['not a comment on the key', 'a: # n\n  b: 1\n', prune('a', 'b'), 'a: {} # n\n'],
    ['not a comment above', 'a:\n  # n\n  b: 1\n', prune('a', 'b'), 'a: {}\n  # n\n'],
    ['not a comment below', 'a:\n  b: 1\n\n  # n\nd: 2\n', prune('a', 'b'), 'a: {}\n\n  # n\nd: 2\n'],
    ['in spite of a comment on the next key', 'a:\n  b: 1\n# n\nd: 2\n', prune('a', 'b'), '# n\nd: 2\n'],
    ['an anchor that nothing uses', 'a: &x\n  b: 1\nd: 2\n', prune('a', 'b'), 'd: 2\n'],
    ['not the document', 'a: 1\n', prune('a'), '{}\n'],
    ['not an item of a list', 'a:\n- b: 1\n', prune('a', 0, 'b'), 'a:\n- {}\n'],
    ['nothing where nothing is', 'a:\n', prune('a', 'b'), 'a:\n'],
  ])
})
