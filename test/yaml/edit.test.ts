import { describe, expect, it } from 'vitest'
import { editYaml } from '../../src/yaml/edit.ts'
import { holds, set } from './edit-cases.ts'

describe('set a scalar', () => {
  holds([
    ['number', 'a:\n  b: 10\nc: 1\n', set(['a', 'b'], 20), 'a:\n  b: 20\nc: 1\n'],
    ['zero', 'a: 10\n', set(['a'], 0), 'a: 0\n'],
    ['boolean', 'a: false\n', set(['a'], true), 'a: true\n'],
    ['null', 'a: x\n', set(['a'], null), 'a: null\n'],
    ['keeps double quotes', 'a: "true" # c\n', set(['a'], 'false'), 'a: "false" # c\n'],
    ['keeps single quotes', "a: 'it''s'\n", set(['a'], "they're"), "a: 'they''re'\n"],
    ['keeps a hash in quotes', 'a: "x#(b==c)" #why\n', set(['a'], 'x#(b==d)'), 'a: "x#(b==d)" #why\n'],
    ['drops quotes for a number', 'a: "10"\n', set(['a'], 20), 'a: 20\n'],
    ['keeps the spaces before a comment', 'a: HEAD  # why\n', set(['a'], 'v1.2.3'), 'a: v1.2.3  # why\n'],
    ['keeps trailing spaces', 'a: x   \nb: 1\t\n', set(['a'], 'new'), 'a: new   \nb: 1\t\n'],
    ['keeps a semantic version bare', 'tag: 6.1.3\n', set(['tag'], '6.1.10'), 'tag: 6.1.10\n'],
    [
      'keeps odd indentation',
      'a:\n     b:\n        c: x\n',
      set(['a', 'b', 'c'], 'new'),
      'a:\n     b:\n        c: new\n',
    ],
    ['CRLF', 'a:\r\n  b: x\r\n', set(['a', 'b'], 'new'), 'a:\r\n  b: new\r\n'],
    ['byte order mark and CRLF', '\uFEFFa: x\r\nb: 1\r\n', set(['a'], 'new'), '\uFEFFa: new\r\nb: 1\r\n'],
    ['no final newline', 'a: x', set(['a'], 'new'), 'a: new'],
    ['key without value', 'version: # why\nb: 1\n', set(['version'], 'abc'), 'version: abc # why\nb: 1\n'],
    ['key with a space behind it', 'version: \nb: 1\n', set(['version'], 'abc'), 'version: abc\nb: 1\n'],
    ['explicit key', '? a\n: x\n', set(['a'], 'new'), '? a\n: new\n'],
    ['unicode', 'é: "ü" # ß\n', set(['é'], '😀'), 'é: "😀" # ß\n'],
    ['list item', 'a:\n- x\n- y # why\n', set(['a', 1], 'z'), 'a:\n- x\n- z # why\n'],
    ['field of a list item', 'a:\n- w: 1\n  # c\n- w: 2\n', set(['a', 1, 'w'], 3), 'a:\n- w: 1\n  # c\n- w: 3\n'],
    ['item of a flow list', 'a: [5, 10, 15]\n', set(['a', 0], 1), 'a: [1, 10, 15]\n'],
    ['field of a flow mapping', 'a: {b: 1, c: {d: 2}}\n', set(['a', 'c', 'd'], 'x, y'), 'a: {b: 1, c: {d: "x, y"}}\n'],
    ['empty field of a flow mapping', 'a: {b, c: }\n', [set(['a', 'b'], 1), set(['a', 'c'], 2)], 'a: {b: 1, c: 2}\n'],
    ['value on the next line', 'a: # c\n  old\nb: 1\n', set(['a'], 'new'), 'a: # c\n  new\nb: 1\n'],
    ['value over several lines', 'a: "one\n  two" # c\nb: 1\n', set(['a'], 'x'), 'a: "x" # c\nb: 1\n'],
    ['beside commented-out YAML', '# a: 1\na: 2\n#a: 3\n', set(['a'], 4), '# a: 1\na: 4\n#a: 3\n'],
    ['an anchor that nobody uses', 'a: &x 1\n', set(['a'], 2), 'a: &x 2\n'],
    [
      'beside a merge key',
      'b: &b {x: 1}\nc:\n  <<: *b\n  y: 2\n',
      set(['c', 'y'], 3),
      'b: &b {x: 1}\nc:\n  <<: *b\n  y: 3\n',
    ],
    ['template in quotes', "a: '{{x}}-y'\n", set(['a'], 'z'), "a: 'z'\n"],
    ['JSON stays JSON', '{\n  "a": 1,\n  "b": "x"\n}\n', set(['a'], 'new'), '{\n  "a": "new",\n  "b": "x"\n}\n'],
  ])
})

