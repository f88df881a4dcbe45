import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

const csv = (...lines: string[]) => read('metrics.csv', `${lines.join('\n')}\n`)

describe('a header and one row', () => {
  test('is one metric per column', () => {
    expect(csv('accuracy,f1', '0.93,0.9').metrics).toEqual([
      ['accuracy', 0.93],
      ['f1', 0.9],
    ])
  })

  test('may have the index column of pandas', () => {
    expect(csv(',accuracy', '0,0.93').metrics).toEqual([['accuracy', 0.93]])
  })

  test.each([
    ['0.93', 0.93],
    ['-1e-7', -1e-7],
    ['.5', 0.5],
    ['+3', 3],
    ['1e400', 'Infinity'],
    ['nan', 'NaN'],
    ['-inf', '-Infinity'],
    ['Infinity', 'Infinity'],
    ['', 'null'],
    ['0x10', '0x10'],
    ['1_000', '1_000'],
    ['random forest', 'random forest'],
    ['"[1, 2]"', '[1, 2]'],
    ['N/A', 'N/A'],
  ])('%j is read as %j', (cell, value) => {
    expect(csv('model,x', `m,${cell}`).metrics[1]).toEqual(['x', value])
  })

  test.each([
    ['93%', 0.93, 'percent'],
    ['93.7 %', 0.937, 'percent'],
    ['12ms', 12, 'ms'],
    ['1.5 s', 1.5, 's'],
    ['40ns', 40, 'ns'],
  ])('%s has a unit', (cell, value, unit) => {
    expect(csv('model,x', `m,${cell}`).metrics[1]).toEqual(['x', value, unit])
  })
})

describe('a name and a value in each row', () => {
  const expected = [
    ['accuracy', 0.93],
    ['f1', 0.9],
  ]

  test.each([
    ['with a header', 'name,value'],
    ['called metric and score', 'Metric,Score'],
    ["with pandas' header of a Series", ',0'],
  ])('%s', (_, header) => {
    expect(csv(header, 'accuracy,0.93', 'f1,0.9').metrics).toEqual(expected)
  })

  test('without a header', () => {
    expect(csv('accuracy,0.93', 'f1,0.9').metrics).toEqual(expected)
  })

  test('one pair without a header', () => {
    expect(csv('accuracy,0.93').metrics).toEqual([['accuracy', 0.93]])
  })

  test('keeps values that are no numbers', () => {
    expect(csv('name,value', 'accuracy,nan', 'model,svm').metrics).toEqual([
      ['accuracy', 'NaN'],
      ['model', 'svm'],
    ])
  })
})

describe('a label before several columns', () => {
  test('is part of the names', () => {
    expect(csv('class,precision,recall', 'setosa,1,0.9', '"a, b",0.8,0.7').metrics).toEqual([
      ['setosa.precision', 1],
      ['setosa.recall', 0.9],
      ['a, b.precision', 0.8],
      ['a, b.recall', 0.7],
    ])
  })

  test('may stand before one column only', () => {
    expect(csv('slice,f1', 'young,0.9', 'old,0.8').metrics).toEqual([
      ['young.f1', 0.9],
      ['old.f1', 0.8],
    ])
  })

  test('has a place for 10,000 slices', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `slice ${index},0.5,${index}`)
    expect(csv('slice,f1,n', ...rows).metrics).toHaveLength(20_000)
  })
})

