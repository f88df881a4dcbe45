import { existsSync, readFileSync } from 'node:fs'
import { readYaml } from '../../src/yaml/read.ts'
import { misfits } from './fits-schema.ts'

const whole = { type: 'integer' }
const text = { type: 'string' }
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required })
const closed = (properties: object, required: readonly string[] = []) => ({
  ...object(properties, required),
  additionalProperties: false,
})
const list = (items: object) => ({ type: 'array', items })

const destination = closed({ host: text, subset: text, port: closed({ number: whole }) }, ['host'])
const percentage = closed({ value: { type: 'number' } })
const backend = { group: text, kind: text, name: text, namespace: text, port: whole }
const pods = object({
  template: object({ spec: object({ containers: list(object({ name: text, image: text }, ['name'])) }) }),
})
const model = object({ name: text, storageUri: { type: 'string', pattern: '^[a-z0-9+]+://\\S+$' } })

/** The part of each kind of resource that a release may touch, in our own words. */
const OURS: Readonly<Record<string, object>> = {
  VirtualService: object({
    spec: object({
      http: list(
        object({
          route: list(closed({ destination, weight: whole, headers: {} }, ['destination'])),
          mirror: destination,
          mirrorPercentage: percentage,
          mirrors: list(closed({ destination, percentage }, ['destination'])),
        }),
      ),
    }),
  }),
  DestinationRule: object({
    spec: object({
      subsets: list(object({ name: text, labels: { type: 'object', additionalProperties: text } }, ['name'])),
    }),
  }),
  // gateway.networking.k8s.io/v1 of Gateway API v1.3: HTTPRequestMirrorFilter has percent.
  HTTPRoute: object({
    spec: object({
      rules: list(
        object({
          backendRefs: list(closed({ ...backend, weight: whole, filters: {} }, ['name'])),
          filters: list(
            object(
              {
                type: text,
                requestMirror: closed({ backendRef: closed(backend, ['name']), percent: whole }, ['backendRef']),
              },
              ['type'],
            ),
          ),
        }),
      ),
    }),
  }),
  InferenceGraph: object({
    spec: object({
      nodes: {
        type: 'object',
        additionalProperties: object({ steps: list(object({ serviceName: text, weight: whole }, ['weight'])) }),
      },
    }),
  }),
  LLMInferenceService: object({
    spec: object({
      model: object({ name: text, uri: text }, ['uri']),
      router: object({ route: object({ group: text, weight: whole }, ['group', 'weight']) }),
    }),
  }),
  InferenceService: object({
    spec: object({
      predictor: object({ name: text, model, canaryTrafficPercent: whole }),
      canary: list(
        object({ trafficPercent: whole, predictor: object({ name: text, model }, ['name']) }, [
          'trafficPercent',
          'predictor',
        ]),
      ),
    }),
  }),
  Rollout: object({ spec: pods }),
  Deployment: object({ spec: pods }),
}

function published(apiVersion: string, kind: string): object[] {
  const [group, version] = apiVersion.split('/')
  const folder = new URL('../../../shared/schemas/', import.meta.url)
  const name = `${group}_${kind}_${version}.json`
  const found = ['lite/', 'strict/'].map((part) => new URL(part + name, folder)).find((url) => existsSync(url))
  return found ? [JSON.parse(readFileSync(found, 'utf8'))] : []
}

const schemas = new Map<string, readonly object[]>()

/** What in a manifest does not fit the schemas of its resources: our own, and the published ones where they are at hand. */
export function misfitsOf(manifest: string): readonly string[] {
  return readYaml(manifest, { file: 'x.yaml' }).documents.flatMap(({ value }) => {
    const { apiVersion, kind } = (value ?? {}) as { apiVersion?: string; kind?: string }
    if (apiVersion === undefined || kind === undefined) return []
    const key = `${apiVersion} ${kind}`
    const all = schemas.get(key) ?? [OURS[kind] ?? {}, ...published(apiVersion, kind)]
    schemas.set(key, all)
    return [...invalid(kind, value), ...all.flatMap((schema) => misfits(value, schema))]
  })
}

/** What admission refuses though the schema allows it. */
function invalid(kind: string, value: unknown): readonly string[] {
  const found = JSON.stringify(value)
  if (kind !== 'VirtualService') return []
  return /"mirror":/.test(found) && /"mirrors":/.test(found) ? ['mirror stands beside mirrors'] : []
}
