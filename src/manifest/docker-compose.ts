import { isEmpty } from './deployment.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { chosenPlace, imagePlace, type VersionPlace, versionAt, versionEdits } from './version-place.ts'

const FILE = /(^|\/)(docker-)?compose(\.[\w-]+)*\.ya?ml$/

/**
 * A file of Docker Compose (the Compose specification): the version is the tag of a service's image, or a variable of
 * its environment. Of several services `resource` in serin.yml names the one that serves the model.
 */
export const dockerCompose: Layout = {
  name: 'docker-compose',

  recognizes([first], file) {
    return FILE.test(file) && isMapping(first?.value) && isMapping(first.value.services)
  },

  read(manifest) {
    if (isEmpty(manifest)) return undefined
    const version = versionAt(placeOf(manifest))
    return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
  },

  wholeOnly() {
    return {
      canary:
        'Docker Compose runs a service with one image, so no share of the traffic can be set. Release the version with /promote.',
    }
  },

  edits(manifest, { version }) {
    return versionEdits(placeOf(manifest), version)
  },
}

function placeOf(manifest: OpenManifest): VersionPlace {
  const document: Spot = { manifest, document: 0, path: [] }
  const chosen = manifest.environment.keys.version
  if (chosen !== undefined) return chosenPlace(document, chosen)
  return imagePlace({ ...document, path: ['services', serviceOf(document), 'image'] })
}

function serviceOf(document: Spot): string {
  const { resource } = document.manifest.environment
  const spot = { ...document, path: ['services'] }
  const services = lookUp(spot)
  const names = Object.entries(isMapping(services) ? services : {})
    .filter(([, service]) => isMapping(service) && 'image' in service)
    .map(([name]) => name)
  const [found, other] = resource === undefined ? names : names.filter((name) => name === resource)
  if (found !== undefined && other === undefined) return found
  const one = resource === undefined ? 'no service' : `no service "${resource}"`
  const what =
    found === undefined ? `There is ${one} with an image.` : `There are several services: ${names.join(', ')}.`
  throw manifestError(other === undefined ? spot : { ...spot, path: ['services', other] }, what, {
    fix: 'Name the one that serves the model as "resource:" in serin.yml.',
  })
}
