import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, read, STABLE, write } from './environments.ts'
import { CANARY, command, diff, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const kustomization = (images: string) => `# the test overlay
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

resources:
  - ../base

${images}`
const ONE = kustomization('images:\n  - name: iris\n    newName: quay.io:443/acme/iris\n    newTag: v1 # ours\n')
const TWO = kustomization('images:\n  - { name: proxy, newTag: "1.31" }\n  - { name: acme.io/iris, newTag: v1 }\n')

describe('the table', () => {
  it('is recognised, without a kind by its name', () => {
    const bare = 'resources: [a.yaml]\nimages: [{ name: iris, newTag: v1 }]\n'
    expect(readManifest({ environment: environment(), text: ONE }).layout).toBe('kustomize')
    const file = 'overlays/test/kustomization.yaml'
    expect(readManifest({ environment: environment({ file }), text: bare }).layout).toBe('kustomize')
  })

  it('/canary is refused', () => {
    expect(command(ONE, CANARY)).toMatch(/^refused: A Kustomization puts one image into all pods.*\/promote/)
  })

  it('/promote writes the tag in its line', () => {
    expect(command(ONE, PROMOTE)).toEqual(['-    newTag: v1 # ours', '+    newTag: v2 # ours'])
  })

  it('/rollback writes the tag before it', () => {
    const text = ONE.replace('newTag: v1', 'newTag: v2')
    expect(command(text, ROLLBACK)).toEqual(['-    newTag: v2 # ours', '+    newTag: v1 # ours'])
  })
})

it.each(['4562170', '1234e56', '0123456', '1.20', 'true'])(
  'a tag that reads as something else is quoted: %s',
  (tag) => {
    expect(write(ONE, tag, STABLE)).toMatch(new RegExp(`newTag: ["']${tag}["'] # ours`))
  },
)

it('a tag that lost its quotes is read as it is written', () => {
  expect(read(ONE.replace('newTag: v1', 'newTag: 0123456'))?.version).toBe('0123456')
})

it('an image without a tag gets its first one', () => {
  const text = kustomization('images:\n  - name: iris\n')
  expect(read(text)).toBeUndefined()
  expect(command(text, PROMOTE)).toEqual(['+    newTag: v2'])
})

describe('several images', () => {
  it('are refused with the key to write', () => {
    expect(complaintOf(() => read(TWO)).message).toMatch(/proxy, acme\.io\/iris.*\[images, "proxy", newTag\]/)
  })

  it.each([
    { version: ['images', 1, 'newTag'] },
    { version: ['images', 'acme.io/iris', 'newTag'] },
    { version: ['images', 'acme.io/iris'] },
  ])('the one that is named changes: $version', (keys) => {
    expect(release(TWO, { keys })).toEqual([
      '-  - { name: acme.io/iris, newTag: v1 }',
      '+  - { name: acme.io/iris, newTag: v2 }',
    ])
  })
})

it.each([
  ['a digest', 'images:\n  - name: iris\n    digest: sha256:0a1b\n', /digest.*newTag/],
  ['a digest beside a tag', 'images:\n  - name: iris\n    newTag: v1\n    digest: sha256:0a1b\n', /takes the place/],
  ['no images', '', /no images.*Write "images:"/],
  ['an empty list', 'images: []\n', /no images/],
])('%s is refused', (_, images, message) => {
  expect(complaintOf(() => read(kustomization(images))).message).toMatch(message)
})

it('Flux’s resource of the same kind is not one', () => {
  const flux = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: iris }\n'
  expect(complaintOf(() => read(flux)).message).toMatch(/cannot release a model through Kustomization/)
})