describe('steps of a training', () => {
  const keras = ['epoch,accuracy,loss,lr', '0,0.5,0.9,0.1', '1,0.8,0.3,0.1', '2,0.7,0.4,0.01']

  test('give the last value of each column, and the best where the name says which way is better', () => {
    expect(csv(...keras).metrics).toEqual([
      ['epoch', 2],
      ['accuracy', 0.7],
      ['accuracy.best', 0.8],
      ['loss', 0.4],
      ['loss.best', 0.3],
      ['lr', 0.01],
    ])
  })

  test('give a curve of each column', () => {
    expect(csv(...keras).curves[0]).toEqual({
      file: 'metrics.csv',
      name: 'accuracy',
      stepName: 'epoch',
      points: [
        { step: 0, value: 0.5 },
        { step: 1, value: 0.8 },
        { step: 2, value: 0.7 },
      ],
    })
  })

  test.each([
    ['the largest step counts last', ['step,loss', '1,0.5', '3,0.3', '2,0.4'], 0.3, [0.5, 0.4, 0.3]],
    [
      'a step that stands twice counts as it stands last',
      ['step,loss', '2,0.4', '1,0.5', '2,0.3'],
      0.3,
      [0.5, 0.4, 0.3],
    ],
    [
      'steps that begin anew with each epoch follow the epoch',
      ['epoch,step,loss', '0,0,0.9', '0,1,0.8', '1,0,0.7'],
      0.7,
      [0.9, 0.8, 0.7],
    ],
  ] as const)('in any order: %s', (_, lines, last, curve) => {
    const found = csv(...lines)
    expect(found.metrics).toContainEqual(['loss', last])
    expect(found.curves[0]?.points.map(({ value }) => value)).toEqual(curve)
  })

  test.each(['step', 'Epoch', 'iteration', 'global_step'])('are known by a column called %s', (name) => {
    expect(csv(`${name},loss`, '1,0.5').curves).toHaveLength(1)
  })

  test('may log training and validation in separate rows', () => {
    const found = csv('epoch,step,train_loss,val_loss', '0,10,0.9,', '0,10,,0.8', '1,20,0.5,', '1,20,,0.6')
    expect(found.metrics).toContainEqual(['train_loss', 0.5])
    expect(found.metrics).toContainEqual(['val_loss', 0.6])
    expect(found.curves.map(({ name, stepName, points }) => [name, stepName, points.length])).toEqual([
      ['train_loss', 'step', 2],
      ['val_loss', 'step', 2],
    ])
  })

  test('with a NaN show it and leave it out of curve and best', () => {
    const found = csv('step,loss', '0,0.5', '1,nan')
    expect(found.metrics).toEqual([
      ['step', 1],
      ['loss', 'NaN'],
      ['loss.best', 0.5],
    ])
    expect(found.curves[0]?.points).toEqual([{ step: 0, value: 0.5 }])
  })

  test('without any value in a column show null', () => {
    expect(csv('step,loss,acc', '0,0.5,').metrics).toContainEqual(['acc', 'null'])
  })

  test('leave the clock out', () => {
    expect(read('loss.tsv', 'timestamp\tstep\tloss\n1795250137360\t0\t0.5\n').metrics.map(([name]) => name)).toEqual([
      'step',
      'loss',
      'loss.best',
    ])
  })

  test('may have padded columns, as Ultralytics writes them', () => {
    const found = csv('        epoch,   train/box_loss', '            1,            1.25')
    expect(found.metrics).toContainEqual(['train/box_loss', 1.25])
  })

  test('are none when the column holds text', () => {
    expect(csv('step,loss', 'prepare,1', 'fit,2').metrics).toEqual([
      ['prepare.loss', 1],
      ['fit.loss', 2],
    ])
  })
})

describe('ways of writing', () => {
  test.each([
    ['CRLF', 'm.csv', 'a,b\r\n1,2\r\n'],
    ['CR', 'm.csv', 'a,b\r1,2\r'],
    ['no last line end', 'm.csv', 'a,b\n1,2'],
    ['empty lines', 'm.csv', '\na,b\n\n1,2\n\n'],
    ['comments', 'm.csv', '# made by train.py\na,b\n1,2\n'],
    ['quotes', 'm.csv', '"a","b"\n"1","2"\n'],
    ['a byte order mark', 'm.csv', '\uFEFFa,b\n1,2\n'],
    ['semicolons', 'm.csv', 'a;b\n1;2\n'],
    ['tabs', 'm.tsv', 'a\tb\n1\t2\n'],
    ['capitals in the name', 'M.CSV', 'a,b\n1,2\n'],
  ])('%s', (_, path, text) => {
    expect(read(path, text).metrics).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  test('another name, when the configuration says the format', () => {
    expect(read('metrics.dat', 'a,b\n1,2\n', 'csv').metrics).toHaveLength(2)
  })

  test('a line end inside quotes is part of the cell', () => {
    expect(csv('name,value', '"a\nb",1').metrics).toEqual([['a\nb', 1]])
  })
})

describe('a table that cannot be read', () => {
  test.each([
    ['only a header', 'a,b,c\n', 1, 'a header and no row'],
    ['rows that nothing names', 'low,high\n0,0\n0.5,0.7\n', 1, 'nothing in it says what they are'],
    ['rows of one name', 'model,f1,n\na,1,2\na,2,3\n', 1, 'nothing in it says'],
    ['a short row', 'a,b\n1,2\n3\n', 3, 'Invalid Record Length'],
    ['a quote without an end', 'a,b\n"1,2\n', 2, 'a quote has no end'],
    ['a metric twice', 'name,value\nf1,1\nf1,2\n', undefined, 'twice'],
    ['a column twice', 'f1,f1\n1,2\n', undefined, 'twice'],
    ['only comments', '# a\n# b\n', undefined, 'no rows'],
  ])('%s', (_, text, line, what) => {
    const mistake = mistakeIn('m.csv', text)
    expect(mistake.what).toContain(what)
    expect(mistake.place).toMatchObject({ file: 'm.csv', ...(line !== undefined && { line }) })
    expect(mistake.fix).toBeTruthy()
  })

  test.each([
    ['too many rows', 'name,value\n'.repeat(1_000_000), '200000 rows'],
    ['too many cells', `a,${'b,'.repeat(998)}c\n`.repeat(2_001), '2000000 cells'],
    ['one endless line', ','.repeat(30_000_000), '1000000 characters'],
    ['an endless quote', `a,b\n"${'x,y\n'.repeat(5_000_000)}`, '1000000 characters'],
  ])('%s is refused in no time', (_, text, what) => {
    const start = performance.now()
    expect(mistakeIn('m.csv', text).what).toContain(what)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
