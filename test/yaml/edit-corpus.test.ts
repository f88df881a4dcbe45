import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'
import { readYaml } from '../../src/yaml/read.ts'

/** Real manifests with wanted results, kept outside the repository; test/yaml/edit.test.ts holds the same facts. */
const folder = new URL('../../../shared/edit-corpus/', import.meta.url)
const there = existsSync(new URL('corpus.json', folder))

interface CorpusEdit {
  readonly doc: number
  readonly op: YamlEdit['op']
  readonly path: readonly (string | number)[]
  readonly value?: unknown
}

interface CorpusCase {
  readonly id: string
  readonly file: string
  readonly select?: { readonly kind: string; readonly name: string }
  readonly edit: CorpusEdit
  readonly edits?: readonly CorpusEdit[]
  readonly expect: {
    readonly mode?: 'exact' | 'minimal'
    readonly output?: string
    readonly changed?: readonly { readonly old: number }[]
    readonly removed?: readonly number[]
    readonly added?: readonly number[]
    readonly noop?: boolean
    readonly refuse?: string
  }
}

const textOf = (path: string) => readFileSync(new URL(path, folder), 'utf8')
const cases: readonly CorpusCase[] = there ? JSON.parse(textOf('corpus.json')).entries : []

function run({ file, edit, edits = [edit], select }: CorpusCase, by: 'index' | 'name'): string {
  const toEdit = ({ doc, ...rest }: CorpusEdit) => ({ ...rest, document: by === 'name' && select ? select : doc })
  return editYaml(textOf(file), edits.map(toEdit))
}

const valuesOf = (text: string) => readYaml(text, { file: '' }).documents.map(({ value }) => value)

/** The lines that the edit may not touch, in order. */
function keptLines({ expect: wanted }: CorpusCase, before: string): string[] {
  const touched = new Set([...(wanted.removed ?? []), ...(wanted.changed ?? []).map(({ old }) => old)])
  return before.split('\n').filter((_, index) => !touched.has(index + 1))
}

describe.skipIf(!there)('the edit corpus (skipped without ../shared/edit-corpus)', () => {
  describe.each(['index', 'name'] as const)('by %s', (by) => {
    it.each(cases)('$id', (one) => {
      const before = textOf(one.file)
      const { mode, output, noop, refuse, added = [] } = one.expect
      if (refuse) {
        expect(() => run(one, by)).toThrow(UserError)
        return
      }
      const after = run(one, by)
      if (noop) expect(after).toBe(before)
      if (!output) return
      const wanted = textOf(output)
      if (mode === 'exact') expect(after).toBe(wanted)
      expect(valuesOf(after)).toEqual(valuesOf(wanted))
      const rest = after.split('\n')[Symbol.iterator]()
      for (const line of keptLines(one, before)) expect([...takeUntil(rest, line)]).toContain(line)
      expect(after.split('\n').length).toBeLessThanOrEqual(wanted.split('\n').length + added.length)
    })
  })
})

function* takeUntil(lines: Iterator<string>, wanted: string) {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    yield next.value
    if (next.value === wanted) return
  }
}
