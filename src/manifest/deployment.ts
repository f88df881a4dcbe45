import type { Layout, OpenManifest } from './layout.ts'
import type { Spot } from './look-up.ts'
import { placeInPods } from './pod-template.ts'
import { isResource, nameOfResource, resourceIn } from './resource.ts'
import { versionAt, versionEdits } from './version-place.ts'

export const DEPLOYMENT = { kind: 'Deployment', group: 'apps' }

/** A Kubernetes Deployment (apps/v1): the version is the tag of the image, or the value of an environment variable. */
export const deployment: Layout = {
  name: 'deployment',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, DEPLOYMENT))
  },

  read(manifest) {
    if (isEmpty(manifest)) return undefined
    const version = versionAt(placeInPods(resourceIn(manifest, DEPLOYMENT)))
    return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
  },

  wholeOnly(manifest) {
    const name = isEmpty(manifest) ? '' : ` ${nameOfResource(resourceIn(manifest, DEPLOYMENT))}`
    return {
      canary: `The Deployment${name} replaces all its pods with the new version, so no share of the traffic can be set. Release it with /promote, or put an Argo Rollout, a Flagger Canary, an HTTPRoute or a VirtualService in front of it.`,
    }
  },

  edits(manifest, { version }) {
    const workload: Spot = resourceIn(manifest, DEPLOYMENT)
    return versionEdits(placeInPods(workload), version)
  },
}

/** A file that was committed before its content. */
export function isEmpty({ documents }: OpenManifest): boolean {
  return documents.every(({ value }) => value === null)
}
