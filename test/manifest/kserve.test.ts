import { describe, expect, it } from 'vitest'
import { changedLines } from '../../src/manifest/line-diff.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, PINNED, read, STABLE, write } from './environments.ts'

const service = (predictor: string, annotations = '') => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
${annotations}spec:
  predictor:
${predictor.replaceAll(/^(?=.)/gm, '    ')}`

const MODEL = service('model:\n  modelFormat:\n    name: sklearn\n  storageUri: "oci://quay.io/acme/iris:v1" # ours\n')
const SPLIT = service(
  'canaryTrafficPercent: 20\nmodel:\n  modelFormat: { name: sklearn }\n  storageUri: s3://m/iris/v1\n',
)
const mode = (name: string) => `  annotations:\n    serving.kserve.io/deploymentMode: ${name}\n`

/** Only the lines with a sign. */
const diff = (before: string, after: string) =>
  changedLines(before, after)
    .split('\n')
    .filter((line) => /^[-+]/.test(line))

describe('finds the version', () => {
  it.each([
    ['a tag', 'oci://quay.io/acme/iris:v1', 'oci://quay.io/acme/iris:v2'],
    ['a tag of a registry with a port', 'oci://localhost:5000/iris:v1', 'oci://localhost:5000/iris:v2'],
    ['a native image', 'oci+native://quay.io/acme/iris:v1', 'oci+native://quay.io/acme/iris:v2'],
    ['a fetched image', 'oci+fetch://quay.io/acme/iris:v1', 'oci+fetch://quay.io/acme/iris:v2'],
    ['a folder in S3', 's3://models/iris/v1', 's3://models/iris/v2'],
    ['a folder with a slash at its end', 'gs://models/iris/v1/', 'gs://models/iris/v2/'],
    ['a folder of a volume', 'pvc://iris/v1', 'pvc://iris/v2'],
    ['a version with dots', 'https://models.acme.io/iris/1.2.0', 'https://models.acme.io/iris/v2', '1.2.0'],
    ['a revision on Hugging Face', 'hf://acme/iris:v1', 'hf://acme/iris:v2'],
    ['an image without a tag', 'oci://quay.io/acme/iris', 'oci://quay.io/acme/iris:v2', 'latest'],
  ])('in %s', (_, before, after, version = 'v1') => {
    const text = service(`model:\n  storageUri: ${before}\n`)
    expect(read(text)).toEqual({ version, rollout: STABLE })
    expect(write(text, 'v2', STABLE)).toBe(service(`model:\n  storageUri: ${after}\n`))
  })

  it.each([
    'sklearn',
    'xgboost',
    'tensorflow',
    'pytorch',
    'triton',
    'onnx',
    'huggingface',
    'lightgbm',
    'paddle',
    'pmml',
  ])('in the predictor of old form: %s', (framework) => {
    const text = service(`${framework}:\n  storageUri: gs://m/iris/v1\n`)
    expect(read(write(text, 'v2', canary(5)))).toEqual({ version: 'v2', rollout: canary(5) })
  })

  it.each([
    ['storage.path', 'model:\n  storage:\n    key: minio\n    path: iris/v1\n'],
    ['storage.path alone', 'sklearn:\n  storage:\n    path: v1\n'],
    [
      'storageUris',
      'storageUris:\n  - uri: s3://m/iris/v1\n    mountPath: /mnt/models\nmodel:\n  modelFormat: { name: x }\n',
    ],
    [
      'the image of a container',
      'containers:\n  - name: kserve-container\n    image: quay.io/acme/iris:v1\n  - name: log\n    image: fluent:2\n',
    ],
    ['the only container', 'containers:\n- image: iris:v1\n'],
    [
      'STORAGE_URI',
      'containers:\n  - name: kserve-container\n    image: server:3\n    env:\n      - name: STORAGE_URI\n        value: s3://m/v1\n',
    ],
    [
      'the model, not its sidecar',
      'model:\n  storageUri: s3://m/iris/v1\ncontainers:\n  - name: queue\n    image: queue:7\n',
    ],
  ])('in %s', (_, predictor) => {
    const text = service(predictor)
    expect(read(text)).toEqual({ version: 'v1', rollout: STABLE })
    expect(write(text, 'v2', STABLE)).toBe(text.replace(/v1$/m, 'v2'))
  })

  it('by the address in serin.yml', () => {
    const storageUri = 's3://models/iris-{version}/model-{version}.joblib'
    const text = service('model:\n  storageUri: s3://models/iris-v1/model-v1.joblib\n')
    expect(read(text, { storageUri })?.version).toBe('v1')
    expect(diff(text, write(text, 'v2', STABLE, { storageUri }))[1]).toMatch(/iris-v2\/model-v2.joblib$/)
  })

  it('where there is none yet, by the address in serin.yml', () => {
    const storageUri = 'oci://quay.io/acme/iris:{version}'
    const text = service('model:\n  modelFormat:\n    name: sklearn\n')
    expect(read(text, { storageUri })).toBeUndefined()
    expect(diff(text, write(text, 'v1', STABLE, { storageUri }))).toEqual([
      '+      storageUri: oci://quay.io/acme/iris:v1',
    ])
  })

  it('at the key that serin.yml names', () => {
    const keys = { version: ['metadata', 'labels', 'version'] }
    const text = service('model: { storageUri: s3://m }\n', '  labels:\n    version: v1\n')
    expect(write(text, 'v2', STABLE, { keys })).toBe(text.replace('version: v1', 'version: v2'))
  })
})

