import { isEmpty } from './deployment.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { chosenPlace, tagPlace, type VersionPlace, versionAt, versionEdits } from './version-place.ts'

const FILE = /(^|\/)(kustomization\.ya?ml|Kustomization)$/

/** A Kustomization (kustomize.config.k8s.io/v1beta1): the version is `newTag` of an entry of `images`. */
export const kustomize: Layout = {
  name: 'kustomize',

  recognizes([first], file) {
    if (!isMapping(first?.value)) return false
    const { kind, apiVersion } = first.value
    // Flux has a kind of the same name, which points at such a file and holds images of its own.
    if (kind !== undefined) return kind === 'Kustomization' && !String(apiVersion).includes('toolkit.fluxcd.io')
    return FILE.test(file)
  },

  read(manifest) {
    if (isEmpty(manifest)) return undefined
    const version = versionAt(placeOf(manifest))
    return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
  },

  wholeOnly() {
    return {
      canary:
        'A Kustomization puts one image into all pods, so no share of the traffic can be set in it. Release the version with /promote, or name the file that splits the traffic in serin.yml.',
    }
  },

  edits(manifest, { version }) {
    return versionEdits(placeOf(manifest), version)
  },
}

function placeOf(manifest: OpenManifest): VersionPlace {
  const document: Spot = { manifest, document: 0, path: [] }
  const { version: chosen } = manifest.environment.keys
  const place = chosen === undefined ? tagPlace(onlyImage(document)) : chosenPlace(document, chosen)
  if (place.spot.path.at(-1) === 'newTag') refuseDigest(place.spot)
  return place
}

function onlyImage(document: Spot): Spot {
  const list = { ...document, path: ['images'] }
  const images = lookUp(list)
  const [first, second] = Array.isArray(images) ? images : []
  if (first === undefined) {
    throw manifestError(list, 'The Kustomization has no images, so it says no version.', {
      fix: 'Write "images:" with the name of the model\'s image, as in its Deployment.',
    })
  }
  if (second === undefined) return { ...document, path: ['images', 0, 'newTag'] }
  const names = (images as readonly unknown[]).map((one) => (isMapping(one) ? String(one.name) : '?'))
  throw manifestError({ ...list, path: ['images', 1] }, `There are several images: ${names.join(', ')}.`, {
    fix: `Name the one of the model in serin.yml: keys: { version: [images, ${JSON.stringify(names[0])}, newTag] }.`,
  })
}

/** `kustomize` writes the digest and not the tag when an entry has both, so a new tag would change nothing. */
function refuseDigest(tag: Spot): void {
  const spot = { ...tag, path: [...tag.path.slice(0, -1), 'digest'] }
  if (lookUp(spot) === undefined) return
  throw manifestError(spot, 'The image is named by its digest, which takes the place of newTag.', {
    fix: 'Remove the digest, and name the version as newTag.',
  })
}
