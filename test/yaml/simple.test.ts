import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readYaml } from '../../src/yaml/read.ts'
import { readSimpleYaml } from '../../src/yaml/simple.ts'

const whole = (text: string) => readYaml(text, { file: 'x.yaml' }).documents[0]?.value

test.each([
  'metrics:\n  - m.json\n  - out/n.json\n',
  'metrics:\n- m.json\n- n.json\nparams: []\n'.replace('params: []\n', 'params:\n- p.yaml\n'),
  '# all\nstages:\n  train:\n    cmd: python src/train.py --epochs 3 -o out\n    deps:\n      - data.csv\n    metrics:\n      - m.json:\n          cache: false\n    wdir: ..\n',
  'schema: "2.0"\nstages:\n  a:\n    cmd: cp x y\n    outs:\n    - path: m.json\n      hash: md5\n      md5: 3f2a0bc1d2e3f4a5b6c7d8e9f0a1b2c3\n      size: 20\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of dvc.yaml
  'a: \'it\'\nb: "x: y # z"\nc: ${item}_x\nd:\ne: 1.50\nf: -3\n',
  'a:\n  b:\n    c: x\n  d: w\ne: z\n',
  '- a: 1\n  b: 2\n-   c: 3\n    d: x:y\n',
])('%j is read', (text) => {
  expect(readSimpleYaml(text)?.value).toEqual(whole(text))
})

test.each([
  '',
  '# nothing\n',
  'just text\n',
  'a: {b: 1}\n',
  'a: [1]\n',
  'a: |\n  text\n',
  'a: &x 1\nb: *x\n',
  'a: !!str 1\n',
  'a: 1 # why\n',
  'a: yes\n',
  'a: 0x1f\n',
  'a: 1e3\n',
  'a: .5\n',
  'a: ~\n',
  'a: null\n',
  'a: 2020-01-01\n',
  'a: "x\\n"\n',
  "a: 'it''s'\n",
  'a: b: c\n',
  'a: x\n  y\n',
  'a: x\n  b: y\n',
  '- a\n  b\n',
  'a: 1\na: 2\n',
  'a:\n    b: 1\n  c: 2\n',
  'a:\n\t- b\n',
  'a: é\n',
  '---\na: 1\n',
  '<<: x\n',
  '? a\n: b\n',
  '- - a\n',
  '-\n  a: 1\n',
  'a:b\n',
  '__proto__: 1\n',
  '1: a\n',
  'a: 12e34\n',
  'a: 123e4567\n',
  'a: -\n',
  'a: @x\n',
  'a: x: \n',
])('%j is left to the whole parser', (text) => {
  expect(readSimpleYaml(text)).toBeUndefined()
})

/** Deterministic lines, most of them YAML. */
function* texts(): Generator<string> {
  let state = 3
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 9) % below
  }
  const pick = (items: readonly string[]) => items[random(items.length)] ?? ''
  const keys = ['a', 'b', 'metrics', 'm.json', 'x-1', '_y', 'no', './p', 'A/b']
  const values = [
    'x',
    '1',
    '-2.50',
    '0',
    '-0',
    '007',
    'true',
    'off',
    'a b',
    'x:y',
    "'q'",
    '"r"',
    '1.',
    '...',
    '-x',
    '.',
    '0a',
    '1_0',
    'a#b',
    'é',
    '3f2a',
    '12e3',
    '~x',
    'a,b]',
    '$x',
    '.5a',
    'Null',
    '1:2',
    '',
    'x ',
    '%y',
    'b}',
  ]
  for (let n = 0; n < 20_000; n += 1) {
    const lines = Array.from({ length: 1 + random(5) }, () => {
      const indent = ' '.repeat(pick(['', '', '1', '2', '2', '4']) === '' ? 0 : random(5))
      return `${indent}${pick(['', '', '- ', '-  '])}${pick(['', `${pick(keys)}: `, `${pick(keys)}:`])}${pick(['', pick(values)])}`
    })
    yield `${lines.join('\n')}\n`
  }
}

function wholeOrFails(text: string): unknown {
  try {
    return { value: whole(text) }
  } catch {
    return 'fails'
  }
}

test('of 20,000 texts it gives what the whole parser gives, or leaves them', () => {
  let read = 0
  for (const text of texts()) {
    const simple = readSimpleYaml(text)
    if (simple === undefined) continue
    read += 1
    expect(simple, JSON.stringify(text)).toEqual(wholeOrFails(text))
  }
  expect(read).toBeGreaterThan(1_000)
})

test('what is usual in a pipeline is read', () => {
  const pipeline = {
    stages: {
      train: {
        cmd: 'python train.py',
        deps: ['a.py'],
        params: ['lr', 'epochs'],
        metrics: [{ 'm.json': { cache: false } }],
      },
    },
    metrics: ['m.json'],
    plots: ['p.csv'],
  }
  expect(readSimpleYaml(stringify(pipeline))?.value).toEqual(pipeline)
})
