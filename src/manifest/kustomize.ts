import { anyYaml } from './any-yaml.ts'
import { embeddedEdits, embeddedPatch, inPatch, versionsInPatches } from './embedded-patch.ts'
import { type Layout, noShares, type OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { indexOfModel } from './model-image.ts'
import { setEdits } from './set-keys.ts'
import { chosenPlace, tagPlace, type VersionPlace } from './version-place.ts'
import { wholeLayout } from './whole-layout.ts'

const FILE = /(^|\/)(kustomization\.ya?ml|Kustomization)$/

/** A Kustomization (kustomize.config.k8s.io/v1beta1): the version is `newTag` of an entry of `images`. */
const byImages: Layout = wholeLayout({
  name: 'kustomize',
  what: 'a Kustomization',
  noShadow:
    'A Kustomization puts one image into all pods and sees no requests, so it cannot mirror any. Name the file of the VirtualService or HTTPRoute in serin.yml (layout virtual-service or http-route).',

  recognizes([first], file) {
    if (!isMapping(first?.value)) return false
    const { kind, apiVersion } = first.value
    // Flux has a kind of the same name, which points at such a file and holds images of its own.
    if (kind !== undefined) return kind === 'Kustomization' && !String(apiVersion).includes('toolkit.fluxcd.io')
    return FILE.test(file)
  },

  placeOf,

  wholeOnly() {
    return noShares(
      'A Kustomization puts one image into all pods, so no share of the traffic can be set in it.',
      'Release the version with /promote, or name the file that splits the traffic in serin.yml.',
    )
  },
})

/** The same, and Kustomizations whose `keys.version`, and maybe `keys.traffic`, is in an inline patch. */
export const kustomize: Layout = {
  ...byImages,

  read(manifest) {
    const patch = embeddedPatch(manifest)
    return patch === undefined ? byImages.read(manifest) : inPatch(patch.spot, () => anyYaml.read(patch.inner))
  },

  wholeOnly(manifest) {
    const patch = embeddedPatch(manifest)
    return patch?.inner.environment.keys.traffic === undefined ? byImages.wholeOnly?.(manifest) : undefined
  },

  edits(manifest, next) {
    const patch = embeddedPatch(manifest)
    if (patch === undefined) return byImages.edits(manifest, next)
    const edits = inPatch(patch.spot, () => anyYaml.edits(patch.inner, next))
    const set = anyYaml.read(patch.inner)?.version === next.version ? [] : setEdits(manifest, 0)
    return [...embeddedEdits(patch, edits), ...set]
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
    const [patched] = versionsInPatches(document)
    throw manifestError(list, 'The Kustomization has no images, so it says no version.', {
      fix:
        patched === undefined
          ? 'Write "images:" with the name of the model\'s image, as in its Deployment.'
          : `If it is in the patch, name it in serin.yml: keys: { version: [${patched.join(', ')}] }.`,
    })
  }
  if (second === undefined) return { ...document, path: ['images', 0, 'newTag'] }
  const all = (images as readonly unknown[]).map((one) => {
    const name = isMapping(one) ? one.name : '?'
    return { name, image: name }
  })
  const own = indexOfModel(all, document.manifest.environment.model)
  if (own !== undefined) return { ...document, path: ['images', own, 'newTag'] }
  const names = all.map(({ name }) => String(name))
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
