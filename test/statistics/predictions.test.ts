import { describe, expect, test } from 'vitest'
import { parsePredictions } from '../../src/statistics/predictions.ts'
import { binaryAnswers, compareRows, compareTexts, csv, measures, rowOf, without } from './sample.ts'

const parse = (text: string) => parsePredictions(text, 'p.csv')
const GOOD = 'id,label,prediction\na,1,1\nb,0,1\n'

describe('a file of predictions', () => {
  test.each([
    ['commas', GOOD],
    ['tabs', GOOD.replaceAll(',', '\t')],
    ['semicolons', GOOD.replaceAll(',', ';')],
    ['Windows line ends and a byte order mark', `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`],
    ['quotes', '"id","label","prediction"\n"a","1","1"\nb,0,"1"\n'],
    ['another order', 'prediction,id,label\n1,a,1\n1,b,0\n'],
    ['the names of scikit-learn', 'id,y_true,y_pred\na,1,1\nb,0,1\n'],
    ['a data frame’s index', ',id,label,prediction\n0,a,1,1\n1,b,0,1\n'],
    ['JSON lines', '{"id":"a","label":1,"prediction":1}\n{"id":"b","prediction":true,"label":0,"prediction":1}\n'],
  ])('may have %s', (_, text) => {
    expect(parse(text)).toMatchObject({ ids: ['a', 'b'], labels: ['1', '0'], predictions: ['1', '1'] })
  })

  test.each([
    ['', 'empty', {}],
    ['id,label,prediction\n', 'no rows', {}],
    ['label,prediction\n1,1\n', 'no column “id”', { line: 1 }],
    ['id,prediction\na,1\n', 'no column “label”', { line: 1 }],
    ['id,label,prediction\na,1,1\n,0,1\n', 'empty', { line: 3, key: 'id' }],
    ['id,label,prediction\na,1,1\nb,,1\n', 'empty', { line: 3, key: 'label' }],
    ['id,label,prediction\na,1,1\n\nb,0,1\na,0,1\n', '“a” is also in line 2', { line: 5, key: 'id' }],
    ['id,label,score\na,1,high\n', '“high” is not a finite number', { line: 2, key: 'score' }],
    ['id,label,score\na,1,NaN\n', 'not a finite number', { line: 2, key: 'score' }],
    ['id,label,label\na,1,1\n', 'Two columns have this name', { line: 1, key: 'label' }],
    ['id,label,target\na,1,1\n', 'are both the label', { line: 1, key: 'target' }],
    ['id,label,prediction\na,1\n', 'another number of cells', { line: 2 }],
    ['id,label\n"a,1\n', 'never closed', {}],
    ['{"id":"a","label":1}\n{"id":', 'not JSON', { line: 2 }],
    ['{"id":"a","label":1}\n[1]', 'not a JSON object', { line: 2 }],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n', 'LFS pointer', {}],
  ])('%j is refused: %s', (text, what, place) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringContaining(what),
        place: expect.objectContaining({ file: 'p.csv', ...place }),
      }),
    )
  })

  test('has the same test set in any order and spelling', () => {
    expect(parse('id,label\nb,0.0\na,1\n').testSet).toBe(parse(GOOD).testSet)
  })

  test.each([
    'id,label\na,1\nb,1\n',
    'id,label\na,1\nc,0\n',
    'id,label\na,1\n',
    'id,label\na,1\nb,0\nc,0\n',
    'id,label\na,1b\n0,\u00200\n',
  ])('has another test set: %j', (text) => {
    expect(parse(text).testSet).not.toBe(parse(GOOD).testSet)
  })

  test('that is no such file is told what would be', () => {
    expect(() => compareTexts('a,b\n1,2\n', GOOD)).toThrow('none of the columns')
  })

  test('is not compared with runs', () => {
    expect(() => compareTexts('seed,accuracy\n1,2\n', GOOD)).toThrow('One file holds runs and the other predictions.')
  })
})

describe('models that answered different examples', () => {
  const binary = binaryAnswers()
  const main = without(binary.main, 'group')
  const pr = without(binary.pr, 'group')

  test('are compared as a whole, and that is said', () => {
    const comparison = compareRows(main, pr.slice(10))
    expect(comparison.basis).toBe('unpaired')
    expect(comparison.notes[0]).toBe(
      'The two models did not answer the same examples: main has 300 examples, this model 290, 0 ids are new and 10 are gone.',
    )
    expect(rowOf(comparison, 'accuracy')).toMatchObject({ method: 'unpaired (Newcombe 10)', n_disagree: null, n: 290 })
    expect(rowOf(comparison, 'f1')).toMatchObject({ method: 'no noise estimate', label: 'unknown', lo: null })
  })

  test('are not paired when a label changed', () => {
    const relabelled = pr.map((row, at) => (at === 7 ? { ...row, label: 1 - Number(row.label) } : row))
    const { basis, notes } = compareRows(main, relabelled)
    expect(basis).toBe('unpaired')
    expect(notes[0]).toContain('The labels of 1 of 300 examples differ')
    expect(notes[0]).toContain('“r7”')
  })

  test('have no range with groups, for rows are not independent', () => {
    const comparison = compareRows(binary.main, binary.pr.slice(10))
    expect(rowOf(comparison, 'accuracy').method).toBe('no noise estimate')
  })
})

