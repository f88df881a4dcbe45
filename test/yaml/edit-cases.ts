import { expect, it } from 'vitest'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'

/** A text, what is asked, and the text that is wanted, byte for byte. */
export type Case = readonly [title: string, before: string, edits: YamlEdit | readonly YamlEdit[], after: string]

export const set = (path: YamlEdit['path'], value: unknown, document?: YamlEdit['document']): YamlEdit =>
  document === undefined ? { op: 'set', path, value } : { op: 'set', path, value, document }
export const insert = (path: YamlEdit['path'], value: unknown): YamlEdit => ({ op: 'insert', path, value })
export const remove = (...path: YamlEdit['path']): YamlEdit => ({ op: 'delete', path })

export function holds(cases: readonly Case[]) {
  it.each(cases)('%s', (_, before, edits, after) => {
    expect(editYaml(before, [edits].flat())).toBe(after)
  })
}
