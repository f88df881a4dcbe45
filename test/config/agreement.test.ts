import { describe, expect, it } from 'vitest'
import { type AgreementInput, agree } from '../../src/config/agreement.ts'
import { parseGitopsConfig } from '../../src/config/gitops-config.ts'
import { parseModelConfig } from '../../src/config/model-config.ts'
import { complaintOf } from './complaints.ts'

const modelConfig = (gitops = 'gitops: acme/ops') =>
  parseModelConfig(`${gitops}\nmodels: { iris: {} }\n`, '.github/serin.yml')
const gitopsConfig = (source = 'source: acme/iris') =>
  parseGitopsConfig(`models: { iris: { ${source}, environments: { test: { file: a.yaml } } } }\n`, 'serin.yml')

const agreeing: AgreementInput = {
  model: 'iris',
  modelConfig: modelConfig(),
  gitopsConfig: gitopsConfig(),
  source: { fullName: 'acme/iris', id: 7, ownerId: 1 },
  gitops: { fullName: 'acme/ops', ownerId: 1 },
}
const agreeOn = (changes: Partial<AgreementInput>) => () => agree({ ...agreeing, ...changes })

describe('both sides agree', () => {
  it('on what is released', () => {
    expect(agreeOn({})()).toMatchObject({ name: 'iris', source: 'acme/iris', defaultEnvironment: 'test' })
  })

  it.each<[string, Partial<AgreementInput>]>([
    [
      'in other letters',
      { modelConfig: modelConfig('gitops: Acme/OPS'), gitopsConfig: gitopsConfig('source: ACME/Iris') },
    ],
    ['by the id too', { gitopsConfig: gitopsConfig('source: acme/iris, source-id: 7') }],
    ['in one repository', { modelConfig: modelConfig('gitops: .'), gitops: { fullName: 'acme/iris', ownerId: 1 } }],
  ])('%s', (_, changes) => {
    expect(agreeOn(changes)().name).toBe('iris')
  })
})

describe('the side that disagrees is named', () => {
  it.each<[string, Partial<AgreementInput>, { file: string; key: string }, RegExp]>([
    [
      'model not listed',
      { model: 'jukebox' },
      { file: '.github/serin.yml', key: 'models.jukebox' },
      /acme\/iris has no model "jukebox".*iris/,
    ],
    [
      'a name every object has',
      { model: 'constructor' },
      { file: '.github/serin.yml', key: 'models.constructor' },
      /has no model/,
    ],
    [
      'no gitops',
      { modelConfig: modelConfig('') },
      { file: '.github/serin.yml', key: 'gitops' },
      /Write "gitops: acme\/ops"/,
    ],
    [
      'another gitops',
      { modelConfig: modelConfig('gitops: acme/other') },
      { file: '.github/serin.yml', key: 'gitops' },
      /releases to acme\/other, not to acme\/ops/,
    ],
    [
      '"." for another',
      { modelConfig: modelConfig('gitops: .') },
      { file: '.github/serin.yml', key: 'gitops' },
      /releases to acme\/iris, not/,
    ],
    [
      'another owner',
      { gitops: { fullName: 'acme/ops', ownerId: 2 } },
      { file: '.github/serin.yml', key: 'gitops' },
      /same owner/,
    ],
    [
      'not listed there',
      {
        gitopsConfig: parseGitopsConfig(
          'models: { x: { source: acme/x, environments: { t: { file: a.yaml } } } }',
          'serin.yml',
        ),
      },
      { file: 'serin.yml', key: 'models.iris' },
      /does not list.*"source: acme\/iris"/,
    ],
    [
      'another source',
      { gitopsConfig: gitopsConfig('source: acme/old') },
      { file: 'serin.yml', key: 'models.iris.source' },
      /from acme\/old, not from acme\/iris/,
    ],
    [
      'another id under the same name',
      { gitopsConfig: gitopsConfig('source: acme/iris, source-id: 8') },
      { file: 'serin.yml', key: 'models.iris.source-id' },
      /id 8.*"source-id: 7"/,
    ],
  ])('%s', (_, changes, place, message) => {
    const error = complaintOf(agreeOn(changes))
    expect(error.place).toEqual(place)
    expect(error.message).toMatch(message)
  })
})
