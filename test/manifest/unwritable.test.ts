import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readManifest, writeManifest } from '../../src/manifest/manifest.ts'

const environment = { name: 'test', file: 'config.yaml', set: {}, keys: {} }
const VALUES = 'name: iris\nversion: v1\n'

function refusal(text: string): UserError {
  try {
    readManifest({ environment, text })
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error(`Nothing was refused in ${JSON.stringify(text.slice(0, 200))}`)
}

describe('a manifest is refused when it is', () => {
  // biome-ignore format: a table
  it.each<[string, string, RegExp, number]>([
    ['a Helm template that is no YAML', `${VALUES}{{- if .Values.x }}\na: 1\n{{- end }}\n`, /is a template, not YAML: \{\{/, 3],
    ['a Helm template that is YAML', `${VALUES}host: iris-{{ .Release.Name }}\n`, /is a template: something else fills in/, 3],
    ['a template in a key', `${VALUES}app-{{ .x }}: 1\n`, /is a template: something else fills in/, 3],
    ['a Jinja template', `${VALUES}{% if x %}\na: 1\n{% endif %}\n`, /is a template, not YAML: \{%/, 3],
    ['a Jinja template that is YAML', `${VALUES}a: x{% if y %}z{% endif %}\n`, /is a template: something else/, 3],
    ['a ytt template', `#@ load("@ytt:data", "data")\n${VALUES}`, /is a ytt template/, 1],
    ['a ytt template behind a value', `${VALUES}a: 1 #@ data.values.a\n`, /is a ytt template/, 3],
    ['encrypted with SOPS', `${VALUES}key: ENC[AES256_GCM,data:x,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:y]\n  version: 3.9.0\n`, /encrypted with SOPS/, 4],
    ['a SealedSecret', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: x}\n', /is a SealedSecret/, 2],
    ["written with a variable for a version", `name: iris\nversion: \${TAG}\n`, /is \$\{TAG\}, which something else fills in/, 2],
    ['written with a template for a version', 'name: iris\nversion: "{{ .Values.tag }}"\n', /which something else fills in/, 2],
    ['binary', `${VALUES}a: \0\n`, /is a binary file/, 3],
    ['written with a key twice', `${VALUES}version: v2\n`, /is there twice/, 3],
  ])('%s', (_, text, what, line) => {
    const error = refusal(text)
    expect(error.what).toMatch(what)
    expect(error.place).toMatchObject({ file: 'config.yaml', line })
    expect(error.fix).toBeTruthy()
  })

  it('longer than four million characters', () => {
    const error = refusal(`${VALUES}${'# more\n'.repeat(3_000_000)}`)
    expect(error.message).toMatch(/^config.yaml: The file has 21.0 million characters; at most 4 million are read/)
  })

  it.each([
    ['an alias', 'base: &v v1\nversion: *v\n', /alias/],
    ['an anchor that others use', 'version: &v v1\nother: *v\n', /through \*v/],
  ])('written with %s for the version', (_, text, what) => {
    const write = () => writeManifest({ environment, text }, { version: 'v2', rollout: { kind: 'stable' } })
    expect(write).toThrow(what)
    expect(write).toThrow(/^config.yaml:\d+:\d+/)
  })
})

describe('a manifest is read with', () => {
  it.each([
    ['templates in quotes', `${VALUES}host: "iris-{{ .Release.Name }}"\n`],
    ['templates in a text block', `${VALUES}prompt: |\n  Hello {{ name }}\n`],
    ['templates in comments', `${VALUES}# {{ name }}\n`],
    ['variables in other values', `${VALUES}region: \${REGION}\n`],
    ['a byte order mark', `\uFEFF${VALUES}`],
    ['a key called sops', `${VALUES}sops: { enabled: true }\n`],
  ])('%s', (_, text) => {
    expect(readManifest({ environment, text }).running?.version).toBe('v1')
  })
})
