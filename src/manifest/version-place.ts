import type { KeyPath } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import { kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { namedSpot } from './named-path.ts'
import { setEdits } from './set-keys.ts'
import { type AddressForm, addressByTemplate, fitsAddress, splitAddress, versionByTemplate } from './storage-address.ts'
import { writtenNumber } from './written-number.ts'

/** A value with the version in it: `prefix` + an address of the form. */
export interface VersionPlace {
  readonly spot: Spot
  readonly prefix: string
  /** Where the version stands; `template`: as `storage-uri` in serin.yml says. */
  readonly form: AddressForm | 'template'
  /** The value without the prefix; undefined when the key is not there yet. */
  readonly text: string | undefined
}

/** The image at a path. Throws a UserError when it is not a text. */
export function imagePlace(spot: Spot): VersionPlace {
  return { spot, prefix: '', form: 'image', text: textAt(spot, '') }
}

/** The tag at a path, and nothing else. */
export function tagPlace(spot: Spot): VersionPlace {
  return { spot, prefix: '', form: 'version', text: textAt(spot, '') }
}

/**
 * The place that `keys.version` of serin.yml names in a document: an image under a key `image`, an address with
 * `://` or as `storage-uri` says, else the version alone.
 */
export function chosenPlace(document: Spot, path: KeyPath): VersionPlace {
  const { spot, prefix } = namedSpot(document, path)
  refuseReference(spot)
  const text = textAt(spot, prefix)
  if (isImage(spot)) return { spot, prefix, form: 'image', text }
  if (spot.manifest.environment.storageUri !== undefined) return { spot, prefix, form: 'template', text }
  return { spot, prefix, form: text?.includes('://') ? 'uri' : 'version', text }
}

/** Kubernetes takes either `value` or `valueFrom` for a variable. */
function refuseReference(spot: Spot): void {
  if (spot.path.at(-1) !== 'value') return
  const reference = { ...spot, path: [...spot.path.slice(0, -1), 'valueFrom'] }
  if (lookUp(reference) === undefined) return
  throw manifestError(
    reference,
    'The variable takes its value from somewhere else, so the version is not in this file.',
    {
      fix: 'Write it as "value:" here, or name the file that has it as "file:" in serin.yml.',
    },
  )
}

/** A text that is an image or an address by its key and itself; undefined for one that is the version alone. */
export function addressPlace(spot: Spot): VersionPlace | undefined {
  const text = lookUp(spot)
  if (typeof text !== 'string') return undefined
  if (text.includes('://')) return { spot, prefix: '', form: 'uri', text }
  return /image$/i.test(String(spot.path.at(-1))) && /[/:]/.test(text)
    ? { spot, prefix: '', form: 'image', text }
    : undefined
}

/** Also in an operation of a JSON patch (RFC 6902), whose `path` says what its `value` is. */
function isImage(spot: Spot): boolean {
  const key = spot.path.at(-1)
  if (key !== 'value') return key === 'image'
  const target = lookUp({ ...spot, path: [...spot.path.slice(0, -1), 'path'] })
  return typeof target === 'string' && target.endsWith('/image')
}

function textAt(spot: Spot, prefix: string): string | undefined {
  const value = lookUp(spot)
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value.slice(prefix.length) || undefined
  const written = writtenNumber(spot)
  if (written !== undefined) return written
  throw manifestError(spot, `${kindOf(value)} stands where a version is needed.`, {
    fix: 'Write it in quotes, or name the right path under "keys:" in serin.yml.',
  })
}

/**
 * The version at the place; undefined when there is none yet.
 * Throws a UserError for a digest, a variable, and an address whose version cannot be told.
 */
export function versionAt(place: VersionPlace): string | undefined {
  return place.text === undefined ? undefined : partsOf(place, place.text).version
}

/** The edits that write the version, and the environment's `set` keys with it; nothing when it is there already. */
export function versionEdits(place: VersionPlace, version: string): readonly YamlEdit[] {
  if (versionAt(place) === version) return []
  const { document, path, manifest } = place.spot
  if (place.form !== 'version' && !fitsAddress(version)) {
    throw manifestError(place.spot, `The version ${JSON.stringify(version)} cannot be part of an address.`, {
      fix: 'Use letters, digits, ".", "_" and "-", at most 128 of them.',
    })
  }
  const value = place.prefix + addressOf(place, version)
  return [{ document, op: 'set', path, value }, ...setEdits(manifest, document)]
}

function addressOf(place: VersionPlace, version: string): string {
  if (place.form === 'version') return version
  const template = place.spot.manifest.environment.storageUri
  if (place.form === 'template' && template !== undefined) return addressByTemplate(template, version)
  if (place.text === undefined) {
    throw manifestError(place.spot, 'There is no image here yet, so only its version is known.', {
      fix: 'Write the image with any tag; Serin changes the tag.',
    })
  }
  const { before, after } = partsOf(place, place.text)
  return `${before}${version}${after}`
}

function partsOf({ spot, form }: VersionPlace, text: string): { before: string; version: string; after: string } {
  if (/\$[{(\w]/.test(text)) {
    throw manifestError(spot, `${JSON.stringify(text)} takes its version from a variable, which is not in this file.`, {
      fix: 'Write the version itself here.',
    })
  }
  if (form === 'template') {
    const template = spot.manifest.environment.storageUri ?? '{version}'
    const version = versionByTemplate(text, template)
    if (version !== undefined) return { before: '', version, after: '' }
    throw manifestError(spot, `The address ${JSON.stringify(text)} is not one of "${template}".`, {
      fix: 'Correct "storage-uri" in serin.yml, or the address here.',
    })
  }
  const parts = splitAddress(text, form)
  if (parts.kind === 'parts') return parts
  const fix = text.includes('@')
    ? 'Name the image by a tag, without the digest: the tag beside a digest is not read, so a new one would change nothing.'
    : 'Write it with the version as its tag or last part, or name the right key under "keys:" in serin.yml.'
  throw manifestError(spot, `${JSON.stringify(text)} ${parts.reason}, so its version cannot be told.`, { fix })
}
