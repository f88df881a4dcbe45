import { expect, test } from 'vitest'
import { type RunningTraining, renderProgress } from '../../src/report/progress.ts'
import { effectsOf, tablesOf } from './gfm.ts'
import { HOSTILE } from './hostile-text.ts'

const training: RunningTraining = {
  model: 'iris',
  state: 'running',
  progress: { step: { name: 'epoch', value: 12 }, metrics: [{ name: 'loss', value: 0.25 }] },
  elapsedSeconds: 75,
  candidate: { sha: 'a'.repeat(40) },
}

test('a training says in its first line how far it is', () => {
  expect(renderProgress(training)).toMatch(/^### ⏳ iris: training, epoch 12\n/)
})

test('a training shows its duration and its newest metrics', () => {
  const text = renderProgress(training)
  expect(text).toContain('running for 1 min 15 s')
  expect(tablesOf(text)).toEqual([
    [
      ['metric', 'so far'],
      ['loss', '0.25'],
    ],
  ])
})

test('a training of which nothing is known is shown all the same', () => {
  const text = renderProgress({ ...training, progress: { step: undefined, metrics: [] } })
  expect(text).toMatch(/^### ⏳ iris: training\n/)
})

test('a cancelled training says so', () => {
  expect(renderProgress({ ...training, state: 'cancelled' })).toMatch(/^### ⏹️ iris: cancelled at epoch 12\n/)
})

test('a training shows some of very many metrics', () => {
  const metrics = Array.from({ length: 5000 }, (_, index) => ({ name: `m${index}`.repeat(100), value: index }))
  const text = renderProgress({ ...training, progress: { step: undefined, metrics } })
  expect(text).toContain('4980 more metrics are not shown')
  expect(text.length).toBeLessThan(10_000)
})

test.each(HOSTILE)('hostile names do nothing: %j', (name) => {
  const progress = { step: { name, value: 1 }, metrics: [{ name, value: 1 }] }
  expect(effectsOf(renderProgress({ ...training, model: name, progress }))).toEqual([])
})
