import { describe, expect, it } from 'vitest'
import type { Environment } from '../../src/config/gitops-config.ts'
import { unclearVersionKey } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment, read, STABLE, write } from './environments.ts'

const WEB = `image:
  repository: quay.io/acme/iris
  tag: v1 # by hand
service: { port: 80 }
`
const unclear = (text: string, changes: Partial<Environment> = {}) =>
  unclearVersionKey({ environment: environment(changes), text })?.message

describe('a file with content whose version has no known key', () => {
  it('is not given one that nobody may read', () => {
    expect(complaintOf(() => write(WEB, 'v2', STABLE)).message).toBe(
      'config.yaml:1:1: The file has no "version" at its top and serin.yml names no key for it, so a release would write one that nobody may read. Name the key that is read, for example "keys: { version: image.tag }" in serin.yml. Where the chart does read "version", write "version:" into the file; where these are no Helm values, name their "layout:".',
    )
    expect(complaintOf(() => read(WEB)).message).toContain('no "version" at its top')
  })

  it.each([
    ['a tag', WEB, 'keys: { version: image.tag }'],
    ['an image', 'model:\n  image: quay.io/acme/iris:v1\n', 'keys: { version: model.image }'],
    ['the address of a model', 'storageUri: s3://models/iris/v1\n', 'keys: { version: storageUri }'],
    ['an entry of a list', 'models:\n  - modelVersion: v1\n', 'keys: { version: models.0.modelVersion }'],
    ['a key with a dot in it', 'acme.io:\n  tag: v1\n', 'keys: { version: ["acme.io","tag"] }'],
    ['a file without any', 'replicas: 2\n', 'for example "keys: { version: image.tag }"'],
    ['several', 'a: { tag: v1 }\nb: { tag: v2 }\n', 'These keys look like one: a.tag, b.tag.'],
  ])('is told with the key that looks like one: %s', (_, text, says) => {
    expect(unclear(text)).toContain(says)
  })

  it('is not given one by the name of the layout alone', () => {
    expect(unclear(WEB, { layout: 'helm-values' })).toContain('no "version" at its top')
  })

  it.each([
    ['services: { iris: { image: "acme/iris:v1" } }', 'docker-compose file under another name'],
    ['version: "3.8"\nservices: { iris: { build: . } }', 'docker-compose file under another name'],
    ['apiVersion: v2\nname: iris\nversion: 0.1.0\n', 'its version is the chart’s'],
  ])('is not taken for values: %s', (text, says) => {
    expect(unclear(text)).toContain(says)
    expect(complaintOf(() => write(text, 'v2', STABLE)).message).toContain(says)
  })
})

it.each([
  ['an empty file', '', {}],
  ['an empty document', '---\n', {}],
  ['an empty mapping', '{}\n', {}],
  ['a version that is to come', 'version:\nname: iris\n', {}],
  ['values with services', 'version: v1\nservices: { iris: { image: { tag: x } } }\n', {}],
  ['a key of serin.yml', WEB, { keys: { version: ['image', 'tag'] } }],
  ['another layout', WEB, { layout: 'yaml' as const, keys: { version: ['image', 'tag'] } }],
  ['a resource', 'apiVersion: apps/v1\nkind: Deployment\n', {}],
  ['what is no YAML', '}{', {}],
])('the key is clear, or for others to tell: %s', (_, text, changes) => {
  expect(unclear(text, changes)).toBeUndefined()
})

describe('a key that holds more than a version', () => {
  it.each([
    ['image', 'image: quay.io:443/acme/iris:v1 # x\n', 'image: quay.io:443/acme/iris:v2 # x\n'],
    ['storageUri', 'storageUri: s3://models/iris/v1/\n', 'storageUri: s3://models/iris/v2/\n'],
    ['uri', "uri: 'oci://quay.io/acme/iris:v1'\n", "uri: 'oci://quay.io/acme/iris:v2'\n"],
    ['image', 'image: v1\n', 'image: v2\n'],
  ])('keeps the rest of it: %s', (key, text, after) => {
    const keys = { version: [key] }
    expect(read(text, { keys })?.version).toBe('v1')
    expect(write(text, 'v2', STABLE, { keys })).toBe(after)
    expect(write(after, 'v1', STABLE, { keys })).toBe(text)
  })

  it.each([
    ['image', 'image: quay.io/acme/iris@sha256:0123\n', 'names an image by its digest'],
    ['tag', 'tag: v1\ndigest: sha256:0123\n', 'takes the place of the tag'],
  ])('is refused with a digest: %s', (key, text, says) => {
    expect(complaintOf(() => write(text, 'v2', STABLE, { keys: { version: [key] } })).message).toContain(says)
  })
})
