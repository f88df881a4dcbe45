import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/config/gitops-config.ts'
import { readManifest } from '../../src/manifest/manifest.ts'
import { closedSteps, closedStepsText, whyStepMissing } from '../../src/release/closed-steps.ts'
import { environment } from '../manifest/environments.ts'

const step = (kind: Step['kind'], percent: number): Step => ({ kind, percent, soakMinutes: 0 })
const STEPS = [step('shadow', 10), step('canary', 5), step('canary', 50)]

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec: { template: { spec: { containers: [{ name: iris, image: "acme/iris:v1" }] } } }
`
const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: iris }
spec: { rules: [{ backendRefs: [{ name: iris-v1, port: 80 }] }] }
`
const able = (text: string, file = 'config.yaml') => readManifest({ environment: environment({ file }), text })
const closedIn = (text: string, file?: string) => closedSteps(STEPS, able(text, file)).map((closed) => closed.step)

describe('the steps that no version can come to', () => {
  it.each([
    ['a Deployment', DEPLOYMENT, 'config.yaml', STEPS],
    ['a docker-compose file', 'services: { iris: { image: "acme/iris:v1" } }', 'compose.yaml', STEPS],
    ['a Kustomization', 'kind: Kustomization\nimages: [{ name: iris, newTag: v1 }]\n', 'config.yaml', STEPS],
    ['values without keys for a shadow', 'version: v1\n', 'config.yaml', [STEPS[0]]],
    ['a route with one destination', ROUTE, 'config.yaml', []],
    ['an empty file', '', 'config.yaml', []],
  ])('by %s', (_, text, file, steps) => {
    expect(closedIn(text, file)).toEqual(steps)
  })

  it('are none where a first version is to come', () => {
    expect(closedIn('version:\n')).toEqual([])
  })
})

describe('a ladder with such steps', () => {
  const missing = STEPS[2] ?? step('canary', 50)
  const asked = { steps: STEPS, missing, environment: 'prod' }

  it('says so instead of a next step, with the way out', () => {
    const steps = STEPS.slice(1)
    expect(whyStepMissing({ ...asked, steps, has: { kind: 'none' }, manifest: able(DEPLOYMENT) })).toEqual({
      code: 'layout-cannot',
      reason:
        'No version can come to 5 % and 50 % in “prod”, as its `steps` ask: The Deployment iris replaces all its pods with the new version, so no share of the traffic can be set. Remove these steps from `steps` in serin.yml, or name a file there that can say it.',
    })
  })

  it('names the next step where that one can be taken', () => {
    const has = { kind: 'shadow', percent: 10 } as const
    expect(whyStepMissing({ ...asked, has, manifest: able('version: v1\n') })).toMatchObject({
      code: 'step-missing',
      reason: expect.stringContaining('the next step is `/canary 5 prod`'),
    })
  })

  it('says of a shadow alone how it could be had', () => {
    const text = closedStepsText(closedSteps(STEPS, able('version: v1\n')), 'prod')
    expect(text).toContain('No version can come to a shadow of 10 % in “prod”')
    expect(text).toContain('keys: { shadow: shadow.percent, shadow-version: shadow.version }')
    expect(text).toContain('Remove the step from `steps`')
  })

  it('is whole where every step can be taken', () => {
    expect(closedStepsText(closedSteps(STEPS, able(ROUTE)), 'prod')).toBeUndefined()
  })
})
