import { expect, test } from 'vitest'
import { curvesOver } from '../../src/metrics/axes-table.ts'
import { dvcAxes } from '../../src/metrics/dvc.ts'

const PIPELINE = `stages:
  train:
    wdir: eval
    plots:
    - loss.csv: { y: loss }
    - lift.csv: { x: share, y: lift, title: Lift }
    - plain.png
  each:
    foreach: [eu, us]
    do:
      plots:
      - \${item}.json: { x: a, y: b }
plots:
- curve.csv: { x: a, y: [b, c] }
- both:
    x: { one.csv: a }
    y: { one.csv: b, two.csv: [c] }
- whole.csv
`

test('a pipeline names the axes of its plots', () => {
  expect(dvcAxes(PIPELINE, 'm/dvc.yaml')).toEqual([
    { file: 'm/eval/loss.csv', x: undefined, y: ['loss'] },
    { file: 'm/eval/lift.csv', x: 'share', y: ['lift'] },
    { file: 'm/eu.json', x: 'a', y: ['b'] },
    { file: 'm/us.json', x: 'a', y: ['b'] },
    { file: 'm/curve.csv', x: 'a', y: ['b', 'c'] },
    { file: 'm/one.csv', x: 'a', y: ['b'] },
    { file: 'm/two.csv', x: 'a', y: ['c'] },
  ])
})

test('a pipeline without plots names none', () => {
  expect(dvcAxes('stages: {}\n', 'dvc.yaml')).toEqual([])
})

const POINTS = [
  { step: 0.1, value: 3 },
  { step: 0.2, value: 2 },
]

test.each([
  ['lift.csv', 'lift,share\n3,0.1\n2,0.2\n,0.3\n'],
  ['lift.csv', 'lift;share\n3;0.1\n2;0.2\n'],
  ['lift.tsv', 'lift\tshare\n3\t0.1\n2\t0.2\n'],
  ['lift.json', '[{"lift":3,"share":0.1},{"lift":2,"share":0.2}]'],
  ['lift.json', '{"data":[{"lift":3,"share":0.1},{"lift":2,"share":0.2}]}'],
])('%s: %j is drawn over its x axis', (path, text) => {
  expect(curvesOver({ path, text }, { file: path, x: 'share', y: ['lift', 'none'] })).toEqual([
    { file: path, name: 'lift', stepName: 'share', points: POINTS },
  ])
})

test('without an x axis the rows are counted', () => {
  const text = 'loss\n3\nnan\n1\n'
  expect(curvesOver({ path: 'a.csv', text }, { file: 'a.csv', x: undefined, y: ['loss'] })).toMatchObject([
    { stepName: 'row', points: [{ step: 0 }, { step: 2 }], gaps: [{ what: 'NaN', from: 1, to: 1 }] },
  ])
})

test.each(['', 'a\n"', '{', '[1]', 'lift,other\n1,2\n'])('%j has no curve', (text) => {
  for (const path of ['a.csv', 'a.json', 'a.txt']) {
    expect(curvesOver({ path, text }, { file: path, x: 'share', y: ['lift'] })).toEqual([])
  }
})
