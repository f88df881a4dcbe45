import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { UserError } from '../../src/errors.ts'
import { editYaml, type YamlEdit } from '../../src/yaml/edit.ts'
import { editTree, membersOf, randomEdit } from './random-edit.ts'
import { type Random, seeded, type Tree } from './random-manifest.ts'
import { type RandomDocument, randomStream } from './random-stream.ts'
import { touchedTooMuch } from './untouched-lines.ts'

/** What the parser itself takes the text for, without Serin's reader, document by document. */
function valuesIn(text: string): Tree[] {
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), { merge: true, logLevel: 'silent' })
  if (!Array.isArray(documents)) return [null]
  const errors = documents.flatMap((document) => document.errors)
  if (errors.length > 0) throw new Error(`Not valid YAML: ${errors[0]?.message}`)
  return documents.map((document) => document.toJS())
}

/** An edit of what no alias has to do with. */
function freeEdit(documents: readonly RandomDocument[], random: Random): YamlEdit & { document: number } {
  const document = random.below(documents.length)
  for (;;) {
    const { tree, shared } = documents[document] as RandomDocument
    const edit = randomEdit(tree, random)
    if (!shared.includes(String(edit.path[0]))) return { ...edit, document }
  }
}

/** The edited text; undefined when it is refused because the change cannot be told from one of something else. */
function attempt(text: string, edit: YamlEdit): string | undefined {
  try {
    return editYaml(text, [edit])
  } catch (error) {
    if (error instanceof UserError && error.what.startsWith('This cannot be changed')) return undefined
    throw error
  }
}

const memberAt = (tree: Tree, path: YamlEdit['path']) =>
  path.length === 0 ? tree : membersOf(tree).find((one) => isDeepStrictEqual(one.path, path))?.value

/** The edit that takes another one back; undefined where the old text cannot be told from the new one. */
function reverse(edit: YamlEdit, tree: Tree, text: string): YamlEdit | undefined {
  const { path, op } = edit
  const [old, holder] = [memberAt(tree, path), memberAt(tree, path.slice(0, -1))]
  // A text of several lines ends the file with a line break.
  if (!text.endsWith('\n') && JSON.stringify(edit.value ?? '').includes('\\n')) return undefined
  const isAddition = op === 'insert' || old === undefined
  const hadNeighbours = typeof holder === 'object' && holder !== null && Object.keys(holder).length > 0
  if (isAddition) return hadNeighbours && !/#[^\n]*\n\s*[\]}]/.test(text) ? { ...edit, op: 'delete' } : undefined
  const isWord = (value: unknown) =>
    typeof value === 'string' && /^[a-z]{2}[a-z0-9./]+$/.test(value) && value !== 'yes' && value !== 'null'
  return op === 'set' && isWord(old) && isWord(edit.value) ? { ...edit, value: old } : undefined
}

const STREAMS = 400
const PARTS = 4

describe('random edits of random streams', () => {
  it.each([...Array(PARTS).keys()])(
    'give the wanted value, leave the other lines, and can be undone, part %i',
    (part) => {
      const seen = { edits: 0, refused: 0, undone: 0 }
      for (let seed = part; seed < STREAMS; seed += PARTS) {
        const random = seeded(seed)
        let { text, documents } = randomStream(random)
        for (let turn = 0; turn < 3; turn++) {
          const edit = freeEdit(documents, random)
          const about = `seed ${seed}, turn ${turn}: ${JSON.stringify(edit)} in\n${text}\n`
          const fail = (what: string) => expect.fail(`${what}: ${about}`)
          const { tree, shared } = documents[edit.document] as RandomDocument
          const after = attempt(text, edit)
          seen.edits++
          if (after === undefined) {
            seen.refused++
            continue
          }
          documents = documents.with(edit.document, { tree: editTree(tree, edit), shared })
          if (
            !isDeepStrictEqual(
              valuesIn(after),
              documents.map((one) => one.tree),
            )
          )
            fail(`wrong\n${after}`)
          const touched = touchedTooMuch(text, after, edit)
          if (touched !== undefined) fail(`${touched}\n${after}`)
          const back = reverse(edit, tree, text)
          if (back && attempt(after, back) !== text) fail(`not undone by ${JSON.stringify(back)}\n${after}`)
          if (back) seen.undone++
          text = after
        }
      }
      expect(seen.refused / seen.edits).toBeLessThan(0.002)
      expect(seen.undone / seen.edits).toBeGreaterThan(0.2)
    },
  )
})

describe('a large file', () => {
  it('of 10,000 lines is edited in its lines only', () => {
    const random = seeded(7)
    const keys = Object.fromEntries(
      Array.from({ length: 420 }, (_, n) => [`model-${n}`, randomStream(random, { documents: 1, entries: 4 })]),
    )
    const parts = Object.entries(keys).filter(([, one]) => isPlainMapping(one.documents[0]?.tree, one.text))
    let text = parts.map(([key, { text: body }]) => `${key}:\n${indented(body)}`).join('')
    while (text.split('\n').length < 10_000) text += `# ${'-'.repeat(20)}\n`
    let tree: Tree = Object.fromEntries(parts.map(([key, { documents }]) => [key, documents[0]?.tree as Tree]))
    for (let turn = 0; turn < 2; turn++) {
      const edit = { ...randomEdit(tree, random), document: 0 }
      const after = editYaml(text, [edit])
      tree = editTree(tree, edit)
      expect(isDeepStrictEqual(valuesIn(after), [tree]), JSON.stringify(edit)).toBe(true)
      expect(touchedTooMuch(text, after, edit), JSON.stringify(edit)).toBeUndefined()
      text = after
    }
  })
})

const isPlainMapping = (tree: Tree | undefined, text: string) =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree) && !/^(?:---|\.\.\.|\{|\uFEFF)|[&*]/m.test(text)

const indented = (text: string) => text.replace(/\n?$/, '\n').replaceAll(/^(?=.*\S)/gm, '  ')
