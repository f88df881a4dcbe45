import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../..', import.meta.url))
const example = join(root, 'examples', 'iris')

/** Trains in a copy, as a clone of the model repository would. */
function train(model: string) {
  const folder = mkdtempSync(join(tmpdir(), 'iris-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(example, folder, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const params = readFileSync(join(folder, 'params.yaml'), 'utf8')
  writeFileSync(join(folder, 'params.yaml'), params.replace('model: svm', `model: ${model}`))
  const { status, stderr } = spawnSync(process.execPath, ['train.js'], { cwd: folder, encoding: 'utf8' })
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { status, stderr, read, metrics: () => JSON.parse(read('metrics.json')) }
}

it('measures the same on every run', () => {
  expect(train('svm').read('metrics.json')).toBe(train('svm').read('metrics.json'))
})

it.each(['svm', 'random-forest'])('clears the floors of its gates with %s', (model) => {
  const { gates } = parse(readFileSync(join(example, '.github', 'serin.yml'), 'utf8')).models.iris
  const { accuracy, classes } = train(model).metrics()
  expect(accuracy).toBeGreaterThanOrEqual(gates.accuracy.min)
  for (const name of ['setosa', 'versicolor', 'virginica']) {
    expect(classes[name].f1).toBeGreaterThanOrEqual(gates['classes.*.f1'].min)
  }
})

it('gets better with the random forest', () => {
  const [svm, forest] = [train('svm').metrics(), train('random-forest').metrics()]
  expect(forest.accuracy).toBeGreaterThan(svm.accuracy)
  expect(forest['log-loss']).toBeLessThan(svm['log-loss'])
})

it('writes one prediction for each flower that it tests on', () => {
  const { read, metrics } = train('svm')
  const [header, ...rows] = read('predictions.csv').trimEnd().split('\n')
  expect(header).toBe('id,label,prediction')
  expect(rows).toHaveLength(metrics().n)
  const right = rows.map((row) => row.split(',')).filter(([, label, prediction]) => label === prediction)
  expect(right.length / rows.length).toBeCloseTo(metrics().accuracy, 5)
})

it('refuses a model that it does not know', () => {
  const { status, stderr } = train('tree')
  expect(status).toBe(1)
  expect(stderr).toContain('model must be svm or random-forest, not tree')
})
