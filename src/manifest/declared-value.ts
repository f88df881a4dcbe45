import type { Environment, Scalar, Settable } from '../config/gitops-config.ts'
import { isWrittenAs } from '../config/value-rule.ts'
import { UserError } from '../errors.ts'
import { editYaml } from '../yaml/edit.ts'
import { readYaml } from '../yaml/read.ts'
import type { OpenManifest } from './layout.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { namedSpot } from './named-path.ts'

export interface ValueTarget {
  readonly environment: Environment
  readonly settable: Settable
  /** Of the file that holds the value. */
  readonly text: string
}

/**
 * The text of a file with a declared value changed, and nothing else; the same text when the value stands there already.
 * What the file keeps as text stays text (Kubernetes takes only texts in `env`), and a number stays a number.
 * Throws a UserError when nothing stands there, or something that is no such value.
 */
export function setDeclaredValue({ environment, settable, text }: ValueTarget, value: Scalar): string {
  const file = settable.file ?? environment.file
  const documents = readYaml(text, { file }).documents
  const manifest: OpenManifest = { environment: { ...environment, file }, text, documents }
  const { spot, prefix } = namedSpot({ manifest, document: documentOf(manifest, settable), path: [] }, settable.path)
  const before = lookUp(spot)
  const next = writtenLike(before, { value, spot, prefix, settable })
  if (next === before) return text
  try {
    return editYaml(text, [{ document: spot.document, op: 'set', path: spot.path, value: next }])
  } catch (error) {
    // An edit is refused by line and column; only here is it known of which file.
    if (!(error instanceof UserError) || error.place.file !== undefined) throw error
    const { what, place, fix } = error
    throw new UserError(what, { place: { ...place, file }, ...(fix !== undefined && { fix }), cause: error })
  }
}

function documentOf(manifest: OpenManifest, { kind, resource }: Settable): number {
  const meant = manifest.documents.flatMap(({ value }, index) => {
    if (!isMapping(value)) return []
    const name = isMapping(value.metadata) ? value.metadata.name : undefined
    const isMeant = (kind === undefined || value.kind === kind) && (resource === undefined || name === resource)
    return isMeant ? [index] : []
  })
  const [first, second] = meant
  if (first !== undefined && second === undefined) return first
  const what = [kind ?? 'resource', resource].filter((part) => part !== undefined).join(' ')
  throw manifestError(
    { manifest, document: second ?? 0, path: [] },
    `The file has ${first === undefined ? 'no' : 'more than one'} ${what}.`,
    { fix: 'Correct "kind" and "resource" of the value under "settable" in serin.yml.' },
  )
}

function writtenLike(
  before: unknown,
  asked: { readonly value: Scalar; readonly spot: Spot; readonly prefix: string; readonly settable: Settable },
): Scalar {
  const { value, spot, prefix, settable } = asked
  const { type } = settable.rule
  if (typeof before === 'string') {
    const old = before.slice(prefix.length)
    if (isWrittenAs(old, type)) return `${prefix}${value}`
  }
  if (type === 'text' && (typeof before === 'number' || typeof before === 'boolean')) return value
  if (typeof before === typeof value) return value
  const fix =
    before === undefined || before === null
      ? 'Write a first value into the file, or correct the path under "settable" in serin.yml.'
      : 'Correct the path or the type under "settable" in serin.yml.'
  throw manifestError(spot, `${capital(kindOf(before))} stands where ${NOUNS[type]} is expected.`, { fix })
}

const NOUNS = { number: 'a number', integer: 'a whole number', boolean: 'true or false', text: 'a text' } as const

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