describe('an inline patch', () => {
  const JSON_PATCH = kustomization(`patches:
  - target: { kind: InferenceService, name: iris }
    patch: |- # ours
      - op: replace
        path: /spec/predictor/model/storageUri
        value: oci://quay.io/acme/iris:v1   # the model

      - op: add
        path: /spec/predictor/canaryTrafficPercent
        value: 20
`)
  const MERGE_PATCH = kustomization(`patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: iris }
      spec:
        template:
          spec:
            containers:
              - name: server
                image: quay.io/acme/iris:v1 # the model
`)
  const json = { version: ['patches', 0, 'patch', 0, 'value'] }
  const traffic = ['patches', 0, 'patch', 1, 'value']
  const merge = {
    version: ['patches', 0, 'patch', 'spec', 'template', 'spec', 'containers', 'server', 'image'],
  }

  it.each([
    ['a JSON patch', JSON_PATCH, '[patches, 0, patch, 0, value]'],
    ['a merge patch', MERGE_PATCH, '[patches, 0, patch, spec, template, spec, containers, 0, image]'],
  ])('is found when there are no images: %s', (_, text, key) => {
    expect(complaintOf(() => read(text)).message).toContain(`keys: { version: ${key} }`)
  })

  it('changes in its line', () => {
    expect(release(JSON_PATCH, { keys: json })).toEqual([
      '-        value: oci://quay.io/acme/iris:v1   # the model',
      '+        value: oci://quay.io/acme/iris:v2   # the model',
    ])
    expect(release(MERGE_PATCH, { keys: merge })).toEqual([
      '-                image: quay.io/acme/iris:v1 # the model',
      '+                image: quay.io/acme/iris:v2 # the model',
    ])
  })

  it('of an image by an operation changes its tag', () => {
    const text = JSON_PATCH.replace(
      '/spec/predictor/model/storageUri',
      '/spec/template/spec/containers/0/image',
    ).replace('oci://', '')
    expect(release(text, { keys: json })).toEqual([
      '-        value: quay.io/acme/iris:v1   # the model',
      '+        value: quay.io/acme/iris:v2   # the model',
    ])
  })

  it('takes a canary where it holds the percentage', () => {
    expect(read(JSON_PATCH, { keys: { ...json, traffic } })).toEqual({ version: 'v1', rollout: canary(20) })
    expect(diff(JSON_PATCH, write(JSON_PATCH, 'v2', canary(50), { keys: { ...json, traffic } }))).toEqual([
      '-        value: oci://quay.io/acme/iris:v1   # the model',
      '+        value: oci://quay.io/acme/iris:v2   # the model',
      '-        value: 20',
      '+        value: 50',
    ])
  })

  it('takes no canary without one', () => {
    const elsewhere = { version: ['images', 0, 'newTag'], traffic: ['share'] }
    expect(command(ONE, CANARY, { keys: elsewhere })).toMatch(/^refused: A Kustomization puts one image/)
    expect(command(JSON_PATCH, CANARY, { keys: json })).toMatch(/^refused: A Kustomization puts one image/)
  })

  it('is written with the keys of the file itself', () => {
    const after = write(JSON_PATCH, 'v2', STABLE, { keys: json, set: { namespace: 'acme-test' } })
    expect(after).toMatch(/iris:v2[\s\S]*\nnamespace: acme-test\n$/)
  })

  const quoted = kustomization('patches:\n  - patch: "- op: replace\\n  path: /a\\n  value: v1"\n')
  it.each([
    ['one that is not there', JSON_PATCH, { version: ['patches', 3, 'patch', 0, 'value'] }, /There is no patch here/],
    ['a percentage elsewhere', JSON_PATCH, { ...json, traffic: ['namespace'] }, /not in the patch of the version/],
    ['one that is no YAML', kustomization('patches:\n  - patch: "a: [\'"\n'), json, /^config.yaml:9.*In the patch/],
    [
      'a digest in it',
      JSON_PATCH.replace('iris:v1', 'iris@sha256:0a'),
      json,
      /^config.yaml:10.*In the patch:.*names an image by its digest/,
    ],
  ])('is refused: %s', (_, text, keys, message) => {
    expect(complaintOf(() => read(text, { keys })).message).toMatch(message)
  })

  it('is refused where other lines would be written anew', () => {
    const folded = JSON_PATCH.replace('patch: |-', 'patch: |2-').replace(/^ {6}(?= *(- op|path|value))/gm, '      ')
    expect(complaintOf(() => write(folded, 'v2', STABLE, { keys: json })).message).toMatch(
      /without rewriting.*literal block/,
    )
    expect(release(quoted, { keys: json })).toHaveLength(2)
  })
})

it.each([
  [
    ['iris', 'proxy'],
    ['images', 0, 'newTag'],
  ],
  [
    ['proxy', 'quay.io:443/acme/iris'],
    ['images', 1, 'newTag'],
  ],
])('of several images, that of the model changes: %j', (names, path) => {
  const text = kustomization(`images:\n${names.map((name) => `  - name: ${name}\n    newTag: v1\n`).join('')}`)
  const after = write(text, 'v2', STABLE, { model: 'iris' })
  expect(after).toBe(write(text, 'v2', STABLE, { keys: { version: path } }))
})
