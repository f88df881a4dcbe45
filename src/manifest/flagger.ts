import { DEPLOYMENT } from './deployment.ts'
import { type Layout, noShares, type OpenManifest } from './layout.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { placeInPods } from './pod-template.ts'
import { isResource, nameOfResource, resourceIn, resourceNamed, resourcesIn } from './resource.ts'
import { wholeLayout } from './whole-layout.ts'

const CANARY = { kind: 'Canary', group: 'flagger.app' }
const TARGETS = [DEPLOYMENT, { kind: 'DaemonSet', group: 'apps' }]

/**
 * The target of a Flagger Canary (flagger.app/v1beta1): a new image in the Deployment or DaemonSet starts the analysis;
 * the weights are the controller's. With `layout: flagger` the Canary may be in another file than its target.
 */
export const flagger: Layout = wholeLayout({
  name: 'flagger',
  what: 'the target of a Flagger Canary',
  noShadow:
    'Mirroring is set by Flagger, by "mirror: true" and "mirrorWeight" in the analysis of the Canary. Write them there by hand before the release.',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, CANARY))
  },

  placeOf(manifest) {
    return placeInPods(targetOf(manifest))
  },

  wholeOnly(manifest) {
    const name = ` ${nameOfResource(targetOf(manifest))}`
    return {
      ...noShares(
        `The shares of a canary of${name} are set by Flagger, by the analysis of its Canary; a weight in git would be overwritten.`,
        'Release the version with /promote: Flagger begins its analysis.',
      ),
      promote: `The version is in the target${name} already. How far its analysis is only Flagger knows, so going on cannot be written in git: let the confirm-promotion webhook answer 200, or set spec.skipAnalysis to true in the Canary. To go back, comment /rollback.`,
    }
  },
})

function targetOf(manifest: OpenManifest): Spot {
  const { resource } = manifest.environment
  const canaries = resourcesIn(manifest, CANARY)
  if (canaries.length === 0) return resourceNamed(manifest, DEPLOYMENT, resource)
  const canary = resourceIn(manifest, CANARY)
  const reference = { ...canary, path: ['spec', 'targetRef'] }
  const [kind, name] = ['kind', 'name'].map((key) => lookUp({ ...reference, path: [...reference.path, key] }))
  const target = TARGETS.find((one) => one.kind === kind)
  if (target === undefined || typeof name !== 'string') {
    throw manifestError(reference, 'The Canary has no Deployment or DaemonSet as its target.', {
      fix: 'Correct spec.targetRef; other targets are not written by Serin.',
    })
  }
  const found = resourcesIn(manifest, target).find((one) => nameOfResource(one) === name)
  if (found !== undefined) return found
  throw manifestError(reference, `The image is in the ${target.kind} "${name}", which is not in this file.`, {
    fix: `Name the file of the ${target.kind} in serin.yml, with "layout: flagger".`,
  })
}
