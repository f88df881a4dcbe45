import type { UserError } from '../errors.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { layouts } from './layouts.ts'
import { isMapping, kindOf, manifestError, type Spot } from './look-up.ts'

/**
 * The layout that `serin.yml` names, else the one that the manifest is recognised as.
 * Throws a UserError when it is none of them, or when `serin.yml` says something of it that the layout does not have.
 */
export function chooseLayout(manifest: OpenManifest): Layout {
  const { environment, documents } = manifest
  const { layout: named } = environment
  const found = layouts.find((layout) =>
    named ? layout.name === named : layout.recognizes(documents, environment.file),
  )
  if (found === undefined) throw unknownShape(manifest)
  refuseForeignKeys(found, manifest)
  return found
}

const KEYED: readonly string[] = ['helm-values', 'yaml']

function refuseForeignKeys({ name }: Layout, manifest: OpenManifest): void {
  const { storageUri, resource, keys } = manifest.environment
  const spot = { manifest, document: 0, path: [] }
  if (name === 'helm-values' && (storageUri !== undefined || resource !== undefined)) {
    throw manifestError(spot, 'This is not an InferenceService, but serin.yml expects one.', {
      fix: 'Remove "storage-uri" and "resource" from serin.yml, or write "layout: kserve" there.',
    })
  }
  if (KEYED.includes(name) || (keys.shadow === undefined && keys.shadowVersion === undefined)) return
  throw manifestError(spot, `The keys "shadow" and "shadow-version" mean nothing in the layout ${name}.`, {
    fix: `Remove them from "keys" in serin.yml; they are for ${KEYED.join(' and ')}.`,
  })
}

function unknownShape(manifest: OpenManifest): UserError {
  const document = Math.max(
    0,
    manifest.documents.findIndex(({ value }) => value !== null),
  )
  const spot: Spot = { manifest, document, path: [] }
  const value = manifest.documents[document]?.value
  const fix = `Name one of these as "file:" in serin.yml: ${layouts.map(({ what }) => what).join(', ')}.`
  if (!isMapping(value)) return manifestError(spot, `${kindOf(value)} stands where a manifest is expected.`, { fix })
  if (String(value.apiVersion).startsWith('serving.kubeflow.org/')) {
    const what = 'This is a resource of KFServing, which KServe has replaced.'
    return manifestError({ ...spot, path: ['apiVersion'] }, what, { fix: 'Migrate it to serving.kserve.io/v1beta1.' })
  }
  const kinds = manifest.documents.flatMap((one) =>
    isMapping(one.value) && one.value.kind ? [String(one.value.kind)] : [],
  )
  return manifestError({ ...spot, path: ['kind'] }, `Serin cannot release a model through ${kinds.join(', ')}.`, {
    fix,
  })
}
