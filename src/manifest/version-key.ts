import type { KeyPath } from '../config/gitops-config.ts'
import type { UserError } from '../errors.ts'
import type { OpenManifest } from './layout.ts'
import { isMapping, manifestError, type Spot } from './look-up.ts'

/**
 * Why it is not known where a file that looks like Helm values keeps its version: it has none at its top and serin.yml
 * names no key, so that a release would write one which nobody reads; or the one at its top means something else.
 * Undefined for a file without content, which is for Serin to begin.
 */
export function versionKeyProblem(manifest: OpenManifest): UserError | undefined {
  const document = manifest.documents.findIndex(({ value }) => value !== null)
  const value = manifest.documents[document]?.value
  if (manifest.environment.keys.version !== undefined || !isMapping(value)) return undefined
  const spot: Spot = { manifest, document, path: [] }
  const foreign = manifest.environment.layout === undefined ? foreignProblem(spot, value) : undefined
  if (foreign !== undefined || 'version' in value || Object.keys(value).length === 0) return foreign
  const candidates = candidatesIn(value, []).slice(0, MOST_NAMED).map(written)
  const [first] = candidates
  const name = first ?? 'image.tag'
  const others = candidates.length < 2 ? '' : ` These keys look like one: ${candidates.join(', ')}.`
  return manifestError(
    spot,
    'The file has no "version" at its top and serin.yml names no key for it, so a release would write one that nobody may read.',
    {
      fix: `Name the key that is read, for example "keys: { version: ${name} }" in serin.yml.${others} Where the chart does read "version", write "version:" into the file; where these are no Helm values, name their "layout:".`,
    },
  )
}

const MOST_NAMED = 4

/** Mappings whose `version`, where they have one, is that of a format or of a package. */
function foreignProblem(spot: Spot, value: Readonly<Record<string, unknown>>): UserError | undefined {
  const services = isMapping(value.services) ? Object.values(value.services) : []
  if (services.some((service) => isMapping(service) && (typeof service.image === 'string' || 'build' in service))) {
    return manifestError({ ...spot, path: ['services'] }, 'This looks like a docker-compose file under another name.', {
      fix: 'Write "layout: docker-compose" in serin.yml, or "layout: helm-values" if these are values.',
    })
  }
  if (!/^v[12]$/.test(String(value.apiVersion)) || !('name' in value && 'version' in value)) return undefined
  return manifestError(
    { ...spot, path: ['version'] },
    'This is the Chart.yaml of a Helm chart: its version is the chart’s.',
    {
      fix: 'Name the file with the values as "file:" in serin.yml, or "keys: { version: appVersion }" for the version of what the chart deploys.',
    },
  )
}

const KEY = /^((image|model)?[-_]?(tag|version|revision)|newTag)$/i

/** Where a file may keep a version, in its order: `image.tag`, `model.version`, an image with its tag. */
function candidatesIn(value: unknown, path: KeyPath): readonly KeyPath[] {
  if (path.length > DEEPEST) return []
  const entries = Array.isArray(value) ? [...value.entries()] : isMapping(value) ? Object.entries(value) : []
  return entries.flatMap(([key, part]: readonly [string | number, unknown]) => {
    const here = [...path, key]
    if (typeof part === 'object' && part !== null) return candidatesIn(part, here)
    return KEY.test(String(key)) || isAddress(String(key), part) ? [here] : []
  })
}

const DEEPEST = 6

function isAddress(key: string, value: unknown): boolean {
  if (typeof value !== 'string') return false
  return /image$/i.test(key) ? /[/:]/.test(value) : /uri$/i.test(key) && value.includes('://')
}

/** As it is written in serin.yml. */
function written(path: KeyPath): string {
  const isPlain = path.every(
    (step) => typeof step === 'number' || /^[^.\s\d,[\]{}"'#:&*!|>%@`][^.\s,[\]{}"'#]*$/.test(step),
  )
  return isPlain ? path.join('.') : JSON.stringify(path)
}
