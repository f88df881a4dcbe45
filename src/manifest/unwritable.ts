import { UserError } from '../errors.ts'
import type { YamlDocument } from '../yaml/read.ts'
import type { OpenManifest } from './layout.ts'

/**
 * Refuses a manifest that another program makes the real one of, whatever it says itself: a change could not be told
 * from a mistake there, or would break it. Throws a UserError with file, line and column.
 */
export function refuseUnwritable(manifest: OpenManifest): void {
  refuseTemplate(manifest)
  refuseYtt(manifest)
  for (const document of manifest.documents) refuseEncrypted(document, manifest)
}

/**
 * Refuses a version that is not one yet: `${TAG}`, `{{ .Values.tag }}`. Throws a UserError with the line where the file
 * has it.
 */
export function refuseTemplateVersion(version: string, { text, environment: { file } }: OpenManifest): void {
  if (!/\$\{|\{\{|\{%/.test(version)) return
  const at = text.indexOf(version)
  throw new UserError(`What runs here is ${version.slice(0, 60)}, which something else fills in.`, {
    place: { file, ...(at >= 0 && { line: text.slice(0, at).split('\n').length }) },
    fix: 'Write the version itself there, or name the file that has it as "file:" in serin.yml.',
  })
}

/** Templates whose marks the YAML around them bears: `name: app-{{ .Release.Name }}`. */
function refuseTemplate({ documents, environment: { file } }: OpenManifest): void {
  const template = documents.find((document) => document.template !== undefined)?.template
  if (template === undefined) return
  throw new UserError('This file is a template: something else fills in what stands between {{ }} or {% %}.', {
    place: { file, ...template },
    fix: 'Name the file with the values as "file:" in serin.yml, or put quotes around the value if it is meant as it is.',
  })
}

/** ytt writes its templates into comments (carvel.dev/ytt, "Annotations"). */
const YTT = /^[ \t]*#@(?:[ \t]|[a-z]+\/|library\b)|[ \t]#@ /m

function refuseYtt({ text, environment: { file } }: OpenManifest): void {
  const found = YTT.exec(text)
  if (found === null) return
  throw new UserError('This file is a ytt template: its comments are a program.', {
    place: { file, line: text.slice(0, found.index).split('\n').length },
    fix: 'Name the file with the data values as "file:" in serin.yml.',
  })
}

function refuseEncrypted(document: YamlDocument, { environment: { file } }: OpenManifest): void {
  const { value } = document
  if (typeof value !== 'object' || value === null) return
  // getsops.io: the metadata of an encrypted document, with a code over all its values.
  const { sops, kind } = value as { readonly sops?: unknown; readonly kind?: unknown }
  if (typeof sops === 'object' && sops !== null && ('mac' in sops || 'lastmodified' in sops)) {
    throw new UserError('This file is encrypted with SOPS: after any change, its checksum (mac) would be wrong.', {
      place: { file, ...document.positionOf(['sops']), key: 'sops' },
      fix: 'Keep the version in a file of its own that is not encrypted, and name that one as "file:" in serin.yml.',
    })
  }
  if (kind !== 'SealedSecret') return
  throw new UserError('This is a SealedSecret: what is in it is encrypted as a whole.', {
    place: { file, ...document.positionOf(['kind']), key: 'kind' },
    fix: 'Name the manifest of the model as "file:" in serin.yml, in a file without secrets.',
  })
}