describe('set a block text', () => {
  holds([
    ['literal', 'a: | # c\n  one\n  two\nb: 1\n', set(['a'], 'one\n2\n'), 'a: | # c\n  one\n  2\nb: 1\n'],
    ['final newline dropped', 'a: |\n  one\n', set(['a'], 'two'), 'a: |-\n  two\n'],
    ['folded', 'a: >-\n    one\n    two\n', set(['a'], 'x\ny'), 'a: >-\n    x\n\n    y\n'],
    ['in a list', '- |\n  one\n- b\n', set([0], 'x\n'), '- |\n  x\n- b\n'],
    ['by a number', 'a: | # c\n  one\n\nb: 1\n', set(['a'], 5), 'a: 5 # c\n\nb: 1\n'],
    ['CRLF', 'a: |\r\n  one\r\nb: 1\r\n', set(['a'], 'x\ny\n'), 'a: |\r\n  x\r\n  y\r\nb: 1\r\n'],
    ['new, under a new key', 'a: 1\n', set(['b'], 'x\ny\n'), 'a: 1\nb: |\n  x\n  y\n'],
    ['what a block cannot hold', 'a: |\n  one\n', set(['a'], ' x\u0007\n'), 'a: " x\\u0007\\n"\n'],
  ])
})

describe('set an equal value', () => {
  it.each([
    ['a: 10 # c\r\n', ['a'], 10],
    ["a: '10'\n", ['a'], '10'],
    ['a: {b: [1, 2]}\n', ['a'], { b: [1, 2] }],
    ['b: &b {x: 1}\nc: *b\nd:\n  <<: *b\n', ['c'], { x: 1 }],
    ['b: &b {x: 1}\nd:\n  <<: *b\n', ['d', 'x'], 1],
    ['a:\n', ['a'], null],
  ])('leaves %j as it is', (text, path, value) => {
    expect(editYaml(text, [set(path, value)])).toBe(text)
  })

  holds([
    ['of another type writes it', 'a: 10\n', set(['a'], '10'), 'a: "10"\n'],
    [
      'that YAML 1.1 reads otherwise writes it',
      'a: yes\nb: 0123\n',
      [set(['a'], 'yes'), set(['b'], 123)],
      'a: "yes"\nb: 123\n',
    ],
  ])
})

describe('set a mapping or list', () => {
  holds([
    [
      'instead of a scalar',
      'a: 5 # c\nb: 1\n',
      set(['a'], { x: 1, z: [1, { w: 2 }] }),
      'a: # c\n  x: 1\n  z:\n    - 1\n    - w: 2\nb: 1\n',
    ],
    ['instead of an item', 'a:\n- 1 # c\n- 2\n', set(['a', 0], { x: 1, z: 2 }), 'a:\n- x: 1\n  z: 2 # c\n- 2\n'],
    ['instead of an empty item', 'a:\n-\n- 2\n', set(['a', 0], { x: 1, z: 2 }), 'a:\n- x: 1\n  z: 2\n- 2\n'],
    [
      'indented as the file is',
      'a:\n    x: 1\n    l:\n    - 1\nb: 1\n',
      set(['b'], { k: [1] }),
      'a:\n    x: 1\n    l:\n    - 1\nb:\n    k:\n    - 1\n',
    ],
    [
      'member by member',
      'a:\n  # c1\n  x: 1\n  # c2\n  z: 2 # d\n',
      set(['a'], { x: 1, z: 3 }),
      'a:\n  # c1\n  x: 1\n  # c2\n  z: 3 # d\n',
    ],
    ['fewer members', 'a:\n  x: 1 # c\n  z: 2\n', set(['a'], { x: 1 }), 'a:\n  x: 1 # c\n'],
    ['list with an item less', 'a:\n- 1\n- 2\n- 3 # c\n', set(['a'], [1, 3]), 'a:\n- 1\n- 3 # c\n'],
    ['list with an item more', 'a:\n- 1\n- 3 # c\n', set(['a'], [1, 2, 3]), 'a:\n- 1\n- 2\n- 3 # c\n'],
    ['empty instead of filled', 'a: # c\n  x: 1\nb: 1\n', set(['a'], {}), 'a: {} # c\nb: 1\n'],
    ['list instead of a mapping', 'a:\n  x: 1\n# e\nb: 1\n', set(['a'], [1]), 'a:\n  - 1\n# e\nb: 1\n'],
    ['scalar instead of a mapping', 'a: # c\n  x: 1\n  z: 2\n# e\nb: 1\n', set(['a'], 3), 'a: 3 # c\n# e\nb: 1\n'],
    ['scalar instead of an item', 'a:\n- x: 1\n  z: 2\n- b\n', set(['a', 0], 3), 'a:\n- 3\n- b\n'],
    ['in a flow mapping', 'a: {b: 1}\n', set(['a', 'b'], { c: ['x'] }), 'a: {b: {c: [x]}}\n'],
  ])
})

