import { describe, expect, test } from 'vitest'
import { globsOf, readMetricFiles } from '../../action/metric-files.ts'
import { readPlots } from '../../action/plots.ts'
import { temporaryFolder } from './temporary-folder.ts'

const paths = async (files: Record<string, string>, entries: string[], kind: 'metrics' | 'params' = 'metrics') =>
  (await readMetricFiles(temporaryFolder(files), { entries, formats: {}, kind })).map(({ path }) => path)

const PIPELINE = `stages:
  train:
    cmd: python train.py
    params: [lr]
    metrics:
    - metrics.json:
        cache: false
    - later.json
    plots: [plots]
`

describe('the files of a configuration', () => {
  test('are those that match its globs, each once', async () => {
    expect(await paths({ 'a.json': '{}', 'b.json': '{}' }, ['a.json', '*.json'])).toEqual(['a.json', 'b.json'])
  })

  test('have the format of their entry, wherever it stands', async () => {
    const workspace = temporaryFolder({ 'a.dat': 'x', 'b.dat': 'y' })
    const wanted = { entries: ['*.dat', 'b.dat'], formats: { 'b.dat': 'csv' }, kind: 'metrics' } as const
    expect(await readMetricFiles(workspace, wanted)).toEqual([
      { path: 'a.dat', text: 'x' },
      { path: 'b.dat', text: 'y', format: 'csv' },
    ])
  })

  test('may be called like a method of objects', async () => {
    const workspace = temporaryFolder({ constructor: 'f1: 1' })
    const wanted = { entries: ['constructor'], formats: {}, kind: 'metrics' } as const
    expect(await readMetricFiles(workspace, wanted)).toEqual([{ path: 'constructor', text: 'f1: 1' }])
  })

  test('that are not there are asked for by name', async () => {
    await expect(paths({}, ['m.json'])).rejects.toThrow('No metrics file matches `m.json`')
  })
})

describe('a pipeline of DVC', () => {
  test('stands for the metrics that it declares and that were written', async () => {
    expect(await paths({ 'dvc.yaml': PIPELINE, 'metrics.json': '{}' }, ['dvc.yaml'])).toEqual(['metrics.json'])
  })

  test('stands for its parameters, params.yaml among them', async () => {
    const files = { 'dvc.yaml': PIPELINE, 'params.yaml': 'lr: 1', 'other.yaml': 'a: 1' }
    expect(await paths(files, ['dvc.yaml'], 'params')).toEqual(['params.yaml'])
  })

  test('is found beside its lock', async () => {
    const files = { 'm/dvc.yaml': PIPELINE, 'm/dvc.lock': 'schema: "2.0"', 'm/metrics.json': '{}' }
    expect(await paths(files, ['m/dvc.lock'])).toEqual(['m/metrics.json'])
  })

  test('may be one of several', async () => {
    const files = { 'a/dvc.yaml': PIPELINE, 'a/metrics.json': '{}', 'b/dvc.yaml': PIPELINE, 'b/metrics.json': '{}' }
    expect(await paths(files, ['*/dvc.yaml'])).toEqual(['a/metrics.json', 'b/metrics.json'])
  })

  test('may declare a folder', async () => {
    const workspace = temporaryFolder({ 'dvc.yaml': PIPELINE, 'plots/a/loss.csv': '', 'plots/roc.json': '' })
    expect(await globsOf('dvc.yaml', { workspace, kind: 'plots' })).toEqual(['plots/**/*'])
  })

  test('named for its metrics may declare nothing else, and parameters that only Python reads', async () => {
    const workspace = temporaryFolder({ 'dvc.yaml': 'metrics: [m.json]\nparams: [params.py]\n', 'params.py': 'lr = 1' })
    for (const kind of ['params', 'plots'] as const) {
      expect(await globsOf('dvc.yaml', { workspace, kind, isOptional: true })).toEqual([])
    }
    expect(await globsOf('dvc.lock', { workspace, kind: 'params', isOptional: true })).toEqual([])
  })

  test.each([
    [PIPELINE, 'Let the training write metrics.json'],
    ['stages: {}\n', 'Declare them under `metrics:`'],
  ])('without any file is a mistake: %#', async (pipeline, fix) => {
    await expect(paths({ 'dvc.yaml': pipeline }, ['dvc.yaml'])).rejects.toThrow(fix)
  })
})

describe('the plots of a pipeline', () => {
  const pipeline = `plots:
- roc.csv: { x: fpr, y: tpr }
- lift.csv: { x: share, y: lift }
- cm.csv: { x: actual, y: predicted, template: confusion }
- gone.csv
`
  const files = {
    'dvc.yaml': pipeline,
    'roc.csv': 'fpr,tpr\n0,0\n0.2,0.7\n1,1\n',
    'lift.csv': 'share,lift\n0.1,3\n0.2,2\n',
    'cm.csv': 'actual,predicted\ncat,cat\ndog,cat\n',
  }

  test('are drawn over the axes that it names', async () => {
    const { values, notes } = await readPlots({ plots: ['dvc.yaml'] }, temporaryFolder(files))
    expect(notes).toEqual([])
    expect(values.rocs.map(({ file }) => file)).toEqual(['roc.csv'])
    expect(values.matrices.map(({ file }) => file)).toEqual(['cm.csv'])
    expect(values.curves).toMatchObject([{ file: 'lift.csv', name: 'lift', stepName: 'share' }])
  })

  test('that it does not declare are missed only where they were asked for', async () => {
    const workspace = temporaryFolder({ 'dvc.yaml': 'metrics: [m.json]\n' })
    expect((await readPlots({ plots: ['dvc.yaml'], alongside: ['plots'] }, workspace)).notes).toEqual([])
    expect((await readPlots({ plots: ['dvc.yaml'] }, workspace)).notes).toHaveLength(1)
  })
})
