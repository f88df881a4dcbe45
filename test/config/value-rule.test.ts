import { describe, expect, it } from 'vitest'
import type { ValueRule } from '../../src/config/gitops-config.ts'
import { isWrittenAs, readValue } from '../../src/config/value-rule.ts'

const number: ValueRule = { type: 'number', min: -1, max: 1000 }
const integer: ValueRule = { type: 'integer', min: -10, max: 1000 }
const pattern: ValueRule = { type: 'text', pattern: 'a+|b' }
const values: ValueRule = { type: 'text', values: ['beta', 'true', '1e3'] }

describe('a value', () => {
  it.each<[string, ValueRule, unknown]>([
    ['0.5', number, 0.5],
    ['-0.5', number, -0.5],
    ['0', number, 0],
    ['1000', number, 1000],
    ['0.70', number, 0.7],
    ['100', integer, 100],
    ['-10', integer, -10],
    ['true', { type: 'boolean' }, true],
    ['false', { type: 'boolean' }, false],
    ['aaa', pattern, 'aaa'],
    ['b', pattern, 'b'],
    ['1e3', values, '1e3'],
    ['true', values, 'true'],
  ])('%s is read', (text, rule, expected) => expect(readValue(text, rule)).toBe(expected))

  it.each<[string, ValueRule]>([
    ...['1e3', '0x10', '0o7', '0b1', '01', '.5', '5.', '+5', '-0', '-0.0', '1_000', '1,5', 'NaN', 'Infinity', '.inf']
      .concat(['', ' 1', '1 ', '٣', '１', '0.1234567890123456', '1001', '-2', '1.5.2', 'true', '--1'])
      .map((text): [string, ValueRule] => [text, number]),
    ...['1.0', '1.5', '010', '-0', '1e2', '1001', '99999999999999999'].map((text): [string, ValueRule] => [
      text,
      integer,
    ]),
    ...['True', 'TRUE', 'yes', 'on', '1', '0', '', 'true '].map((text): [string, ValueRule] => [
      text,
      { type: 'boolean' },
    ]),
    ...['', 'ab', 'bb', 'xa', 'a\n'].map((text): [string, ValueRule] => [text, pattern]),
    ...['Beta', 'bet', 'constructor'].map((text): [string, ValueRule] => [text, values]),
  ])('%j is none for %j', (text, rule) => expect(readValue(text, rule)).toBeUndefined())

  it('is written as a number, whatever its range', () => {
    expect(['5000', '0.5', '1e3', 'x'].map((text) => isWrittenAs(text, 'number'))).toEqual([true, true, false, false])
    expect(isWrittenAs('anything at all', 'text')).toBe(true)
  })
})
