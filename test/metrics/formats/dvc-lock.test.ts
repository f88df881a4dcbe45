import { expect, test } from 'vitest'
import { read } from './findings.ts'

const lock = `schema: '2.0'
stages:
  train@svm:
    cmd: python train.py
    deps:
    - path: train.py
      hash: md5
      md5: 3e6b5c
      size: 4
    params:
      params.yaml:
        lr: 0.1
        model.layers: [64, 32]
      other.yaml:
        seed: 7
    outs:
    - path: metrics.json
      md5: 22a1a2
      size: 20
  train@tree:
    cmd: python train.py
    params:
      params.yaml:
        lr: 0.2
`

test('dvc.lock has the parameters that each stage used', () => {
  expect(read('dvc.lock', lock).metrics).toEqual([
    ['lr', 0.1],
    ['model.layers.0', 64],
    ['model.layers.1', 32],
    ['other.yaml:seed', 7],
    ['train@tree@lr', 0.2],
  ])
})

test('dvc.lock without parameters has none', () => {
  expect(read('a/dvc.lock', "schema: '2.0'\nstages:\n  a:\n    cmd: ls\n").metrics).toEqual([])
})
