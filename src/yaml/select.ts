import { UserError } from '../errors.ts'
import type { YamlStream } from './stream.ts'
import { isMapping } from './value.ts'

/** A document by its place in the stream, from 0, or by its `kind` and `metadata.name`. */
export type DocumentSelector = number | { readonly kind: string; readonly name: string }

/**
 * The index of the document that is meant; without a selector the only one with content.
 * Throws a UserError when there is none or more than one.
 */
export function selectDocument(stream: YamlStream, selector: DocumentSelector | undefined): number {
  const { documents } = stream
  if (typeof selector === 'number') {
    if (documents[selector]) return selector
    throw new UserError(`The file has ${documents.length} documents, so there is no number ${selector} from 0.`)
  }
  const all = documents.map((_, index) => index)
  const filled = all.filter((index) => documents[index]?.value !== null)
  const meant = selector
    ? all.filter((index) => isResource(documents[index]?.value, selector))
    : filled.length === 0 && all.length === 1
      ? all
      : filled
  const [first, second] = meant
  if (first !== undefined && second === undefined) return first
  const what = selector ? `${selector.kind} ${JSON.stringify(selector.name)}` : 'document with content'
  if (first === undefined) throw new UserError(`The file has no ${what}.`)
  throw new UserError(`The file has more than one ${what}.`, {
    place: stream.placeOf(documents[second ?? first]?.start ?? 0),
    fix: selector ? 'Give each resource a name of its own.' : 'Say which one: its kind and name.',
  })
}

function isResource(value: unknown, { kind, name }: { readonly kind: string; readonly name: string }): boolean {
  return isMapping(value) && value.kind === kind && isMapping(value.metadata) && value.metadata.name === name
}
