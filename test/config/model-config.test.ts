import { describe, expect, it } from 'vitest'
import { concernsModel, type ModelSettings, parseModelConfig } from '../../src/config/model-config.ts'
import { complaintOf } from './complaints.ts'

const FILE = '.github/serin.yml'
const parse = (text: string) => parseModelConfig(text, FILE)
/** A file with one model, its settings indented by four. */
const withModel = (...lines: string[]) => `models:\n  iris:\n${lines.map((line) => `    ${line}\n`).join('')}`

describe('parseModelConfig', () => {
  it('reads everything a model can say', () => {
    const text = `gitops: acme/mlops-gitops
models:
  jukebox:
    paths: [jukebox/**]
    train: dvc repro
    metrics: [metrics.json]
    params: [params.yaml]
    predictions: predictions.csv
    plots: [plots/*.csv, confusion.png]
    report: report.md
    gates:
      accuracy: { min: 0.90, max-regression: 0.005 }
      rmse: { better: lower, max-regression: 2% }
      "slices.*.f1": { min: 0.80, max: 1 }
`
    expect(parse(text)).toEqual({
      gitops: 'acme/mlops-gitops',
      models: {
        jukebox: {
          name: 'jukebox',
          paths: ['jukebox/**'],
          train: 'dvc repro',
          metrics: ['metrics.json'],
          params: ['params.yaml'],
          predictions: 'predictions.csv',
          plots: ['plots/*.csv', 'confusion.png'],
          report: 'report.md',
          gates: [
            { metric: 'accuracy', min: 0.9, maxRegression: { amount: 0.005, unit: 'absolute' } },
            { metric: 'rmse', better: 'lower', maxRegression: { amount: 2, unit: 'percent' } },
            { metric: 'slices.*.f1', min: 0.8, max: 1 },
          ],
        },
      },
    })
  })

  it('leaves out what a model does not say', () => {
    expect(parse('models:\n  iris: {}\n')).toEqual({
      models: { iris: { name: 'iris', paths: [], metrics: [], params: [], gates: [] } },
    })
  })

  it('reads the format of metrics files and the runs of MLflow', () => {
    const text = withModel(
      'metrics:',
      '  - metrics.json',
      '  - { path: "out/*.dat", format: csv }',
      '  - path: scores.txt',
      '  - mlruns',
      '  - mlflow: { path: runs, experiment: iris }',
      '  - mlflow: { tracking-uri: "https://mlflow.example.org/", experiment: iris }',
      '  - mlflow: { tracking-uri: "http://mlflow:5000", run-id: abc }',
    )
    expect(parse(text).models.iris).toMatchObject({
      metrics: ['metrics.json', 'out/*.dat', 'scores.txt'],
      metricFormats: { 'out/*.dat': 'csv' },
      mlflow: [
        { kind: 'store', path: 'mlruns' },
        { kind: 'store', path: 'runs', experiment: 'iris' },
        {
          kind: 'server',
          trackingUri: 'https://mlflow.example.org',
          wanted: { kind: 'experiment', experiment: 'iris' },
        },
        { kind: 'server', trackingUri: 'http://mlflow:5000', wanted: { kind: 'run', runId: 'abc' } },
      ],
    })
  })

  it('takes gates on the metrics of a run of MLflow', () => {
    expect(parse(withModel('metrics: [mlruns]', 'gates: { f1: { min: 0.5 } }')).models.iris?.gates).toHaveLength(1)
  })

  it('takes "." for this repository', () => {
    expect(parse(`gitops: .\n${withModel('train: make')}`).gitops).toBe('.')
  })

  it('keeps words that older YAML takes for true and false', () => {
    expect(Object.keys(parse('models: { on: {}, no: {}, y: {} }').models)).toEqual(['on', 'no', 'y'])
  })

  it('finds no model that is only in the prototype of objects', () => {
    expect(parse(withModel('train: make')).models.constructor).toBeUndefined()
  })

  it('takes a model called constructor', () => {
    expect(parse('models: { constructor: {} }').models.constructor?.name).toBe('constructor')
  })

  it('keeps a command of several lines', () => {
    expect(parse(withModel('train: |', '  make data', '  make model')).models.iris?.train).toBe(
      'make data\nmake model\n',
    )
  })
})

