import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment, read, STABLE, write } from './environments.ts'
import { CANARY, command, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

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
