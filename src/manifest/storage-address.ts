/**
 * Where a version stands in the address of a model.
 * `uri`: `s3://models/iris/<version>`, `oci://quay.io/acme/iris:<version>`, `hf://acme/iris:<version>`;
 * `image`: `quay.io/acme/iris:<version>`; `path`: `iris/<version>` in a bucket named elsewhere; `version`: nothing else.
 */
export type AddressForm = 'uri' | 'image' | 'path' | 'version'

/** The address is before + version + after. */
export interface Parts {
  readonly kind: 'parts'
  readonly before: string
  readonly version: string
  readonly after: string
}

export interface Unclear {
  readonly kind: 'unclear'
  /** A sentence that follows the address. */
  readonly reason: string
}

const unclear = (reason: string): Unclear => ({ kind: 'unclear', reason })

/** Takes an address apart, by its scheme: a tag where there are tags, the last segment of the path elsewhere. */
export function splitAddress(address: string, form: AddressForm): Parts | Unclear {
  if (form === 'version') return { kind: 'parts', before: '', version: address, after: '' }
  if (form === 'image' || /^oci(\+[a-z]+)?:\/\//.test(address)) return splitTag(address, 'latest')
  if (address.startsWith('hf://')) return splitTag(address, 'main')
  return splitPath(address, form)
}

/** A reference without a tag means the tag `usual`. */
function splitTag(address: string, usual: string): Parts | Unclear {
  if (address.includes('@')) return unclear('names an image by its digest, which says nothing about the version')
  const match = /^(?<name>(?:.*\/)?[^/:]+)(?::(?<tag>[^/:]+))?$/.exec(address)
  if (match?.groups?.name === undefined) return unclear('is not an image')
  return { kind: 'parts', before: `${match.groups.name}:`, version: match.groups.tag ?? usual, after: '' }
}

const MODEL_FILE =
  /\.(joblib|pkl|pickle|json|ya?ml|onnx|bst|ubj|pt|pth|mar|keras|h5|bin|gguf|safetensors|pmml|txt|zip|tar|t?gz|tgz)$/i

function splitPath(address: string, form: 'uri' | 'path'): Parts | Unclear {
  if (/[?#]/.test(address)) return unclear('has a query or fragment')
  const root = form === 'uri' ? '[a-z][a-z0-9+.-]*://[^/]+/' : ''
  const match = new RegExp(`^(?<before>${root}(?:.*/)?)(?<version>[^/]+)(?<after>/?)$`, 'i').exec(address)
  const { before, version, after } = match?.groups ?? {}
  if (before === undefined || version === undefined || after === undefined) return unclear('has no path')
  if (MODEL_FILE.test(version)) return unclear('ends in a file, not in a version')
  return { kind: 'parts', before, version, after }
}

/** The version of an address made from `template`; undefined when it was not. */
export function versionByTemplate(address: string, template: string): string | undefined {
  const [before = '', ...others] = template
    .split('{version}')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const [after = '', ...again] = others
  const pattern = `^${before}(?<version>[^/]+?)${after}${again.map((part) => `\\k<version>${part}`).join('')}$`
  return new RegExp(pattern).exec(address)?.groups?.version
}

/** The address of a version. */
export function addressByTemplate(template: string, version: string): string {
  return template.replaceAll('{version}', () => version)
}

/** What both an image tag (OCI distribution spec: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`) and a path segment may be. */
export function fitsAddress(version: string): boolean {
  return /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(version)
}