describe('writes', () => {
  it('a version in one line, its quotes and comment kept', () => {
    expect(diff(MODEL, write(MODEL, 'v2', STABLE))).toEqual([
      '-      storageUri: "oci://quay.io/acme/iris:v1" # ours',
      '+      storageUri: "oci://quay.io/acme/iris:v2" # ours',
    ])
  })

  it('version and percentage in one change', () => {
    const after = write(MODEL, 'v2', canary(20))
    expect(read(after)).toEqual({ version: 'v2', rollout: canary(20) })
    expect(diff(MODEL, after).filter((line) => line.startsWith('+'))).toContain('+    canaryTrafficPercent: 20')
  })

  it('another percentage in one line', () => {
    expect(diff(SPLIT, write(SPLIT, 'v1', canary(50)))).toEqual([
      '-    canaryTrafficPercent: 20',
      '+    canaryTrafficPercent: 50',
    ])
  })

  it('a promotion by removing the percentage', () => {
    expect(diff(SPLIT, write(SPLIT, 'v1', STABLE))).toEqual(['-    canaryTrafficPercent: 20'])
  })

  it('a rollback as 0', () => {
    expect(diff(SPLIT, write(SPLIT, 'v1', PINNED))).toEqual([
      '-    canaryTrafficPercent: 20',
      '+    canaryTrafficPercent: 0',
    ])
  })

  it('a release that forgets an old rollback', () => {
    const pinned = SPLIT.replace('20', '0')
    expect(read(pinned)).toEqual({ version: 'v1', rollout: PINNED })
    expect(read(write(pinned, 'v2', STABLE))).toEqual({ version: 'v2', rollout: STABLE })
  })

  it('the same text when nothing changes', () => {
    for (const text of [SPLIT, SPLIT.replace('20', '100')]) {
      const running = read(text)
      if (running) expect(write(text, running.version, running.rollout)).toBe(text)
    }
  })

  it('only the resource that is meant', () => {
    const text = `kind: Secret\napiVersion: v1\n---\n${SPLIT}---\n${SPLIT.replace('name: iris', 'name: other')}`
    const after = write(text, 'v2', canary(30), { resource: 'other' })
    expect(read(after, { resource: 'iris' })).toEqual({ version: 'v1', rollout: canary(20) })
    expect(read(after, { resource: 'other' })).toEqual({ version: 'v2', rollout: canary(30) })
  })

  it('the keys of serin.yml with a version', () => {
    const text = write(MODEL, 'v2', STABLE, { set: { 'metadata.labels.stage': 'test' } })
    expect(text).toMatch(/^ {2}labels:\n {4}stage: test$/m)
  })

  it.each(['Knative', 'Serverless'])('percentages in %s mode', (name) => {
    expect(read(write(service('model:\n  storageUri: s3://m/v1\n', mode(name)), 'v2', canary(1)))?.rollout).toEqual(
      canary(1),
    )
  })
})

it('of several containers, the one with the model is known by its image', () => {
  const text = service('containers:\n  - name: a\n    image: acme/iris:v1\n  - name: b\n    image: fluent:2\n')
  expect(complaintOf(() => read(text)).message).toMatch(/several models/)
  expect(write(text, 'v2', STABLE, { model: 'iris' })).toBe(text.replace('iris:v1', 'iris:v2'))
})

