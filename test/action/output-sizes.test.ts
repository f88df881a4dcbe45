import { expect, it } from 'vitest'
import { accuracy, worldOfThisTest } from './world.ts'

const lock = (megabytes: number) => `schema: '2.0'
stages:
  train:
    cmd: sh train.sh
    outs:
      - { path: model.pkl, hash: md5, md5: d41d8cd98f00b204e9800998ecf8427e, size: ${megabytes * 1e6} }
      - { path: vocabulary.txt, hash: md5, md5: d41d8cd98f00b204e9800998ecf8427e, size: 1200000 }
`

it('a report tells which output of the pipeline has grown', async () => {
  const world = await worldOfThisTest({ model: { 'dvc.lock': lock(30) } })
  await world.runOn({ push: await world.pushToMain(accuracy(0.95)) }, { gitopsToken: false })
  const pull = await world.openPull({ ...accuracy(0.96), 'dvc.lock': lock(48) })
  await world.runOn({ pullRequest: pull.number })
  const [report] = await world.reports(pull)
  expect(report).toContain('`model.pkl` has 48 MB (main: 30 MB, +60%).')
  expect(report).not.toContain('vocabulary')
})

it('a lock file that cannot be read says nothing', async () => {
  const world = await worldOfThisTest({ model: { 'dvc.lock': 'stages: [' } })
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number })
  expect([result.conclusion, result.outputs.verdict]).toEqual(['success', 'pass'])
})
