import { type Layout, noShares, type OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { indexOfModel } from './model-image.ts'
import { chosenPlace, imagePlace, type VersionPlace } from './version-place.ts'
import { wholeLayout } from './whole-layout.ts'

const FILE = /(^|\/)(docker-)?compose(\.[\w-]+)*\.ya?ml$/

/**
 * A file of Docker Compose (the Compose specification): the version is the tag of a service's image, or a variable of
 * its environment. Of several services `resource` in serin.yml names the one that serves the model.
 */
export const dockerCompose: Layout = wholeLayout({
  name: 'docker-compose',
  what: 'a docker-compose file',
  noShadow:
    "Docker Compose runs a service with one image and mirrors no requests. Run the version as a second service, and let the proxy in front of both mirror to it; Serin does not write that proxy's configuration.",

  recognizes([first], file) {
    return FILE.test(file) && isMapping(first?.value) && isMapping(first.value.services)
  },

  placeOf,

  wholeOnly() {
    return noShares(
      'Docker Compose runs a service with one image, so no share of the traffic can be set.',
      'Release the version with /promote.',
    )
  },
})

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
  const images = Object.entries(isMapping(services) ? services : {}).flatMap(([name, service]) =>
    isMapping(service) && 'image' in service ? [{ name, image: service.image }] : [],
  )
  const own = images[indexOfModel(images, document.manifest.environment.model) ?? -1]
  const names = images.map(({ name }) => name)
  const [found, other] =
    resource !== undefined ? names.filter((name) => name === resource) : own === undefined ? names : [own.name]
  if (found !== undefined && other === undefined) return found
  const one = resource === undefined ? 'no service' : `no service "${resource}"`
  const what =
    found === undefined ? `There is ${one} with an image.` : `There are several services: ${names.join(', ')}.`
  throw manifestError(other === undefined ? spot : { ...spot, path: ['services', other] }, what, {
    fix: 'Name the one that serves the model as "resource:" in serin.yml.',
  })
}
