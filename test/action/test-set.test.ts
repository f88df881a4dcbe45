import { beforeAll, expect, it } from 'vitest'
import { usesOfTestSet } from '../../src/history/test-set-use.ts'
import { accuracy, CONFIG, modelConfig, startWorld, type World } from './world.ts'

const SETTINGS = ['train: sh train.sh', 'metrics: [metrics.json]', 'predictions: predictions.csv']
const csv = (labels: (id: number) => number) =>
  `id,label,prediction\n${Array.from({ length: 60 }, (_, id) => `${id},${labels(id)},${id % 2}`).join('\n')}\n`
const CSV = csv((id) => id % 2)

let world: World
beforeAll(async () => {
  world = await startWorld({ model: { [CONFIG]: modelConfig(...SETTINGS), 'predictions.csv': CSV } })
  await world.runOn({ push: await world.pushToMain(accuracy(0.95)) }, { gitopsToken: false })
  return () => world.stop()
})

/** Pull requests of the past, on main's test examples. */
async function evaluatedBefore(count: number): Promise<void> {
  const [record] = world.history()
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ ...record, sha: index.toString(16).padStart(40, 'b') }),
  )
  const files = { 'evaluated/iris/0001.jsonl': `${lines.join('\n')}\n` }
  await world.model.commit({ branch: 'serin-data', message: 'The past', files })
}

const reportOf = async (files: Parameters<World['openPull']>[0]) => {
  const pull = await world.openPull(files)
  await world.runOn({ pullRequest: pull.number })
  return (await world.reports(pull))[0]
}

it('a test set that has judged few models is not spoken of', async () => {
  await evaluatedBefore(18)
  expect(await reportOf(accuracy(0.96))).not.toContain('have judged')
})

it('a test set that has judged more than twenty is called worn', async () => {
  await evaluatedBefore(24)
  expect(await reportOf(accuracy(0.97))).toContain('These test examples have judged at least 26 models by now.')
})

it('other test examples start afresh', async () => {
  await evaluatedBefore(24)
  expect(await reportOf({ ...accuracy(0.98), 'predictions.csv': csv(() => 1) })).not.toContain('have judged')
})

it('a merge and its pull request are one use', () => {
  const at = { measuredAt: '2026-01-01T00:00:00Z', metrics: [], params: [], testSet: 'aaaaaaa' }
  const records = [
    { ...at, sha: '1111111' },
    { ...at, sha: '2222222', reusedFrom: '1111111' },
    { ...at, sha: '3333333', testSet: 'bbbbbbb' },
  ]
  expect(usesOfTestSet(records, 'aaaaaaa', '4444444')).toBe(2)
})
