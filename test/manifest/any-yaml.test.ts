import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { CANARY, command, diff, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const TEXT = `apiVersion: acme.io/v1
kind: Serving
metadata: { name: iris }
spec:
  models:
    - name: rose
      version: v7
    - name: iris # ours
      version: "v1"
  share: 100   # percent
`
const version = ['spec', 'models', 'iris', 'version']
const WHOLE = { layout: 'yaml', keys: { version } } as const
const SPLIT = { layout: 'yaml', keys: { version, traffic: ['spec', 'share'] } } as const

describe('with a version only', () => {
  it('/canary is refused', () => {
    expect(command(TEXT, CANARY, WHOLE)).toMatch(/^refused: serin\.yml names no key for a percentage.*keys: \{ traffic/)
  })

  it('/promote and /rollback write the version in its line', () => {
    expect(command(TEXT, PROMOTE, WHOLE)).toEqual(['-      version: "v1"', '+      version: "v2"'])
    expect(command(TEXT.replace('v1"', 'v2"'), ROLLBACK, WHOLE)).toEqual([
      '-      version: "v2"',
      '+      version: "v1"',
    ])
  })
})

describe('with a percentage', () => {
  it('/canary writes both', () => {
    expect(command(TEXT, CANARY, SPLIT)).toEqual([
      '-      version: "v1"',
      '-  share: 100   # percent',
      '+      version: "v2"',
      '+  share: 20   # percent',
    ])
  })

  it('/promote writes 100, and the key stays', () => {
    const text = write(TEXT, 'v2', canary(20), SPLIT)
    expect(command(text, PROMOTE, SPLIT)).toEqual(['-  share: 20   # percent', '+  share: 100   # percent'])
  })

  it('/rollback writes 0', () => {
    const text = write(TEXT, 'v2', canary(20), SPLIT)
    expect(command(text, ROLLBACK, SPLIT)).toEqual(['-  share: 20   # percent', '+  share: 0   # percent'])
  })

  it('a left-over 0 is forgotten by the next release', () => {
    const text = write(TEXT, 'v1', PINNED, SPLIT)
    expect(read(write(text, 'v2', STABLE, SPLIT), SPLIT)).toEqual({ version: 'v2', rollout: STABLE })
  })

  it('a release writes no percentage where none is', () => {
    const text = TEXT.replace(/ {2}share.*\n/, '')
    expect(release(text, SPLIT)).toHaveLength(2)
    expect(diff(text, write(text, 'v2', canary(5), SPLIT))).toContain('+  share: 5')
  })
})

it('only the document of that name changes', () => {
  const other = TEXT.replace('name: iris }', 'name: other }')
  expect(complaintOf(() => read(`${other}---\n${TEXT}`, WHOLE)).message).toMatch(/several documents.*resource:/)
  expect(release(`${other}---\n${TEXT}`, { ...WHOLE, resource: 'iris' })).toHaveLength(2)
  expect(complaintOf(() => read(TEXT, { ...WHOLE, resource: 'rose' })).message).toMatch(/metadata.name "rose"/)
})

it('is never guessed', () => {
  expect(() => readManifest({ environment: environment(), text: TEXT })).toThrow(/cannot release/)
})

it('a list is a document too', () => {
  expect(
    release('- { name: iris, version: v1 }\n', { layout: 'yaml', keys: { version: ['iris', 'version'] } }),
  ).toEqual(['-- { name: iris, version: v1 }', '+- { name: iris, version: v2 }'])
})
