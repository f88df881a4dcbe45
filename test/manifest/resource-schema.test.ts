import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/yaml/read.ts'
import { canary, PINNED, STABLE, write } from './environments.ts'
import { misfits } from './fits-schema.ts'

/** The part of serving.kserve.io/v1beta1 that a release may touch, in our own words. */
const OURS = {
  type: 'object',
  required: ['apiVersion', 'kind'],
  properties: {
    spec: {
      type: 'object',
      required: ['predictor'],
      properties: {
        predictor: {
          type: 'object',
          properties: {
            canaryTrafficPercent: { type: 'integer' },
            model: { type: 'object', properties: { storageUri: { type: 'string', pattern: '^[a-z0-9+]+://\\S+$' } } },
            sklearn: { type: 'object', properties: { storageUri: { type: 'string' } } },
          },
        },
      },
    },
  },
}

const SCHEMAS = new URL('../../../shared/schemas/lite/', import.meta.url)
const published = new URL('serving.kserve.io_InferenceService_v1beta1.json', SCHEMAS)
const schemas = [OURS, ...(existsSync(published) ? [JSON.parse(readFileSync(published, 'utf8'))] : [])]

const HEAD =
  'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: iris\nspec:\n  predictor:\n'
const services = [
  `${HEAD}    model:\n      modelFormat: { name: sklearn }\n      storageUri: oci://quay.io/acme/iris:v1\n`,
  `${HEAD}    canaryTrafficPercent: 20\n    sklearn: { storageUri: s3://m/iris/v1 }\n`,
  `${HEAD}    minReplicas: 1\n    containers:\n      - name: kserve-container\n        image: acme/iris:v1\n`,
]

describe.each(schemas.map((schema, index) => [index === 0 ? 'our own' : 'the published', schema] as const))(
  'by %s schema',
  (_, schema) => {
    it.each(services)('each rollout that is written is valid: %#', (text) => {
      for (const version of ['4562170', '1234e56', '0123456', '4562a17c17', '1.20', 'true']) {
        for (const rollout of [STABLE, canary(1), canary(99), PINNED]) {
          const [document] = readYaml(write(text, version, rollout), { file: 'x.yaml' }).documents
          expect(misfits(document?.value, schema)).toEqual([])
        }
      }
    })

    it('a text for a percentage is not', () => {
      const [document] = readYaml(`${HEAD}    canaryTrafficPercent: "20"\n`, { file: 'x.yaml' }).documents
      expect(misfits(document?.value, schema)).toEqual([
        '$.spec.predictor.canaryTrafficPercent must be integer {"type":"integer"}',
      ])
    })
  },
)
