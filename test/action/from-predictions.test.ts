import { beforeAll, expect, it } from 'vitest'
import { CONFIG, modelConfig, startWorld, type World } from './world.ts'

/** 100 examples, of which the model is wrong on the first few. */
const csv = (wrong: number) =>
  `id,label,prediction\n${Array.from({ length: 100 }, (_, id) => `${id},${id % 2},${id < wrong ? 1 - (id % 2) : id % 2}`).join('\n')}\n`
const METRICS = { 'metrics.json': '{"a":1}' }
const settings = (...gates: readonly string[]) =>
  modelConfig('metrics: [metrics.json]', 'predictions: predictions.csv', ...gates)
const GATE = 'gates: {acc: {max-regression: 0.01}}'

let world: World
beforeAll(async () => {
  world = await startWorld({ model: { [CONFIG]: settings(GATE), ...METRICS, 'predictions.csv': csv(2) } })
  return () => world.stop()
})

const reportOf = (wrong: number) => reportOn({ 'predictions.csv': csv(wrong) })

async function reportOn(files: Parameters<World['openPull']>[0]): Promise<string> {
  const pull = await world.openPull(files)
  await world.runOn({ pullRequest: pull.number })
  return (await world.reports(pull))[0] ?? ''
}

it('a metric that only the predictions have is gated by its name', async () => {
  const first = await world.runOn({ push: await world.pushToMain(METRICS) }, { gitopsToken: false })
  expect(first.log).not.toContain('inconclusive')
  const worse = await reportOf(36)
  expect(worse).toContain('### ❌ iris: the gate fails (1 check)')
  expect(worse).toMatch(/^- ❌ `acc`: 0\.98 → 0\.64, worse by 0\.34, 95 % range -0\.\d+ … -0\.\d+; asked/m)
  expect(worse).toMatch(/^\| `acc` from predictions \|.*worse, fails \|$/m)
})

it('and is told under the verdict when no check judges it', async () => {
  await world.runOn({ push: await world.pushToMain({ [CONFIG]: settings() }) }, { gitopsToken: false })
  const worse = await reportOf(37)
  expect(worse).toMatch(/Worse beyond chance, and no check of the gate judges it: `accuracy` -0\.35 \(/)
  expect(worse).toMatch(/^\| `accuracy` from predictions \|/m)
})

const BROKEN = { 'predictions.csv': 'id,label,prediction\n1,0,0\n1,1,1\n' }

it('predictions that cannot be read are told beside the metrics when no check needs them', async () => {
  const report = await reportOn(BROKEN)
  expect(report).toMatch(/The predictions are not used: `predictions\.csv:3`.*also in line 2/)
  expect(report).toContain('| `a` | 1 | 1 |')
})

it('and refuse the whole where a check judges by them', async () => {
  await world.runOn({ push: await world.pushToMain({ [CONFIG]: settings(GATE) }) }, { gitopsToken: false })
  expect(await reportOn(BROKEN)).toMatch(/could not be evaluated/)
})
