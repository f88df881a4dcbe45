import { readFileSync } from 'node:fs'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { type Environment, parseGitopsConfig } from '../../src/config/gitops-config.ts'
import { changedLines } from '../../src/manifest/line-diff.ts'
import { readManifest, writeManifest } from '../../src/manifest/manifest.ts'
import { readYaml } from '../../src/yaml/read.ts'
import { canary, STABLE } from './environments.ts'

const file = (path: string) => readFileSync(new URL(`../../examples/mlops-gitops/${path}`, import.meta.url), 'utf8')
const iris = parseGitopsConfig(file('serin.yml'), 'serin.yml').models.iris
const environments = iris?.environments ?? []

interface ApplicationSet {
  readonly spec: {
    readonly generators: readonly [{ git: { revision: string; files: readonly [{ path: string }] } }]
    readonly template: {
      readonly spec: { source: { targetRevision: string; helm: { valueFiles: readonly string[] } } }
    }
  }
}
const applicationSet = ({ name }: Environment) =>
  readYaml(file(`appset-${name}.yaml`), { file: name }).documents[0]?.value as ApplicationSet

describe('the gitops example', () => {
  it('has test and prod, in this order', () => {
    expect(environments.map(({ name, onMerge, branch, after }) => ({ name, onMerge, branch, after }))).toEqual([
      { name: 'test', onMerge: 'release', branch: undefined, after: undefined },
      { name: 'prod', onMerge: undefined, branch: 'production', after: 'test' },
    ])
  })

  it.each(environments)('runs a version in $name', (environment) => {
    const { layout, running } = readManifest({ environment, text: file(environment.file) })
    expect({ layout, running }).toEqual({
      layout: 'helm-values',
      running: { version: expect.stringMatching(/^[0-9a-f]{12}$/), rollout: STABLE },
    })
  })

  it('gets a canary by four lines', () => {
    const [environment] = environments
    if (!environment) throw new Error('no environment')
    const text = file(environment.file)
    const after = writeManifest({ environment, text }, { version: '4562170', rollout: canary(20) })
    expect(changedLines(text, after).match(/^[-+].*/gm)).toEqual([
      expect.stringMatching(/^-version: 9d1c04e7b2fa #/),
      expect.stringMatching(/^\+version: "4562170" #/),
      '+canary:',
      '+  trafficPercent: 20',
    ])
  })

  it.each(environments)('has Argo CD follow the file and branch of $name', (environment) => {
    const { generators, template } = applicationSet(environment).spec
    const { revision, files } = generators[0].git
    const { targetRevision, helm } = template.spec.source
    expect([revision, targetRevision]).toEqual(Array(2).fill(environment.branch ?? 'main'))
    expect(picomatch.isMatch(environment.file, files[0].path)).toBe(true)
    expect(helm.valueFiles[0]?.replace('{{ .path.basename }}', 'iris')).toBe(`/${environment.file}`)
  })

  it('has a chart that obeys the percentage', () => {
    expect(file('charts/inference-service/templates/inference-service.yaml')).toMatch(
      /^ {4}canaryTrafficPercent: \{\{ \.Values\.canary\.trafficPercent \| int \}\}$/m,
    )
  })
})