describe('set what is missing', () => {
  holds([
    ['leaf', 'a:\n  b: 1\n\nc: 2\n', set(['a', 'x'], 'new'), 'a:\n  b: 1\n  x: new\n\nc: 2\n'],
    ['leaf, CRLF', 'a:\r\n  b: 1\r\n', set(['a', 'x'], 15), 'a:\r\n  b: 1\r\n  x: 15\r\n'],
    ['leaf, no final newline', 'a: 1', set(['b'], 2), 'a: 1\nb: 2'],
    [
      'leaf, above a comment at the end',
      'a:\n  b: 1 # c\n  # d: 2\n',
      set(['a', 'x'], 3),
      'a:\n  b: 1 # c\n  x: 3\n  # d: 2\n',
    ],
    [
      'leaf, after a nested end',
      'a:\n  b:\n    c: 1\nd: 1\n',
      set(['a', 'x'], 2),
      'a:\n  b:\n    c: 1\n  x: 2\nd: 1\n',
    ],
    ['leaf, after a block text', 'a: |\n  b\n\n# c\n', set(['x'], 2), 'a: |\n  b\nx: 2\n\n# c\n'],
    ['parents', 'a: 1\n', set(['b', 'c', 'd'], 2), 'a: 1\nb:\n  c:\n    d: 2\n'],
    ['parents with a list', 'a: 1\n', set(['b', 0, 'c'], 2), 'a: 1\nb:\n  - c: 2\n'],
    ['in an empty mapping', 'a: {} # c\n  # x: 1\nb: 1\n', set(['a', 'x'], 2), 'a: { x: 2 } # c\n  # x: 1\nb: 1\n'],
    ['in an empty list', 'a: [] # c\n', set(['a', 0], 'x'), 'a: [x] # c\n'],
    ['under an empty key', 'a: # c\n  # x: 1\nb: 1\n', set(['a', 'x'], 2), 'a: # c\n  x: 2\n  # x: 1\nb: 1\n'],
    ['under a null', 'a: ~ # c\n', set(['a', 'x'], 2), 'a: # c\n  x: 2\n'],
    [
      'in a flow mapping',
      'a: {b: 1}\nc: { d: 1 }\n',
      [set(['a', 'x'], 2), set(['c', 'x'], 'q')],
      'a: {b: 1, x: 2}\nc: { d: 1, x: q }\n',
    ],
    ['in JSON', '{\n  "a": 1\n}\n', set(['b', 'c'], 'x'), '{\n  "a": 1,\n  "b": { "c": "x" }\n}\n'],
    ['over a merged value', 'b: &b {x: 1}\nc:\n  <<: *b\n', set(['c', 'x'], 2), 'b: &b {x: 1}\nc:\n  <<: *b\n  x: 2\n'],
    ['a key that needs quotes', 'a: 1\n', set(['on'], 2), 'a: 1\n"on": 2\n'],
    ['__proto__', 'a: 1\n', set(['__proto__', 'x'], 2), 'a: 1\n__proto__:\n  x: 2\n'],
  ])
})

describe('a document without content', () => {
  const both = [set(['version'], '4562170'), set(['canary', 'trafficPercent'], 20)]
  const lines = 'version: "4562170"\ncanary:\n  trafficPercent: 20\n'
  holds([
    ['empty text', '', both, lines],
    ['only ---', '---\n', both, `---\n${lines}`],
    ['only --- without newline', '---', set(['a'], 1), '---\na: 1'],
    ['only comments', '# x\n\n# z\n\n', both, `# x\n\n# z\n${lines}\n`],
    ['only comments, CRLF', '# x\r\n', set(['a', 'b'], 1), '# x\r\na:\r\n  b: 1\r\n'],
    ['only a byte order mark', '\uFEFF', set(['a'], 1), '\uFEFFa: 1\n'],
    ['--- with comments', '--- # x\n# z\n', set(['a'], 1), '--- # x\n# z\na: 1\n'],
    ['null', 'null\n', set(['a'], 1), 'a: 1\n'],
    ['{}', '{}\n', set(['a'], 1), '{ a: 1 }\n'],
    ['between two others', 'a: 1\n---\n# c\n---\nb: 2\n', set(['x'], 3, 1), 'a: 1\n---\n# c\nx: 3\n---\nb: 2\n'],
  ])
})

describe('several documents', () => {
  const text = '# h\n---\nkind: A\nmetadata:\n  name: x\n---\n# none\n---\nkind: B\nmetadata: {name: x}\nv: 1\n---\n'
  const after = text.replace('v: 1', 'v: 2')
  it('by index', () => expect(editYaml(text, [set(['v'], 2, 2)])).toBe(after))
  it('by kind and name', () => expect(editYaml(text, [set(['v'], 2, { kind: 'B', name: 'x' })])).toBe(after))
  it('the only one with content needs no selector', () => {
    expect(editYaml('---\n# a\n---\nb: 1\n---\n', [set(['b'], 2)])).toBe('---\n# a\n---\nb: 2\n---\n')
  })
  it('the last line before a document end', () => {
    expect(editYaml('a: 1\n...\n---\nb: 1\n', [set(['c'], 2, 0)])).toBe('a: 1\nc: 2\n...\n---\nb: 1\n')
  })
})
