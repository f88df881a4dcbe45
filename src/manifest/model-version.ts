import type { YamlEdit } from '../yaml/edit.ts'
import { manifestError } from './look-up.ts'
import type { ModelSpot } from './predictor.ts'
import { setEdits } from './set-keys.ts'
import { addressByTemplate, fitsAddress, splitAddress, versionByTemplate } from './storage-address.ts'

/** The version in the address of a model; undefined where none is written. Throws a UserError when it cannot be told. */
export function modelVersion(model: ModelSpot): string | undefined {
  const { address, form } = model
  if (address === undefined || address === '') return undefined
  const template = model.manifest.environment.storageUri
  if (template === undefined) return partsOf(address, model).version
  const version = form === 'version' ? address : versionByTemplate(address, template)
  if (version !== undefined) return version
  throw manifestError(model, `The address ${JSON.stringify(address)} is not one of "${template}".`, {
    fix: 'Correct "storage-uri" in serin.yml, or the address here.',
  })
}

/** The edits that write another version into the address, and the environment's `set` keys into its document. */
export function modelVersionEdits(model: ModelSpot, version: string): readonly YamlEdit[] {
  if (modelVersion(model) === version) return []
  return [...modelAddressEdits(model, version), ...setEdits(model.manifest, model.document)]
}

/** The edit that writes another version into the address alone. */
export function modelAddressEdits(model: ModelSpot, version: string): readonly YamlEdit[] {
  if (modelVersion(model) === version) return []
  const { document, path } = model
  return [{ document, op: 'set', path, value: addressOfVersion(model, version) }]
}

/** The address of another version of the model. Throws a UserError for a version that no address can have. */
export function addressOfVersion(model: ModelSpot, version: string): string {
  if (!fitsAddress(version)) {
    throw manifestError(model, `The version ${JSON.stringify(version)} cannot be part of an address.`, {
      fix: 'Use letters, digits, ".", "_" and "-", at most 128 of them.',
    })
  }
  const template = model.manifest.environment.storageUri
  if (model.form === 'version') return version
  if (template !== undefined) return addressByTemplate(template, version)
  const { before, after } = partsOf(model.address ?? '', model)
  return `${before}${version}${after}`
}

function partsOf(address: string, model: ModelSpot) {
  const parts = splitAddress(address, model.form)
  const isBare = parts.kind === 'parts' && !parts.before.endsWith(':') && isModelItself(parts.version, model)
  if (parts.kind === 'parts' && !isBare) return parts
  const reason = parts.kind === 'unclear' ? parts.reason : 'ends in the name of the model'
  throw manifestError(model, `The address ${JSON.stringify(address)} ${reason}, so its version cannot be told.`, {
    fix: address.includes('@')
      ? 'Name the model by a tag, without the digest, which takes the place of a tag.'
      : 'Write the address of a version as "storage-uri" in serin.yml, with {version} in it, and the first such address here.',
  })
}

/** `s3://models/iris` has no version: the next one would be written over the folder of the model. */
function isModelItself(part: string, { manifest, form }: ModelSpot): boolean {
  return form !== 'version' && part === manifest.environment.model
}
