import { describe, expect, test } from 'vitest'
import { type LoggedValue, runFindings } from '../../src/metrics/mlflow.ts'
import { parseStoredRun, runInStore } from '../../src/metrics/mlflow-store.ts'

const SHA = 'a'.repeat(40)

describe('a run', () => {
  const points = (...values: number[]): LoggedValue[] =>
    values.map((value, step) => ({ value, step, timestamp: 1000 + step }))
  const found = (history: Record<string, LoggedValue[]>, params: Record<string, string> = {}) =>
    runFindings({ history: new Map(Object.entries(history)), params: new Map(Object.entries(params)) }, 'mlruns')
  const metrics = (history: Record<string, LoggedValue[]>) =>
    found(history).metrics.map(({ name, value }) => [name, value.kind === 'number' ? value.value : value.text])

  test('has the last value of each metric, and the best of several', () => {
    expect(metrics({ f1: points(0.9), 'val/loss': points(0.5, 0.2, 0.3), lr: points(1, 2) })).toEqual([
      ['f1', 0.9],
      ['val/loss', 0.3],
      ['val/loss.best', 0.2],
      ['lr', 2],
    ])
  })

  test('counts the highest step as last, whenever it was logged', () => {
    expect(metrics({ x: points(1, 2, 3).reverse() })[0]).toEqual(['x', 3])
  })

  test('has curves of metrics with several steps', () => {
    const { curves } = found({ f1: points(0.9), loss: points(0.5, Number.NaN, 0.3) })
    expect(curves).toEqual([
      {
        file: 'mlruns',
        name: 'loss',
        stepName: 'step',
        points: [
          { step: 0, value: 0.5 },
          { step: 2, value: 0.3 },
        ],
        gaps: [{ what: 'NaN', from: 1, to: 1 }],
      },
    ])
  })

  test('shows NaN and infinities, also as SQL stores keep them', () => {
    expect(
      metrics({ a: points(Number.NaN), b: points(Number.POSITIVE_INFINITY), c: points(-Number.MAX_VALUE) }),
    ).toEqual([
      ['a', 'NaN'],
      ['b', 'Infinity'],
      ['c', '-Infinity'],
    ])
  })

  test('has its parameters, numbers as numbers', () => {
    expect(found({}, { lr: '0.1', layers: '[1, 2]' }).params).toEqual([
      { file: 'mlruns', name: 'lr', value: { kind: 'number', value: 0.1 } },
      { file: 'mlruns', name: 'layers', value: { kind: 'text', text: '[1, 2]' } },
    ])
  })
})

describe('a folder of runs', () => {
  const store = { kind: 'store', path: 'mlruns' } as const
  const experiment = (id: string, name: string, stage = 'active') => ({
    path: `mlruns/${id}/meta.yaml`,
    text: `artifact_location: file:///x\nexperiment_id: '${id}'\nlifecycle_stage: ${stage}\nname: ${name}\n`,
  })
  const run = (id: string, start: number, stage = 'active') => ({
    path: `mlruns/${id}/meta.yaml`,
    text: `run_id: ${id.split('/')[1]}\nlifecycle_stage: ${stage}\nstart_time: ${start}\nstatus: 3\n`,
  })
  const tag = (id: string, sha: string) => ({
    path: `mlruns/${id}/tags/mlflow.source.git.commit`,
    text: sha,
  })
  const files = [
    experiment('1', 'iris'),
    experiment('2', 'wine'),
    run('1/old', 100),
    run('1/new', 200),
    run('1/gone', 300, 'deleted'),
    run('2/other', 250),
  ]

  test('gives the latest run that was not deleted', () => {
    expect(runInStore(files, store, [])).toBe('mlruns/2/other')
  })

  test('gives the latest run of an experiment', () => {
    expect(runInStore(files, { ...store, experiment: 'iris' }, [])).toBe('mlruns/1/new')
  })

  test('gives the run of the commit before a later one', () => {
    expect(runInStore([...files, tag('1/old', `${SHA}\n`)], store, [SHA])).toBe('mlruns/1/old')
  })

  describe('that are nested', () => {
    const inside = (id: string, parent: string) => ({ path: `mlruns/${id}/tags/mlflow.parentRunId`, text: parent })
    const nested = [...files, run('1/try', 400), inside('1/try', 'new'), run('1/fold', 500), inside('1/fold', 'try')]

    test('gives the outermost', () => {
      expect(runInStore(nested, store, [])).toBe('mlruns/1/new')
    })

    test('gives an inner one that is asked for', () => {
      expect(runInStore(nested, { ...store, runId: 'try' }, [])).toBe('mlruns/1/try')
    })

    test('ends when they are a ring', () => {
      expect(runInStore([...nested, inside('1/new', 'fold')], store, [])).toMatch(/^mlruns\/1\//)
    })
  })

  test('gives the run that is asked for', () => {
    expect(runInStore(files, { ...store, runId: 'old' }, [])).toBe('mlruns/1/old')
  })

  test('leaves out a deleted experiment', () => {
    expect(
      runInStore([experiment('1', 'iris', 'deleted'), run('1/a', 1), ...files.slice(1, 2), run('2/b', 0)], store, []),
    ).toBe('mlruns/2/b')
  })

  test.each([
    ['nothing', [], {}, 'no run of MLflow'],
    ['another experiment', files, { experiment: 'none' }, 'experiment `none`'],
    ['another run', files, { runId: 'gone' }, 'no run `gone`'],
  ])('with %s is refused', (_, content, wanted, what) => {
    expect(() => runInStore(content, { ...store, ...wanted }, [])).toThrow(what)
  })
})

describe('the files of a run', () => {
  const file = (path: string, text: string) => ({ path: `mlruns/1/r/${path}`, text })
  const parse = (...files: { path: string; text: string }[]) => parseStoredRun(files, 'mlruns/1/r')

  test('hold lines of timestamp, value and step', () => {
    const { history, params } = parse(
      file('metrics/val/loss', '1795249647864 0.5 0\n1795249647865 1e-3 1\n'),
      file('metrics/acc', '1795249647866 nan 0\n'),
      file('metrics/top', '1795249647866 -inf 0 test 1234abcd\n'),
      file('params/lr', '0.1'),
      file('tags/mlflow.user', 'root'),
    )
    expect(history.get('val/loss')).toEqual([
      { value: 0.5, step: 0, timestamp: 1795249647864 },
      { value: 0.001, step: 1, timestamp: 1795249647865 },
    ])
    expect(history.get('acc')?.[0]?.value).toBeNaN()
    expect(history.get('top')?.[0]?.value).toBe(Number.NEGATIVE_INFINITY)
    expect([...params]).toEqual([['lr', '0.1']])
  })

  test('without a value in them are no metrics', () => {
    expect(parse(file('metrics/acc', '\n')).history.size).toBe(0)
  })

  test('with another line are refused there', () => {
    expect(() => parse(file('metrics/acc', '1 0.5 0\naccuracy 0.9\n'))).toThrow('mlruns/1/r/metrics/acc:2')
  })
})
