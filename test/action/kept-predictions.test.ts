import { expect, it } from 'vitest'
import { accuracy, CONFIG, modelConfig, worldOfThisTest } from './world.ts'

const SETTINGS = ['train: sh train.sh', 'metrics: [metrics.json]', 'predictions: predictions.csv']
/** Sixty examples, each with a text of this many bytes. */
const written = (bytes: number) =>
  `printf '{"accuracy": %s}\\n' "$(sed -n 's/^accuracy: //p' params.yaml)" > metrics.json
text=$(head -c ${bytes} /dev/zero | tr '\\0' x)
{ echo id,label,prediction,text; for id in $(seq 60); do echo "$id,$((id % 2)),1,$text"; done; } > predictions.csv
`

it('predictions above 20 MiB are not kept of main, which says so, and so does the report', async () => {
  const model = { [CONFIG]: modelConfig(...SETTINGS), 'train.sh': written(360_000) }
  const world = await worldOfThisTest({ model })
  const first = await world.runOn({ push: await world.pushToMain(accuracy(0.95)) }, { gitopsToken: false })
  expect(world.model.readFile('predictions/iris.csv', 'serin-data')).toBeUndefined()
  expect(first.summary).toContain(
    'No pull request can be compared with these predictions: at most 20 MiB are kept, and these have 20.6 MiB.',
  )
  const pull = await world.openPull(accuracy(0.96))
  await world.runOn({ pullRequest: pull.number })
  expect((await world.reports(pull))[0]).toMatch(
    /Main’s predictions are not kept \(at most 20 MiB are kept, and these have 20\.6 MiB\. .*\), so it cannot be told/,
  )
})

it('predictions just below are kept and compared', async () => {
  const model = { [CONFIG]: modelConfig(...SETTINGS), 'train.sh': written(349_000) }
  const world = await worldOfThisTest({ model })
  const first = await world.runOn({ push: await world.pushToMain(accuracy(0.95)) }, { gitopsToken: false })
  expect(first.summary).not.toContain('are kept')
  const pull = await world.openPull(accuracy(0.96))
  await world.runOn({ pullRequest: pull.number })
  expect((await world.reports(pull))[0]).toContain('60 test examples')
})
