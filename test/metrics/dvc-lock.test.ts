import { expect, test } from 'vitest'
import { dvcOutputs } from '../../src/metrics/dvc-lock.ts'

test('the sizes of a lock file’s outputs, by stage', () => {
  const text = `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps: [{ path: data.csv, size: 9 }]
    outs:
      - { path: model.pkl, md5: a, size: 48000000 }
      - { path: plots, md5: b.dir, size: 1200, nfiles: 3 }
      - { path: without-size, md5: c }
  broken: text
`
  expect(dvcOutputs(text, 'ml/dvc.lock')).toEqual([
    { stage: 'train', path: 'ml/model.pkl', bytes: 48_000_000 },
    { stage: 'train', path: 'ml/plots', bytes: 1200 },
  ])
})

test.each(['', 'schema: "2.0"', 'stages: []', '- 1'])('a lock file that says %j has no outputs', (text) => {
  expect(dvcOutputs(text, 'dvc.lock')).toEqual([])
})