describe('labels', () => {
  const { main, pr } = binaryAnswers()

  test('of one class leave what needs both', () => {
    const ones = (rows: typeof main) => without(rows, 'group').filter(({ label }) => label === 0)
    const comparison = compareRows(ones(main), ones(pr))
    expect(rowOf(comparison, 'recall')).toMatchObject({ main: null, delta: null, label: 'unknown' })
    expect(rowOf(comparison, 'roc_auc')).toMatchObject({
      main: null,
      pr: null,
      label: 'unknown',
      method: 'undefined: only one class',
    })
    expect(rowOf(comparison, 'accuracy').main).toBeGreaterThan(0.8)
  })

  test('whose positive class is not known leave what needs it, and that is said', () => {
    const named = (rows: typeof main) =>
      rows.map((row) => ({ ...row, label: row.label ? 'spam' : 'ham', prediction: row.prediction ? 'spam' : 'ham' }))
    const unknown = compareRows(named(main), named(pr))
    expect(unknown.rows.map(({ row }) => row.metric)).toEqual(['accuracy', 'macro_f1'])
    expect(unknown.notes).toEqual([expect.stringContaining('positive one is not known')])
    const known = compareRows(named(main), named(pr), { positive: 'spam' })
    expect(rowOf(known, 'f1')).toEqual(rowOf(compareRows(main, pr), 'f1'))
    expect(() => compareRows(named(main), named(pr), { positive: 'Spam' })).toThrow('There are “ham”, “spam”')
  })

  test('that no prediction equals are suspicious', () => {
    const other = main.map(({ id, label }) => ({ id, label, prediction: `class ${label}` }))
    expect(compareRows(other, other).notes).toEqual([expect.stringContaining('No prediction is one of the labels')])
  })

  test('of 0 and 1 with predictions between are probabilities', () => {
    const only = (rows: typeof main) => rows.map(({ id, label, score }) => ({ id, label, prediction: score }))
    const comparison = compareRows(only(main), only(pr))
    expect(comparison.rows.map(({ row }) => row.metric)).toEqual(['roc_auc', 'log_loss', 'brier'])
  })

  test('that are numbers may be asked for as numbers', () => {
    const comparison = compareRows(main, pr, { metrics: ['mae'] })
    expect(rowOf(comparison, 'mae').main).toBeCloseTo(1 - 0.9266666667, 9)
  })
})

describe('a metric that was asked for', () => {
  const { main, pr } = measures()

  test.each([
    ['ROC-AUC', 'needs a column `score`'],
    ['bleu', 'cannot be computed'],
  ])('%s is refused with what would do', (metric, message) => {
    expect(() => compareRows(main, pr, { metrics: [metric] })).toThrow(message)
  })
})

describe('further columns', () => {
  const base = Array.from({ length: 400 }, (_, at) => ({ id: at, label: at % 2, prediction: at % 2 }))
  const main = base.map((row, at) => ({ ...row, country: at < 350 ? 'DE' : 'FR', region: at % 100 < 3 ? 'x' : 'y' }))
  const pr = main.map((row, at) => ({ ...row, prediction: at % 20 === 0 ? 1 - row.prediction : row.prediction }))
  const comparison = compareRows(main, pr)

  test('that are the same for both models slice the examples', () => {
    expect(comparison.slices.map(({ row }) => [row.metric, row.n, row.n_disagree, row.label])).toEqual([
      ['slices.country=DE.accuracy', 350, 18, 'worse'],
      ['slices.country=FR.accuracy', 50, 2, 'too few'],
      ['slices.region=x.accuracy', 12, 4, 'too few'],
      ['slices.region=y.accuracy', 388, 16, 'worse'],
    ])
  })

  test('slice the metric that was asked for', () => {
    const asked = compareRows(main, pr, { metrics: ['recall'] })
    expect(asked.slices.map(({ row }) => row.metric)).toContain('slices.country=DE.recall')
  })

  test('that differ and are no numbers are named and left', () => {
    const other = pr.map((row, at) => ({ ...row, country: at === 0 ? 'IT' : row.country }))
    const { notes, slices } = compareRows(main, other)
    expect(notes).toEqual([expect.stringContaining('`country` differs')])
    expect(slices).toHaveLength(2)
  })

  test('that only one file has are named and left', () => {
    expect(compareRows(without(main, 'country'), pr).notes).toEqual([
      expect.stringContaining("`country` is not in main's"),
    ])
  })

  test('of groups must be the same for both', () => {
    const grouped = pr.map((row) => ({ ...row, group: row.id }))
    expect(compareRows(main, grouped).notes).toEqual([expect.stringContaining('groups differ')])
  })

  test('do not lead to a prototype', () => {
    const hostile = csv(main).replace('country', '__proto__').replace('region', 'constructor')
    expect(compareTexts(hostile, hostile).slices).toHaveLength(4)
  })
})
