import { describe, expect, it } from 'vitest'
import type { Environment } from '../../src/config/gitops-config.ts'
import { type FreezeFile, freezeOf, freezePath, frozenReason, renderFreeze } from '../../src/release/freeze.ts'
import { freezeFiles } from '../../src/release/freeze-change.ts'
import { parseTrailers } from '../../src/release/trailers.ts'

const environment: Environment = { name: 'prod', file: 'prod.yaml', set: {}, keys: {} }
const asked = { by: 'ada', at: '2026-03-04T10:12:30Z', comment: 'https://github.com/acme/iris/pull/7#issuecomment-9' }
const text = (lines: string): FreezeFile => ({ kind: 'text', text: lines })

describe('a freeze', () => {
  it('says who, when and where', () => {
    expect(freezeOf(environment, text(renderFreeze(asked)))).toEqual({ kind: 'frozen', ...asked })
  })

  it.each([
    ['', { kind: 'frozen' }],
    ['frozen: false\n', { kind: 'frozen' }],
    ['by: ada\r\nat: soon\r\n', { kind: 'frozen', by: 'ada' }],
    ['by: "<b>"\ncomment: javascript:alert(1)\n', { kind: 'frozen' }],
    [`by: ${'a'.repeat(40)}\n`, { kind: 'frozen' }],
    ['  by: ada\n', { kind: 'frozen' }],
  ])('holds whatever its file says: %j', (lines, expected) => {
    expect(freezeOf(environment, text(lines))).toEqual(expected)
  })

  it('holds where its file cannot be read, and not where there is none', () => {
    expect(freezeOf(environment, { kind: 'unreadable' }).kind).toBe('unreadable')
    expect(freezeOf(environment, { kind: 'absent' }).kind).toBe('free')
  })

  it('of the configuration counts more than the file', () => {
    const frozen = { ...environment, frozen: true } as const
    expect(freezeOf(frozen, { kind: 'absent' }).kind).toBe('frozen-by-config')
  })

  it.each([
    [{ kind: 'frozen', ...asked }, /by `ada` since `2026-03-04 10:12 UTC` .*`\/unfreeze prod`/],
    [{ kind: 'frozen' }, /^“prod” is frozen; only `\/rollback` works/],
    [{ kind: 'frozen-by-config' }, /`frozen: true` in serin\.yml/],
    [{ kind: 'unreadable' }, /cannot be read, so nothing changes/],
  ] as const)('is told with the way out: %j', (state, expected) => {
    expect(frozenReason('prod', state)).toMatch(expected)
  })
})

describe('its change', () => {
  const change = { model: 'iris', environments: ['test', 'prod'], ...asked }

  it('writes one file for each environment', () => {
    const { files, message } = freezeFiles({ kind: 'freeze', ...change })
    expect(files.map(({ path }) => path)).toEqual([freezePath('iris', 'test'), 'freeze/iris/prod.yml'])
    expect(files.map(({ text }) => text)).toEqual([renderFreeze(asked), renderFreeze(asked)])
    expect(message).toMatch(/^Freeze iris in test, prod\n\n/)
    expect(parseTrailers(message)).toEqual({
      command: asked.comment,
      model: 'iris',
      environment: 'test, prod',
      by: 'ada',
    })
  })

  it('takes the files away', () => {
    expect(freezeFiles({ kind: 'unfreeze', ...change }).files.map(({ text }) => text)).toEqual([undefined, undefined])
  })
})
