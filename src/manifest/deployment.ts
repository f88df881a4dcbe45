import { type Layout, noShares } from './layout.ts'
import { placeInPods } from './pod-template.ts'
import { isResource, nameOfResource, resourceIn } from './resource.ts'
import { wholeLayout } from './whole-layout.ts'

export const DEPLOYMENT = { kind: 'Deployment', group: 'apps' }

/** A Kubernetes Deployment (apps/v1): the version is the tag of the image, or the value of an environment variable. */
export const deployment: Layout = wholeLayout({
  name: 'deployment',
  what: 'a Deployment',
  noShadow:
    'A Deployment runs one version and sees no requests, so it cannot mirror any. Put a VirtualService or an HTTPRoute in front of it and name that file in serin.yml (layout virtual-service or http-route).',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, DEPLOYMENT))
  },

  placeOf(manifest) {
    return placeInPods(resourceIn(manifest, DEPLOYMENT))
  },

  wholeOnly(manifest) {
    const name = ` ${nameOfResource(resourceIn(manifest, DEPLOYMENT))}`
    return noShares(
      `The Deployment${name} replaces all its pods with the new version, so no share of the traffic can be set.`,
      'Release it with /promote, or put an Argo Rollout, a Flagger Canary, an HTTPRoute or a VirtualService in front of it.',
    )
  },
})
