import { describe, expect, it } from 'vitest'
import { missingManifest, readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment } from './environments.ts'

const SERVICE =
  'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec: { predictor: { model: { storageUri: s3://m/v1 } } }\n'

describe('the layout', () => {
  it.each([
    ['helm-values', 'version: v1\n'],
    ['helm-values', '---\n'],
    ['helm-values', 'kind: canary\nversion: v1\n'],
    ['kserve', SERVICE],
    ['kserve', `apiVersion: v1\nkind: Secret\n---\n${SERVICE}`],
  ])('is recognised as %s: %j', (layout, text) => {
    expect(readManifest({ environment: environment(), text }).layout).toBe(layout)
  })

  it('is asked for by everything that there is, when it is none', () => {
    const { message } = complaintOf(() =>
      readManifest({ environment: environment(), text: 'apiVersion: v1\nkind: Job\n' }),
    )
    expect(message).toMatch(/cannot release a model through Job.*an Istio VirtualService.*a Deployment.*Helm values/)
  })

  it('must be one that takes keys for a shadow', () => {
    const keys = { shadow: ['a'], shadowVersion: ['b'] }
    const { message } = complaintOf(() => readManifest({ environment: environment({ keys }), text: SERVICE }))
    expect(message).toMatch(/mean nothing in the layout kserve.*helm-values and yaml/)
  })

  it('is the one that serin.yml names', () => {
    const values = `${SERVICE}version: v7\n`
    expect(readManifest({ environment: environment({ layout: 'helm-values' }), text: values })).toMatchObject({
      layout: 'helm-values',
      running: { version: 'v7' },
    })
  })
})

describe('a manifest that is not there', () => {
  it('is asked for by file and repository', () => {
    const { message } = missingManifest(environment({ name: 'prod' }), { repository: 'acme/ops', branch: 'production' })
    expect(message).toMatch(
      /^config.yaml: acme\/ops has no such file on “production”; it should hold “prod”\..*serin.yml/,
    )
  })
})
