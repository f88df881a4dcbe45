import { describe, expect, it } from 'vitest'
import { misfits } from '../../src/doctor/schema.ts'
import { misfits as misfitsByAjv } from '../manifest/fits-schema.ts'

const text = { type: 'string' }
/** Each with values that fit it or do not; who is right is said by a validator that is not ours. */
const CASES: readonly (readonly [name: string, schema: object, values: readonly unknown[]])[] = [
  ['a type', { type: 'integer' }, [1, 1.5, '1', null, true, [], {}]],
  ['several types', { type: ['string', 'null'] }, ['a', null, 1]],
  ['a number or a text', { anyOf: [{ type: 'integer' }, text] }, [1, 'a', 1.5, null]],
  ['exactly one form', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1 }, { a: 1, b: 1 }, {}]],
  ['all forms', { allOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1 }, { a: 1, b: 1 }]],
  ['a form that is not allowed', { not: { required: ['a'] } }, [{ a: 1 }, {}]],
  ['known keys', { type: 'object', properties: { a: text }, additionalProperties: false }, [{ a: 'x' }, { b: 1 }, []]],
  ['keys of one kind', { type: 'object', additionalProperties: { type: 'integer' } }, [{ a: 1 }, { a: 'x' }]],
  ['needed keys', { type: 'object', required: ['a'] }, [{ a: null }, {}]],
  ['items', { type: 'array', items: text, minItems: 1, maxItems: 2 }, [['a'], [], ['a', 'b', 'c'], [1]]],
  ['lengths', { type: 'string', minLength: 1, maxLength: 2 }, ['', 'a', 'abc']],
  ['a pattern', { type: 'string', pattern: '^[a-z]+$' }, ['a', 'A1']],
  ['bounds', { type: 'number', minimum: 0, maximum: 100 }, [-1, 0, 100, 101]],
  ['words', { enum: ['a', 'b'] }, ['a', 'c', 1]],
  ['a constant', { const: 'a' }, ['a', 'b']],
  ['nesting', { properties: { a: { properties: { b: { type: 'integer' } } } } }, [{ a: { b: 1 } }, { a: { b: 'x' } }]],
]

describe('what fits a schema is what another validator says fits', () => {
  it.each(CASES)('%s', (_, schema, values) => {
    expect(values.map((value) => misfits(value, schema).length === 0)).toEqual(
      values.map((value) => misfitsByAjv(value, schema).length === 0),
    )
  })
})

it('a misfit names the keys and indexes that lead to it, and the keys that are known there', () => {
  const schema = { properties: { a: { items: { properties: { name: text }, additionalProperties: false } } } }
  expect(misfits({ a: [{ nam: 1 }] }, schema)).toEqual([
    { path: ['a', 0, 'nam'], what: '"nam" is not a key here', known: ['name'] },
  ])
})
