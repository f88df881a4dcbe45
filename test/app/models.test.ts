import { beforeEach, describe, expect, test } from 'vitest'
import { values } from './files.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()

const MODEL_CONFIG = `gitops: acme/mlops-gitops
models:
  iris: { paths: [iris/**], metrics: [metrics.json] }
  cars: { paths: [cars/**], metrics: [metrics.json] }
`
const GITOPS_CONFIG = `models:
  iris:
    source: acme/iris
    environments:
      test: { file: iris.yaml }
  cars:
    source: acme/iris
    environments:
      test: { file: cars.yaml }
      prod: { file: cars-prod.yaml, after: test }
`

beforeEach(() =>
  world.fresh({
    model: { '.github/serin.yml': MODEL_CONFIG, 'iris/a': '1', 'cars/a': '1' },
    gitops: {
      'serin.yml': GITOPS_CONFIG,
      'iris.yaml': values(OLD),
      'cars.yaml': values(OLD),
      'cars-prod.yaml': values(OLD),
    },
  }),
)

async function pullOf(files: Record<string, string>) {
  const pull = await world.openPull({ files, verdict: 'none' })
  for (const model of ['iris', 'cars']) await world.passed(pull.head, model)
  return pull
}

const changed = () => ['iris.yaml', 'cars.yaml'].filter((file) => world.gitops.readFile(file) !== values(OLD))

test('the model that the pull request touches is meant', async () => {
  const pull = await pullOf({ 'cars/a': '2' })
  await world.comment('write', pull.number, '/canary 20 test')
  expect(changed()).toEqual(['cars.yaml'])
})

describe('a pull request that touches both', () => {
  test('is asked which one is meant', async () => {
    const pull = await pullOf({ 'cars/a': '2', 'iris/a': '2' })
    const { text } = await world.comment('write', pull.number, '/canary 20 test')
    expect(text).toBe('**Which model?** There are `iris`, `cars`. Add `--model <name>` to the command.')
    expect(changed()).toEqual([])
  })

  test.each(['/canary 20 test --model cars', '/canary --model=cars 20 test'])('is answered by %s', async (body) => {
    const pull = await pullOf({ 'cars/a': '2', 'iris/a': '2' })
    await world.comment('write', pull.number, body)
    expect(changed()).toEqual(['cars.yaml'])
  })
})

test('a pull request that touches neither is asked too', async () => {
  const pull = await pullOf({ 'README.md': 'x' })
  const { text } = await world.comment('write', pull.number, '/promote')
  expect(text).toBe('**Which model?** There are `iris`, `cars`. Add `--model <name>` to the command.')
})

test('a model that is not there is answered by those that are', async () => {
  const pull = await pullOf({ 'iris/a': '2' })
  const { text } = await world.comment('write', pull.number, '/promote --model boats')
  expect(text).toBe('**Which model?** There are `iris`, `cars`. Add `--model <name>` to the command.')
})

test('the verdict of another model does not count', async () => {
  const pull = await world.openPull({ files: { 'cars/a': '2' }, verdict: 'none' })
  await world.passed(pull.head, 'iris')
  const { text } = await world.comment('write', pull.number, '/canary 20 test')
  expect(text).toContain('has not written the check run “serin / cars”')
  expect(changed()).toEqual([])
})

test('what ran of another model does not count', async () => {
  const pull = await pullOf({ 'cars/a': '2', 'iris/a': '2' })
  await world.comment('write', pull.number, '/promote test --model iris')
  const { text } = await world.comment('admin', pull.number, '/promote prod --model cars')
  expect(text).toContain('takes only what has run in “test”')
})
