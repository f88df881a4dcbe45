// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the templates of DVC
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { dvcFileOf, dvcFiles } from '../../src/metrics/dvc.ts'

const declared = (text: string, file = 'dvc.yaml') => dvcFiles(text, file)

describe('a dvc.yaml', () => {
  const pipeline = `stages:
  train:
    cmd: python train.py
    deps: [train.py]
    params:
    - lr
    - model.layers
    - other.yaml:
      - seed
    - whole.toml:
    outs: [model.pkl]
    metrics:
    - metrics.json:
        cache: false
    - eval/scores.yaml
    plots:
    - loss.csv:
        x: epoch
    - images
  report:
    cmd: python report.py
    wdir: reports
    metrics:
    - summary.json:
        cache: false
metrics:
- dvclive/metrics.json
- metrics.json
params:
- more.yaml
plots:
- roc.json:
    x: fpr
    y: tpr
- together:
    x: step
    y:
      dvclive/train.tsv: loss
      dvclive/test.tsv: [loss, acc]
- confusion.png
`

  test('declares metrics in its stages and at its top level, each once', () => {
    expect(declared(pipeline).metrics).toEqual([
      'metrics.json',
      'eval/scores.yaml',
      'reports/summary.json',
      'dvclive/metrics.json',
    ])
  })

  test('declares files of parameters, and params.yaml without a word', () => {
    expect(declared(pipeline).params).toEqual(['params.yaml', 'other.yaml', 'whole.toml', 'more.yaml'])
    expect(declared('stages: {}\n').params).toEqual(['params.yaml'])
  })

  test('declares plots by path, or by an id with files of its axes', () => {
    expect(declared(pipeline).plots).toEqual([
      'loss.csv',
      'images',
      'roc.json',
      'dvclive/train.tsv',
      'dvclive/test.tsv',
      'confusion.png',
    ])
  })

  test('in a folder declares paths from there', () => {
    const text = 'stages:\n  a:\n    cmd: x\n    wdir: sub\n    metrics: [m.json, ../../shared.json]\n'
    expect(declared(text, 'models/iris/dvc.yaml').metrics).toEqual(['models/iris/sub/m.json', 'models/shared.json'])
  })

  test.each([
    ['nothing', ''],
    ['another file', '- 1\n'],
    ['no stages', 'stages:\n'],
    ['stages of another kind', 'stages: [a]\nmetrics: 3\n'],
  ])('with %s declares no metrics', (_, text) => {
    expect(declared(text).metrics).toEqual([])
  })

  test.each(['../m.json', '/etc/passwd', 's3://bucket/m.json', 'a/../../m.json'])('must not declare %s', (path) => {
    expect(() => declared(`metrics: ["${path}"]\n`)).toThrow(UserError)
  })
})

describe('templates', () => {
  const stage = (repeat: string, path: string) => `stages:
  train:
${repeat}
    do:
      cmd: x
      metrics: ["${path}"]
`

  test.each([
    ['a list', '    foreach: [svm, tree]', 'm/${item}.json', ['m/svm.json', 'm/tree.json']],
    ['a list of mappings', '    foreach: [{n: a}, {n: b}]', '${item.n}.json', ['a.json', 'b.json']],
    ['a mapping', '    foreach: {us: {t: 1}, eu: {t: 2}}', '${key}/${item.t}.json', ['us/1.json', 'eu/2.json']],
    ['another template', '    foreach: ${models}', 'm/${item}.json', ['m/*.json']],
  ])('foreach over %s', (_, repeat, path, expected) => {
    expect(declared(stage(repeat, path)).metrics).toEqual(expected)
  })

  test('matrix makes every combination', () => {
    const text = `stages:
  train:
    matrix: {model: [a, b], seed: [1, 2]}
    cmd: x
    metrics: ["\${item.model}-\${item.seed}.json"]
`
    expect(declared(text).metrics).toEqual(['a-1.json', 'a-2.json', 'b-1.json', 'b-2.json'])
  })

  test('vars that are written in the file are filled in; others are any file', () => {
    const text = 'vars: [{out: {dir: results}}, params.yaml]\nmetrics: ["${out.dir}/m.json", "${unknown}/m.json"]\n'
    expect(declared(text).metrics).toEqual(['results/m.json', '*/m.json'])
  })

  test('a matrix that multiplies without end is not spelled out', () => {
    const axis = `[${Array.from({ length: 200 }, (_, index) => index).join(',')}]`
    const text = `stages:
  a:
    matrix: {a: ${axis}, b: ${axis}, c: ${axis}}
    cmd: x
    metrics: ["\${item.a}-\${item.b}.json"]
`
    expect(declared(text).metrics).toHaveLength(200)
  })
})

test.each([
  ['dvc.yaml', 'metrics', 'dvc.yaml'],
  ['a/dvc.yaml', 'params', 'a/dvc.yaml'],
  ['**/dvc.yaml', 'metrics', '**/dvc.yaml'],
  ['a/dvc.lock', 'metrics', 'a/dvc.yaml'],
  ['dvc.lock', 'params', undefined],
  ['my-dvc.yaml', 'metrics', undefined],
] as const)('%s under %s stands for what %s declares', (entry, kind, file) => {
  expect(dvcFileOf(entry, kind)).toBe(file)
})
