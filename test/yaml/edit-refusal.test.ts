import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'

function refusal(text: string, edits: readonly YamlEdit[]): UserError {
  try {
    editYaml(text, edits)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error(`Nothing was refused in ${JSON.stringify(text)}`)
}

const set = (...path: YamlEdit['path']): YamlEdit => ({ op: 'set', path, value: 'new' })
const remove = (...path: YamlEdit['path']): YamlEdit => ({ op: 'delete', path })

describe('refused with line and column', () => {
  it.each<[string, string, YamlEdit, string]>([
    ['syntax error', 'a: 1\nb: {user}/x\n', set('a'), '2:10'],
    ['duplicate key', 'a: 1\nb:\n  c: 1\n  c: 2\n', set('a'), '4:3'],
    ['template', 'a: 1\nb: {{ .Values.b }}\n', set('a'), '2:5'],
    ['template block', 'a: 1\n{{- if .x }}\nb: 2\n{{- end }}\n', set('a'), '2:1'],
    ['template as a bare value', 'a: x-{{ .b }}\n', set('a'), '1:4'],
    ['value with a variable', `a: "x:\${TAG}"\n`, set('a'), '1:4'],
    ['tab as indentation', 'a:\n\tb: 1\n', set('a', 'b'), '2:1'],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', set('a'), '1:1'],
    ['alias', 'a: &x 1\nb: *x\n', set('b'), '2:4'],
    ['path through an alias', 'a: &x {c: 1}\nb: *x\n', set('b', 'c'), '2:4'],
    ['value that an alias uses', 'a: &x 1\nb: *x\n', set('a'), '1:7'],
    ['inside a value that an alias uses', 'a: &x\n  c: 1\nb: *x\n', set('a', 'c'), '2:3'],
    ['delete what an alias uses', 'a: &x 1\nb: *x\n', remove('a'), '1:1'],
    ['replace a mapping with an anchor', 'a: &x\n  c: 1\n', set('a'), '2:3'],
    ['path through a merge', 'a: &x {c: {d: 1}}\nb:\n  <<: *x\n', set('b', 'c', 'd'), '3:3'],
    ['delete a merged key', 'a: &x {c: 1}\nb:\n  <<: *x\n', remove('b', 'c'), '3:3'],
    ['delete a key that hides a merged one', 'a: &x {c: 1}\nb:\n  <<: *x\n  c: 2\n', remove('b', 'c'), '4:3'],
    ['tag', 'a: !!str 1\n', set('a'), '1:10'],
    ['tag on the way', 'a: !x\n  b: 1\n', set('a', 'b'), '2:3'],
    ['path through a scalar', 'a: 1\n', set('a', 'b'), '1:4'],
    ['name in a list', 'a:\n  - 1\n', set('a', 'b'), '2:3'],
    ['index behind the end', 'a: [1]\n', set('a', 3), '1:4'],
    ['mapping without braces in a list', 'a: [b: 1]\n', set('a', 0, 'b'), '1:5'],
    ['insert under a key that is there', 'a: 1\n', { op: 'insert', path: ['a'], value: 2 }, '1:1'],
    ['several documents', 'a: 1\n---\na: 2\n', set('a'), '2:1'],
    [
      'a second resource of the name',
      'kind: A\nmetadata: {name: x}\n---\nkind: A\nmetadata: {name: x}\n',
      { ...set('a'), document: { kind: 'A', name: 'x' } },
      '3:1',
    ],
    ['blank lines that would join a text', 'a: |+\n  x\n\nb: 1\n\nc: 2\n', remove('b'), '4:1'],
  ])('%s', (_, text, edit, place) => {
    const { line, column } = refusal(text, [edit]).place
    expect(`${line}:${column}`).toBe(place)
  })
})

describe('refused without a place in the text', () => {
  it.each<[string, YamlEdit]>([
    ['empty path', set()],
    ['merge key', set('<<')],
    ['negative index', set('a', -1)],
    ['fraction as index', set('a', 0.5)],
    ['list that begins at 1', set('x', 1)],
    ['no value', { op: 'set', path: ['a'] }],
    ['NaN', { ...set('a'), value: Number.NaN }],
    ['date', { ...set('a'), value: new Date(0) }],
    ['half a surrogate pair', { ...set('a'), value: '\ud800' }],
    ['value in a circle', { ...set('a'), value: circle() }],
    ['unknown document', { ...set('a'), document: 1 }],
    ['unknown resource', { ...set('a'), document: { kind: 'A', name: 'x' } }],
  ])('%s', (_, edit) => {
    expect(refusal('a: [1]\n', [edit])).toBeInstanceOf(UserError)
  })
})

function circle(): unknown {
  const value: { self?: unknown } = {}
  value.self = value
  return value
}

it('is all or nothing', () => {
  expect(() => editYaml('a: 1\nb: 2\n', [set('a'), set('b', 'c')])).toThrow(UserError)
})

it('names the key', () => {
  expect(refusal('a:\n  b: 1\n', [set('a', 'b', 'c')]).message).toBe(
    '2:6 (a.b.c): There is no "c" here: this is a single value. Edit the file by hand.',
  )
})
