import { describe, expect, it } from 'vitest'
import type { Environment, Scalar, Settable, ValueRule } from '../../src/config/gitops-config.ts'
import { setDeclaredValue } from '../../src/manifest/declared-value.ts'

const environment: Environment = { name: 'test', file: 'test.yaml', set: {}, keys: {} }
const RULES = {
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  text: { type: 'text', pattern: '.+' },
} as const satisfies Record<string, ValueRule>

function write(text: string, path: string, [rule, value]: [keyof typeof RULES, Scalar], more: Partial<Settable> = {}) {
  const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  return setDeclaredValue({ environment, settable: { path: parts, rule: RULES[rule], ...more }, text }, value)
}

describe('a declared value', () => {
  it.each<[string, string, [keyof typeof RULES, Scalar], string]>([
    ['a: 1 # one\n', 'a', ['integer', 2], 'a: 2 # one\n'],
    ['a: 0.5\r\n', 'a', ['number', 0.75], 'a: 0.75\r\n'],
    ['a: "1"\n', 'a', ['integer', 2], 'a: "2"\n'],
    ["a: 'true'\n", 'a', ['boolean', false], "a: 'false'\n"],
    ['a: true\n', 'a', ['boolean', false], 'a: false\n'],
    ['a: beta\n', 'a', ['text', 'true'], 'a: "true"\n'],
    ['a: beta\n', 'a', ['text', '1e3'], 'a: "1e3"\n'],
    ['a: 5\n', 'a', ['text', '6'], 'a: "6"\n'],
    ['env:\n  - { name: X, value: "1" }\n', 'env.X', ['integer', 0], 'env:\n  - { name: X, value: "0" }\n'],
    [
      'services:\n  proxy:\n    environment:\n      - ACTIVATE=1 # on\n',
      'services.proxy.environment.ACTIVATE',
      ['integer', 0],
      'services:\n  proxy:\n    environment:\n      - ACTIVATE=0 # on\n',
    ],
  ])('in %j at %s is written like what stands there', (text, path, value, expected) => {
    expect(write(text, path, value)).toBe(expected)
  })

  it('equal to what stands there changes nothing', () => {
    expect(write('a: "1" # x\n', 'a', ['integer', 1])).toBe('a: "1" # x\n')
  })

  it('is found by the kind and the name of its resource', () => {
    const text = 'kind: A\nmetadata: { name: x }\nn: 1\n---\nkind: B\nmetadata: { name: x }\nn: 1\n'
    expect(write(text, 'n', ['integer', 2], { kind: 'B', resource: 'x' })).toBe(text.replace(/n: 1\n$/, 'n: 2\n'))
    expect(() => write(text, 'n', ['integer', 2])).toThrow(/more than one resource/)
    expect(() => write(text, 'n', ['integer', 2], { kind: 'C' })).toThrow(/has no C/)
  })

  it.each<[string, string, [keyof typeof RULES, Scalar], RegExp]>([
    ['a: 1\n', 'b', ['integer', 2], /nothing stands where a whole number/i],
    ['a:\n', 'a', ['integer', 2], /nothing stands where/i],
    ['a: [1]\n', 'a', ['integer', 2], /A list stands where/],
    ['a: { b: 1 }\n', 'a', ['text', 'x'], /A mapping stands where a text/],
    ['a: 100m\n', 'a', ['integer', 2], /The text "100m" stands where a whole number/],
    ['a: true\n', 'a', ['integer', 2], /The boolean true stands where/],
    ['a: 1\n', 'a', ['boolean', true], /The number 1 stands where true or false/],
    ['a: 1\n', 'a.b', ['integer', 2], /stands where a mapping/],
    ['env: [{ name: Y, value: "1" }]\n', 'env.X', ['integer', 2], /no entry "X"/],
  ])('in %j at %s is refused', (text, path, value, complaint) => {
    expect(() => write(text, path, value)).toThrow(complaint)
  })

  it('is refused at its place in its own file', () => {
    expect(() => write('a: x\n', 'a', ['integer', 2], { file: 'other.yaml' })).toThrow(/^other\.yaml:1:1/)
  })
})