describe('a wrong file', () => {
  const wrong: [string, string, { line?: number; column?: number; key?: string }, string | RegExp][] = [
    ['nothing', '', {}, /empty.*models/],
    ['only a comment', '# soon\n', {}, /empty/],
    ['two documents', 'models: {a: {}}\n---\nmodels: {}\n', { line: 3 }, /more than one/],
    ['a list', '- iris\n', { line: 1, column: 1 }, /a list stands where a mapping/],
    ['no models', 'gitops: acme/x\n', { line: 1, key: 'models' }, /missing/],
    ['an empty models', 'models:\n', { line: 1, key: 'models' }, /nothing stands where/],
    ['no model in models', 'models: {}\n', { line: 1, key: 'models' }, /no model is listed/],
    ['bad YAML', 'models: [\n', { line: 2 }, /./],
    ['a key twice', 'models:\n  a: {}\n  a: {}\n', { line: 3, column: 3 }, /twice/],
    [
      'an unknown key',
      withModel('metrcs: [m.json]'),
      { line: 3, column: 5, key: 'models.iris.metrcs' },
      /Did you mean "metrics"/,
    ],
    ['an unknown key at the top', 'model: {}\nmodels: {a: {}}\n', { line: 1, key: 'model' }, /Did you mean "models"/],
    [
      'a key of a later day',
      withModel('evidence: {}'),
      { line: 3, key: 'models.iris.evidence' },
      /known here are paths, train/,
    ],
    [
      'a key in camel case',
      withModel('metrics: [m]', 'gates: { f1: { maxRegression: 1 } }'),
      { line: 4, key: 'models.iris.gates.f1.maxRegression' },
      /"max-regression"/,
    ],
    [
      'a URL',
      'gitops: https://github.com/acme/ops.git\nmodels: {a: {}}\n',
      { line: 1, key: 'gitops' },
      /Write "acme\/ops"/,
    ],
    ['a repository without an owner', 'gitops: ops\nmodels: {a: {}}\n', { line: 1, key: 'gitops' }, /owner\/name/],
    ['a model without a name', 'models: { "": {} }\n', { line: 1, key: 'models.' }, /not a name/],
    ['a number for a name', 'models:\n  123: {}\n', { line: 2, column: 3, key: 'models.123' }, /no letter/],
    ['another number for a name', 'models:\n  1.0: {}\n', { line: 2, key: 'models.1.0' }, /no letter/],
    ['a capital in a name', 'models:\n  Iris: {}\n', { line: 2, key: 'models.Iris' }, /a-z, 0-9/],
    ['a name with a slash', 'models:\n  a/b: {}\n', { line: 2, key: 'models.a/b' }, /not a name/],
    ['a name that no branch can have', 'models:\n  a..b: {}\n', { line: 2 }, /branch/],
    [
      'a text for a list',
      withModel('metrics: metrics.json'),
      { line: 3, key: 'models.iris.metrics' },
      'Write [metrics.json].',
    ],
    ['an empty list', withModel('metrics: []'), { line: 3 }, /leave the key out/],
    [
      'a number in a list',
      withModel('metrics: [a.json, 7]'),
      { line: 3, column: 23, key: 'models.iris.metrics[1]' },
      /for example metrics.json/,
    ],
    ['a boolean command', withModel('train: true'), { line: 3, key: 'models.iris.train' }, /the boolean true.*quotes/],
    ['an empty command', withModel('train: ""'), { line: 3 }, /empty/],
    [
      'an engine of a later day',
      withModel('train: { kubeflow: {} }'),
      { line: 3, key: 'models.iris.train' },
      /a mapping stands where a text/,
    ],
    [
      'a path out of the repository',
      withModel('metrics: [../m.json]'),
      { line: 3, key: 'models.iris.metrics[0]' },
      /without "\.\."/,
    ],
    ['an absolute path', withModel('params: [/etc/passwd]'), { line: 3 }, /absolute/],
    ["git's own folder", withModel('params: [.git/config]'), { line: 3 }, /git's own/],
    ['a backslash', withModel('paths: ["a\\\\b"]'), { line: 3 }, /backslash/],
    ['a negated path', withModel('paths: ["!docs/**"]'), { line: 3 }, /negated/],
    [
      'gates without metrics',
      withModel('gates: { f1: { min: 1 } }'),
      { line: 3, key: 'models.iris.gates' },
      /Add "metrics:"/,
    ],
    [
      'a format that does not exist',
      withModel('metrics: [{ path: a.dat, format: cvs }]'),
      { line: 3 },
      /Did you mean "csv"/,
    ],
    [
      'a metrics entry with a wrong key',
      withModel('metrics:', '  - { pth: a.json, format: json }'),
      { line: 4, key: 'models.iris.metrics[0].path' },
      /the key is missing[\s\S]*Did you mean "path"/,
    ],
    [
      'a bad path of a metrics entry',
      withModel('metrics: [{ path: ../a.json, format: json }]'),
      { line: 3, key: 'models.iris.metrics[0].path' },
      /without "\.\."/,
    ],
    [
      'a list in metrics',
      withModel('metrics: [[a.json]]'),
      { line: 3, key: 'models.iris.metrics[0]' },
      /a list stands where a text/,
    ],
    [
      'a run of MLflow without a place',
      withModel('metrics: [{ mlflow: { experiment: iris } }]'),
      { line: 3, key: 'models.iris.metrics[0].mlflow' },
      /tracking-uri.*path/,
    ],
    [
      'a run of MLflow in two places',
      withModel('metrics: [{ mlflow: { path: mlruns, tracking-uri: "http://a" } }]'),
      { line: 3 },
      /one place/,
    ],
    [
      'a server without a run',
      withModel('metrics: [{ mlflow: { tracking-uri: "http://a" } }]'),
      { line: 3 },
      /which run/,
    ],
    [
      'a wrong key for MLflow',
      withModel('metrics: [{ mlflow: { tracking-url: "http://a", experiment: a } }]'),
      { line: 3, key: 'models.iris.metrics[0].mlflow' },
      /Did you mean "tracking-uri"/,
    ],
    [
      'a database of MLflow',
      withModel('metrics: [{ mlflow: { tracking-uri: "sqlite:///m.db", experiment: a } }]'),
      { line: 3, key: 'models.iris.metrics[0].mlflow.tracking-uri' },
      /http:\/\//,
    ],
    [
      'a password in an address',
      withModel('metrics: [{ mlflow: { tracking-uri: "https://u:p@a", experiment: a } }]'),
      { line: 3 },
      /MLFLOW_TRACKING_PASSWORD/,
    ],
    ['a folder of predictions', withModel('predictions: out/'), { line: 3 }, /folder/],
    ['a report outside the repository', withModel('report: ../report.md'), { line: 3 }, /leads out of its folder/],
    ['a list of reports', withModel('report: [report.md]'), { line: 3 }, /report/],
  ]

  it.each(wrong)('is refused in its place: %s', (_, text, place, message) => {
    const error = complaintOf(() => parse(text))
    expect(error.place).toMatchObject({ file: FILE, ...place })
    expect(error.message).toMatch(message)
  })

  it('has all its problems listed in the order of the file', () => {
    const error = complaintOf(() =>
      parse('gitops: ops\nmodels:\n  Iris: {}\n  b:\n    metrcs: [x]\n    gates: { f1: { min: high } }\n'),
    )
    expect(error.place).toEqual({ file: FILE, line: 1, column: 1, key: 'gitops' })
    expect(error.what.split('\n').map((line) => line.slice(0, 40))).toEqual([
      '4 problems:',
      expect.stringMatching(/^- 1:1 \(gitops\) "ops"/),
      expect.stringMatching(/^- 3:3 \(models.Iris\) "Iris"/),
      expect.stringMatching(/^- 5:5 \(models.b.metrcs\) "metrcs"/),
      expect.stringMatching(/^- 6:20 \(models.b.gates.f1.min\)/),
    ])
  })

  it('has each unknown key reported, not only the first', () => {
    expect(complaintOf(() => parse(withModel('trian: make', 'metrcs: [m]'))).what).toMatch(
      /2 problems:.*\n.*"train".*\n.*"metrics"/,
    )
  })
})

describe('a wrong gate', () => {
  const gate = (rule: string) => () => parse(withModel('metrics: [m.json]', `gates: { accuracy: ${rule} }`))

  it.each([
    ['0.9', '', /a mapping of keys.*min/],
    ['{}', '', /asks for nothing/],
    ['{ min: "0.9" }', '.min', /bare number/],
    ['{ min: .nan }', '.min', /NaN/],
    ['{ max: .inf }', '.max', /Infinity/],
    ['{ min: 2, max: 1 }', '.min', /at least 2 and at most 1/],
    ['{ max-regression: -0.1 }', '.max-regression', /negative/],
    ['{ max-regression: -2% }', '.max-regression', /not an amount/],
    ['{ max-regression: 2 % }', '.max-regression', /not an amount/],
    ['{ max-regression: "0.005" }', '.max-regression', /bare number/],
    ['{ max-regression: .nan }', '.max-regression', /not an amount/],
    ['{ max-regression: [1] }', '.max-regression', /not an amount/],
    ['{ better: high }', '.better', /Did you mean "higher"/],
    ['{ better: yes }', '.better', /higher, lower/],
    ['{ max-regression: 1, when-unclear: warning }', '.when-unclear', /pass, warn, fail/],
    ['{ min: 1, when-unclear: fail }', '.when-unclear', /only "max-regression" can be unclear/],
  ])('is refused: %s', (rule, key, message) => {
    const error = complaintOf(gate(rule))
    expect(error.place).toMatchObject({ line: 4, key: `models.iris.gates.accuracy${key}` })
    expect(error.message).toMatch(message)
  })

  it('is not one that only tells the direction', () => {
    expect(gate('{ better: lower }')().models.iris?.gates).toEqual([{ metric: 'accuracy', better: 'lower' }])
  })
})

describe('when-unclear', () => {
  const rules = (...keys: string[]) =>
    parse(withModel('metrics: [m.json]', ...keys)).models.iris?.gates.map(({ metric, whenUnclear }) => [
      metric,
      whenUnclear,
    ])

  it('of a rule is its own', () => {
    expect(rules('gates: { f1: { max-regression: 1%, when-unclear: fail }, a: { max-regression: 1% } }')).toEqual([
      ['f1', 'fail'],
      ['a', undefined],
    ])
  })

  it('of a model is that of every rule that has none', () => {
    const gates = 'gates: { f1: { max-regression: 1%, when-unclear: fail }, a: { max-regression: 1% }, b: { min: 1 } }'
    expect(rules('when-unclear: pass', gates)).toEqual([
      ['f1', 'fail'],
      ['a', 'pass'],
      ['b', undefined],
    ])
  })

  it('of a model must be one of three words', () => {
    const error = complaintOf(() => parse(withModel('when-unclear: block')))
    expect(error.place).toMatchObject({ line: 3, key: 'models.iris.when-unclear' })
    expect(error.message).toMatch(/pass, warn, fail/)
  })
})

describe('concernsModel', () => {
  const model = (paths: string[]): ModelSettings => ({ name: 'm', paths, metrics: [], params: [], gates: [] })

  it.each([
    [['iris/**'], 'iris/train.py', true],
    [['iris/**'], 'iris/.dvc/config', true],
    [['iris/**'], 'jukebox/train.py', false],
    [['iris'], 'iris/a/b.py', true],
    [['iris/'], 'iris/a/b.py', true],
    [['iris'], 'iris2/a.py', false],
    [['*.py'], 'train.py', true],
    [['*.py'], 'src/train.py', false],
    [['docs/**', 'data/*.csv'], 'data/x.csv', true],
    [['{a,b}/*.json'], 'b/m.json', true],
  ])('%j and %s: %s', (paths, file, expected) => {
    expect(concernsModel(model(paths), ['README.md', file])).toBe(expected)
  })

  it('is concerned by every change without paths', () => {
    expect(concernsModel(model([]), ['README.md'])).toBe(true)
  })

  it('is not concerned when nothing changed', () => {
    expect(concernsModel(model(['iris/**']), [])).toBe(false)
  })
})

describe('a pipeline of DVC under metrics', () => {
  const settings = (lines: string) => parseModelConfig(`models: { iris: ${lines} }\n`, 'serin.yml').models.iris

  it.each([
    ['{ metrics: [m/dvc.yaml, x.json] }', ['m/dvc.yaml'], ['m/dvc.yaml'], ['params', 'plots']],
    ['{ metrics: [dvc.lock], params: [p.yaml] }', ['p.yaml'], ['dvc.lock'], ['plots']],
    ['{ metrics: [dvc.yaml], plots: [p.csv] }', ['dvc.yaml'], ['p.csv'], ['params']],
    ['{ metrics: [dvc.yaml], params: [p.yaml], plots: [p.csv] }', ['p.yaml'], ['p.csv'], undefined],
    ['{ metrics: [m.json] }', [], undefined, undefined],
  ])('%s: brings what is not configured itself', (lines, params, plots, alongside) => {
    const found = settings(lines)
    expect([found?.params, found?.plots, found?.alongside]).toEqual([params, plots, alongside])
  })
})
