import type { KeyPath } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { editYaml, type YamlEdit } from '../yaml/edit.ts'
import { readYaml } from '../yaml/read.ts'
import type { OpenManifest } from './layout.ts'
import { changedLines } from './line-diff.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'

/** YAML that stands as a text inside a manifest: the `patch: |-` of a Kustomization. */
export interface Embedded {
  /** Where the text is. */
  readonly spot: Spot
  /** What it says, with the keys of `serin.yml` counted from its root. */
  readonly inner: OpenManifest
}

/** The patch that `keys.version` steps into; undefined when it names a value of the file itself. */
export function embeddedPatch(manifest: OpenManifest): Embedded | undefined {
  const { environment } = manifest
  const { version, traffic } = environment.keys
  if (version?.[0] !== 'patches' || version[2] !== 'patch' || version.length < 4) return undefined
  const spot: Spot = { manifest, document: 0, path: version.slice(0, 3) }
  const text = lookUp(spot)
  if (typeof text !== 'string') {
    throw manifestError(spot, 'There is no patch here.', { fix: 'Correct "keys: { version: … }" in serin.yml.' })
  }
  const isHere = traffic !== undefined && spot.path.every((step, index) => traffic[index] === step)
  if (traffic !== undefined && !isHere) {
    throw manifestError({ ...spot, path: traffic }, 'The percentage is not in the patch of the version.', {
      fix: 'Name a key of the same patch as "keys: { traffic: … }" in serin.yml, or remove it.',
    })
  }
  const keys = { version: version.slice(3), ...(traffic && { traffic: traffic.slice(3) }) }
  // `set` and `resource` are about the file itself.
  const { resource: _, ...rest } = { ...environment, set: {}, keys }
  const { documents } = inPatch(spot, () => readYaml(text, { file: environment.file }))
  return { spot, inner: { environment: rest, text, documents } }
}

/** A mistake inside the text is placed where the text is: its own lines are not those of the file. */
export function inPatch<Result>(spot: Spot, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw manifestError(spot, `In the patch: ${error.what}`, { fix: error.fix ?? 'Correct the patch.' })
  }
}

/**
 * The edit that makes these edits inside the text.
 * Throws a UserError when other lines of the file would change with them, as in a text that is quoted or folded.
 */
export function embeddedEdits({ spot, inner }: Embedded, edits: readonly YamlEdit[]): readonly YamlEdit[] {
  const text = inPatch(spot, () => editYaml(inner.text, edits))
  if (text === inner.text) return []
  const { document, path, manifest } = spot
  const edit: YamlEdit = { document, op: 'set', path, value: text }
  const after = editYaml(manifest.text, [edit])
  if (countOf(manifest.text, after) === countOf(inner.text, text)) return [edit]
  throw manifestError(spot, 'The patch cannot be changed in its place without rewriting its other lines.', {
    fix: 'Write it as a literal block ("patch: |-") without blank lines at its end, or as a file of its own ("path: …") and name that file in serin.yml.',
  })
}

function countOf(before: string, after: string): number {
  return changedLines(before, after)
    .split('\n')
    .filter((line) => /^[-+]/.test(line)).length
}

/** The paths of `keys.version` that could be meant in the inline patches of a Kustomization. */
export function versionsInPatches(document: Spot): readonly KeyPath[] {
  const patches = lookUp({ ...document, path: ['patches'] })
  if (!Array.isArray(patches)) return []
  return patches.flatMap((patch: unknown, index) => {
    const text = isMapping(patch) ? patch.patch : undefined
    if (typeof text !== 'string') return []
    const spot = { ...document, path: ['patches', index, 'patch'] }
    const { documents } = inPatch(spot, () => readYaml(text, { file: document.manifest.environment.file }))
    return documents
      .map(({ value }) => value)
      .flatMap(candidatesIn)
      .map((path) => ['patches', index, 'patch', ...path])
  })
}

const VERSIONED = /(^|\/)(storageUri|image)$/

/** Of a strategic merge patch, keys by their name; of a JSON patch (RFC 6902), the value of an operation by its path. */
function candidatesIn(value: unknown): readonly KeyPath[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index): KeyPath[] => {
      if (isMapping(item) && typeof item.path === 'string' && VERSIONED.test(item.path)) return [[index, 'value']]
      return candidatesIn(item).map((path) => [index, ...path])
    })
  }
  if (!isMapping(value)) return []
  return Object.entries(value).flatMap(([key, part]): KeyPath[] =>
    VERSIONED.test(key) && typeof part === 'string' ? [[key]] : candidatesIn(part).map((path) => [key, ...path]),
  )
}
