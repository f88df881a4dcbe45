import { expect, test } from 'vitest'
import { values } from './files.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()

const MODEL_CONFIG = `gitops: acme/mlops-gitops
models:
  iris: { paths: [iris/**], metrics: [metrics.json], retrain: iris.yml }
  cars: { paths: [cars/**], metrics: [metrics.json], retrain: cars.yml }
`
const environments = (file: string) =>
  `    environments:\n      test: { file: ${file}, settable: { most: { path: replicas.max, type: integer } } }\n`
const GITOPS_CONFIG = `models:
  iris:
    source: acme/iris
${environments('iris.yaml')}  cars:
    source: acme/iris
${environments('cars.yaml')}`

/** The workflow that was started last. */
const dispatched = () => world.github.events.findLast(({ event }) => event === 'workflow_dispatch')?.payload.workflow

/** Each command, and how one sees that it was meant for the model `cars`. */
const COMMANDS: readonly (readonly [string, () => unknown])[] = [
  ['/canary 20', () => world.gitops.readFile('cars.yaml')?.includes('trafficPercent: 20')],
  ['/set most 5', () => world.gitops.readFile('cars.yaml')?.includes('max: 5')],
  ['/freeze', () => world.gitops.readFile('freeze/cars/test.yml', 'serin-state')?.includes('by: maintain')],
  ['/retrain', () => dispatched() === '.github/workflows/cars.yml'],
]

test.each(COMMANDS)('%s asks which model, and is told by --model', async (command, isDone) => {
  await world.fresh({
    model: { '.github/serin.yml': MODEL_CONFIG, 'iris/a': '1', 'cars/a': '1' },
    gitops: { 'serin.yml': GITOPS_CONFIG, 'iris.yaml': values(OLD), 'cars.yaml': values(OLD) },
  })
  const pull = await world.openPull({ files: { 'iris/a': '2', 'cars/a': '2' }, verdict: 'none' })
  await world.passed(pull.head, 'cars')
  const { text } = await world.comment('maintain', pull.number, command)
  expect(text).toBe('**Which model?** There are `iris`, `cars`. Add `--model <name>` to the command.')
  expect(isDone()).not.toBe(true)

  if (command !== '/retrain') {
    const plan = await world.comment('maintain', pull.number, `/plan ${command} --model cars`)
    expect(plan.text).toMatch(/\*\*Plan\*\*.*cars/s)
    expect(isDone()).not.toBe(true)
  }

  await world.comment('maintain', pull.number, `${command} --model cars`)
  expect(isDone()).toBe(true)
  expect(world.gitops.readFile('iris.yaml')).toBe(values(OLD))
})
