import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { INPUT_NAMES } from '../action/inputs.ts'
import { OUTPUT_NAMES } from '../action/outputs.ts'
import { bundles } from '../build.ts'
import { agree } from '../src/config/agreement.ts'
import { parseGitopsConfig } from '../src/config/gitops-config.ts'
import { parseModelConfig } from '../src/config/model-config.ts'
import { firstWorkflow } from '../src/doctor/first-workflow.ts'
import { readActionYml, withTables } from './contract/readme-tables.ts'

const readme = readFileSync('README.md', 'utf8')
const blocks = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const block = (start: string) => blocks.find((text) => text.startsWith(start)) ?? ''

describe('action.yml', () => {
  test('has the inputs that the code reads', () => {
    expect(Object.keys(readActionYml().inputs)).toEqual([...INPUT_NAMES])
  })

  test('has the outputs that the code writes', () => {
    expect(Object.keys(readActionYml().outputs)).toEqual([...OUTPUT_NAMES])
  })

  test('runs the committed bundle on Node 24', () => {
    expect(readActionYml().runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  })
})

describe('the README', () => {
  test('starts with the workflow that serin init prints', () => {
    expect(blocks[0]).toBe(firstWorkflow({ owner: 'acme', gitops: 'acme/mlops-gitops' }))
  })

  test('has the tables of its sources (npm run docs writes them)', () => {
    expect(readme).toBe(withTables(readme))
  })

  test('shows a model configuration that is valid', () => {
    expect(Object.keys(parseModelConfig(block('# model-config'), 'README.md').models)).toEqual(['iris'])
  })

  test('shows two files that agree', () => {
    const agreed = agree({
      model: 'iris',
      modelConfig: parseModelConfig(block('# model-config'), 'README.md'),
      gitopsConfig: parseGitopsConfig(block('# gitops-config'), 'README.md'),
      source: { fullName: 'acme/iris', id: 1, ownerId: 1 },
      gitops: { fullName: 'acme/mlops-gitops', ownerId: 1 },
    })
    expect(agreed.environments.map(({ name }) => name)).toEqual(['test', 'prod'])
  })

  test('gives the workflow the permissions and inputs of the example', () => {
    const shown = parse(block('name: serin'))
    const example = parse(readFileSync('examples/iris/.github/workflows/serin.yml', 'utf8'))
    const action = (workflow: { jobs: Record<string, { steps: { uses?: string; with?: object }[] }> }) =>
      Object.values(workflow.jobs)
        .flatMap(({ steps }) => steps)
        .find(({ uses }) => uses?.startsWith('acme/serin'))
    expect(shown.permissions).toEqual(example.permissions)
    expect(action(shown)).toEqual(action(example))
  })
})

test.each(['README.md', 'examples/iris/.github/workflows/serin.yml'])(
  'no checkout in %s leaves its token behind',
  (file) => {
    const text = readFileSync(file, 'utf8')
    const checkouts = text.match(/uses: actions\/checkout@/g)?.length
    expect(text.match(/persist-credentials: false/g)?.length).toBe(checkouts)
  },
)

test('dist holds what the sources build to, and nothing else', async () => {
  const built = await bundles()
  const there = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'))
  expect(there.toSorted()).toEqual([...built.keys()].toSorted())
  expect([...built].flatMap(([name, text]) => (readFileSync(`dist/${name}`, 'utf8') === text ? [] : [name]))).toEqual(
    [],
  )
})
