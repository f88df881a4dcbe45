import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, read, STABLE, write } from './environments.ts'
import { CANARY, command, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const deployment = (containers: string, name = 'iris') => `# serves ${name}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2   # one is not enough
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
${containers.replaceAll(/^(?=.)/gm, '        ')}`

const ONE = deployment("- name: model\n  image: 'quay.io/acme/iris:v1'   # ours\n  ports: [{ containerPort: 8080 }]\n")
const TWO = deployment(`- name: proxy
  image: envoy:1.31
- name: model
  image: server:3
  env:
    - { name: LOG, value: debug }
    - name: MODEL_VERSION # what is loaded
      value: v1
    - name: MODEL_URI
      value: s3://models/iris/v1/
`)

describe('the table', () => {
  it('is recognised', () => {
    expect(readManifest({ environment: environment(), text: ONE })).toMatchObject({
      layout: 'deployment',
      running: { version: 'v1', rollout: STABLE },
    })
  })

  it('/canary is refused with the way out', () => {
    expect(command(ONE, CANARY)).toMatch(/^refused: The Deployment iris replaces all its pods.*\/promote.*HTTPRoute/)
  })

  it('/promote writes the new tag in its line', () => {
    expect(command(ONE, PROMOTE)).toEqual([
      "-          image: 'quay.io/acme/iris:v1'   # ours",
      "+          image: 'quay.io/acme/iris:v2'   # ours",
    ])
  })

  it('/promote of what runs changes nothing', () => {
    expect(command(ONE.replace('iris:v1', 'iris:v2'), PROMOTE)).toBe('unchanged: v2 already has all traffic.')
  })

  it('/rollback writes the version before it', () => {
    expect(command(ONE.replace('iris:v1', 'iris:v2'), ROLLBACK)).toEqual([
      "-          image: 'quay.io/acme/iris:v2'   # ours",
      "+          image: 'quay.io/acme/iris:v1'   # ours",
    ])
  })
})

describe('images', () => {
  it.each([
    ['iris:v1', 'v1', 'iris:v2'],
    ['localhost:5000/iris:v1', 'v1', 'localhost:5000/iris:v2'],
    ['registry.acme.io:5000/team/a/iris:1.20.3', '1.20.3', 'registry.acme.io:5000/team/a/iris:v2'],
    ['registry.acme.io:5000/iris', 'latest', 'registry.acme.io:5000/iris:v2'],
    ['iris', 'latest', 'iris:v2'],
  ])('%s has the version %s', (image, version, after) => {
    const text = deployment(`- name: model\n  image: ${image}\n`)
    expect(read(text)).toEqual({ version, rollout: STABLE })
    expect(write(text, 'v2', STABLE)).toBe(deployment(`- name: model\n  image: ${after}\n`))
  })

  it.each(['iris@sha256:0a1b', 'iris:v1@sha256:0a1b', 'registry.acme.io:5000/iris:v1@sha256:0a1b'])(
    'a digest is refused, since the tag beside it is not read: %s',
    (image) => {
      const error = complaintOf(() => read(deployment(`- name: model\n  image: "${image}"\n`)))
      expect(error.place).toMatchObject({ line: 14, key: 'spec.template.spec.containers.0.image' })
      expect(error.message).toMatch(/digest.*without the digest/)
    },
  )

  it.each(['iris:', 'a b:c:d', '$REGISTRY/iris:v1'])('%s is refused', (image) => {
    expect(() => read(deployment(`- name: model\n  image: "${image}"\n`))).toThrow()
  })

  it('a version that is no tag is refused', () => {
    expect(complaintOf(() => write(ONE, 'a/b', STABLE)).message).toMatch(/cannot be part of an address/)
  })
})

describe('several containers', () => {
  it('are refused, with the key to write', () => {
    const error = complaintOf(() => read(TWO))
    expect(error.message).toMatch(/several containers: proxy, model.*containers\.proxy\.image/)
    expect(error.place).toMatchObject({ line: 15 })
  })

  it.each([
    ['called like it', 'model'],
    ['with its image', 'server'],
  ])('the one of the model is known: %s', (_, model) => {
    expect(read(TWO, { model })?.version).toBe('3')
  })

  it('are refused when two could be the model’s', () => {
    const text = TWO.replace('name: proxy', 'name: server')
    expect(complaintOf(() => read(text, { model: 'server' })).message).toMatch(/several containers/)
  })

  const CONTAINERS = ['spec', 'template', 'spec', 'containers']
  it.each([
    ['the image of one by name', ['model', 'image'], 'server:3', '          image: server:v2', '3'],
    ['the image of one by index', [1, 'image'], 'server:3', '          image: server:v2', '3'],
    ['a variable', ['model', 'env', 'MODEL_VERSION'], 'v1', '              value: v2', 'v1'],
    ['its value', ['model', 'env', 'MODEL_VERSION', 'value'], 'v1', '              value: v2', 'v1'],
    ['an address', ['model', 'env', 'MODEL_URI'], 'v1', '              value: s3://models/iris/v2/', 'v1'],
  ])('%s', (_, path, _value, line, version) => {
    const keys = { version: [...CONTAINERS, ...path] }
    expect(read(TWO, { keys })?.version).toBe(version)
    const after = write(TWO, 'v2', STABLE, { keys })
    expect(after.split('\n').filter((one, index) => one !== TWO.split('\n')[index])).toEqual([line])
    expect(write(after, version, STABLE, { keys })).toBe(TWO)
  })

  it('an address as storage-uri in serin.yml says', () => {
    const text = TWO.replace('s3://models/iris/v1/', 's3://models/iris-v1.tar')
    const changes = {
      keys: { version: [...CONTAINERS, 1, 'env', 2, 'value'] },
      storageUri: 's3://models/iris-{version}.tar',
    }
    expect(release(text, changes)[1]).toBe('+              value: s3://models/iris-v2.tar')
  })

  it('a name that is not there is refused with those that are', () => {
    const keys = { version: [...CONTAINERS, 'modle', 'image'] }
    expect(complaintOf(() => read(TWO, { keys })).message).toMatch(/no entry "modle".*proxy, model/)
  })
})

describe('several documents', () => {
  const file = `apiVersion: v1\nkind: Service\nmetadata: { name: iris }\n---\n${ONE}---\n${deployment('- name: m\n  image: rose:v1\n', 'rose')}`

  it('need the name of the one that is meant', () => {
    expect(complaintOf(() => read(file)).message).toMatch(/several of kind Deployment: iris, rose.*resource:/)
  })

  it('only that one changes', () => {
    expect(release(file, { resource: 'rose' })).toEqual(['-          image: rose:v1', '+          image: rose:v2'])
  })

  it('a name that none has is refused', () => {
    expect(complaintOf(() => read(file, { resource: 'tulip' })).message).toMatch(/no Deployment "tulip".*iris, rose/)
  })
})

it('the keys of serin.yml are written with the version', () => {
  const set = { 'metadata.labels.stage': 'test' }
  expect(write(ONE, 'v2', STABLE, { set })).toMatch(/^ {2}labels:\n {4}stage: test$/m)
})

it('a share is never written, whoever asks', () => {
  expect(() => write(ONE, 'v2', canary(20))).toThrow(/no share of the traffic/)
  expect(() => write(ONE, 'v1', { kind: 'pinned' })).toThrow(/no share of the traffic/)
})