describe('Standard mode', () => {
  const standard = service('model:\n  storageUri: s3://m/v1\n', mode('Standard'))

  it.each(['Standard', 'RawDeployment', 'ModelMesh'])(
    '%s: a canary is refused with the reason and the way out',
    (name) => {
      const error = complaintOf(() => write(service('model:\n  storageUri: s3://m/v1\n', mode(name)), 'v2', canary(20)))
      expect(error.message).toMatch(new RegExp(`In ${name} mode KServe ignores.*Knative`))
    },
  )

  it('a version without traffic cannot be written: a rollback writes the one before', () => {
    expect(() => write(standard, 'v1', PINNED)).toThrow(/ignores/)
  })

  it('a whole release is not', () => {
    expect(write(standard, 'v2', STABLE)).toBe(standard.replace('m/v1', 'm/v2'))
  })

  it('an old percentage means nothing', () => {
    const text = service('canaryTrafficPercent: 20\nmodel:\n  storageUri: s3://m/v1\n', mode('Standard'))
    expect(read(text)?.rollout).toEqual(STABLE)
  })

  it('the list of canaries is refused', () => {
    const text = `${standard}  canary:\n    - trafficPercent: 10\n      predictor: { name: b }\n`
    const error = complaintOf(() => read(text, { layout: 'kserve' }))
    expect(error.place).toMatchObject({ line: 11, key: 'spec.canary' })
    expect(error.message).toMatch(/layout: kserve-standard/)
  })
})

describe('refuses in its place', () => {
  it.each([
    [
      'a percentage in quotes',
      service('canaryTrafficPercent: "20"\nmodel: { storageUri: s3://m/v1 }\n'),
      { line: 7, key: 'spec.predictor.canaryTrafficPercent' },
      /without quotes/,
    ],
    ['too much', service('canaryTrafficPercent: 101\nmodel: { storageUri: s3://m/v1 }\n'), { line: 7 }, /0 to 100/],
    [
      'no predictor',
      'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec: {}\n',
      { line: 3, key: 'spec.predictor' },
      /no predictor/,
    ],
    ['no address', service('model: {}\n'), { line: 6 }, /does not say where its model lies/],
    [
      'two addresses',
      service('model: { storageUri: s3://m/v1 }\nsklearn: { storageUri: s3://m/v1 }\n'),
      { line: 8 },
      /several models: spec.predictor.model/,
    ],
    ['an address that is no text', service('model:\n  storageUri: [s3://m/v1]\n'), { line: 8 }, /not a text/],
    [
      'a digest',
      service('model:\n  storageUri: oci://quay.io/acme/iris@sha256:12\n'),
      { line: 8 },
      /digest.*Name the model by a tag/,
    ],
    [
      'a file',
      service('model:\n  storageUri: https://acme.io/model.joblib\n'),
      { line: 8 },
      /ends in a file.*\{version\}/,
    ],
    ['a bucket', service('model:\n  storageUri: s3://m\n'), { line: 8 }, /has no path/],
    ['a query', service('model:\n  storageUri: https://acme.io/m/v1?sig=1\n'), { line: 8 }, /query/],
    [
      'several services',
      `${SPLIT}---\n${SPLIT.replace('name: iris', 'name: other')}`,
      { line: 15 },
      /several InferenceServices: iris, other/,
    ],
  ])('%s', (_, text, place, message) => {
    const error = complaintOf(() => read(text))
    expect(error.message).toMatch(message)
    expect(error.place).toMatchObject({ file: 'config.yaml', ...place })
  })

  it('a resource that is not there', () => {
    expect(complaintOf(() => read(SPLIT, { resource: 'rose' })).message).toMatch(/no InferenceService "rose".*iris/)
  })

  it('an address of another form than that in serin.yml', () => {
    expect(complaintOf(() => read(SPLIT, { storageUri: 'oci://a/b:{version}' })).message).toMatch(/not one of "oci/)
  })

  it.each(['a/b', 'a b', 'ä', '-a', 'x'.repeat(129)])('a version that no address can have: %s', (version) => {
    expect(complaintOf(() => write(SPLIT, version, STABLE)).message).toMatch(/cannot be part of an address/)
  })

  it('the first version of an empty file', () => {
    expect(read('---\n', { layout: 'kserve' })).toBeUndefined()
    expect(complaintOf(() => write('---\n', 'v1', STABLE, { layout: 'kserve' })).message).toMatch(/no InferenceService/)
  })

  it('a file of values where serin.yml says kserve', () => {
    expect(complaintOf(() => read('version: v1\n', { layout: 'kserve' })).message).toMatch(/no InferenceService/)
  })
})
