import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { gitRepository, serin } from './command-line.ts'

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const block = (part: string) => blocks.find((text) => text.includes(part)) ?? ''

const MODELS = blocks.filter((text) => text !== block('# gitops-config') && /^models:/m.test(text))
const GITOPS = block('# gitops-config')
const PROD = '      prod:\n'
/** The example in which prod is what the README says that it may be as well. */
const STRICTER = GITOPS.slice(0, GITOPS.indexOf(PROD)) + block('steps: [')
const VALUES = 'version: 9d1c04e7b2fa\nenv:\n  THRESHOLD: 0.5\n  ACTIVATE: true\n'
const MANIFESTS = {
  'model-deployments/test/iris/config.yaml': VALUES,
  'model-deployments/prod/iris/config.yaml': VALUES,
}

describe('serin check finds nothing in the README’s', () => {
  test.each([
    ['serin.yml', GITOPS],
    ['stricter environment', STRICTER],
  ])('%s', (_, text) => {
    const folder = gitRepository({ 'serin.yml': text, ...MANIFESTS })
    expect(serin(folder, ['check', '--strict'])).toMatchObject({ stdout: 'serin.yml: ok (iris)\n', status: 0 })
  })

  test.each(MODELS)('model configuration\n%s', (text) => {
    const folder = gitRepository({ '.github/serin.yml': text })
    expect(serin(folder, ['check', '--strict'])).toMatchObject({ stdout: '.github/serin.yml: ok (iris)\n', status: 0 })
  })
})
