import { DEPLOYMENT } from './deployment.ts'
import { type Layout, noShares, type OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { placeInPods } from './pod-template.ts'
import { isResource, nameOfResource, resourceIn, resourceNamed } from './resource.ts'
import { wholeLayout } from './whole-layout.ts'

const ROLLOUT = { kind: 'Rollout', group: 'argoproj.io' }

/**
 * An Argo Rollouts Rollout (argoproj.io/v1alpha1): a new image starts the controller's steps. Which step it is at is in
 * its status alone (argo-rollouts#2906), and an edit of `steps` in the middle starts them again (`checkStepHashChange`
 * of `utils/replicaset/replicaset.go`), so git says the version and nothing about shares.
 */
export const argoRollouts: Layout = wholeLayout({
  name: 'argo-rollouts',
  what: 'an Argo Rollout',
  noShadow:
    'A mirror of an Argo Rollout is a step of its own, setMirrorRoute (Istio only), and a change of the steps in the middle starts them again. Write that step into the Rollout by hand before the release, or release through a VirtualService of your own (layout virtual-service).',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, ROLLOUT))
  },

  placeOf(manifest) {
    return placeInPods(workloadOf(manifest))
  },

  wholeOnly(manifest) {
    const name = nameOfResource(resourceIn(manifest, ROLLOUT))
    return {
      ...noShares(
        `The shares of a canary are the steps of the Rollout ${name}, which its controller takes by itself; a change of the steps in the middle would start them again.`,
        'Release the version with /promote: the controller begins at its first step.',
      ),
      promote: `The version is in the Rollout ${name} already. How far its steps are is not in git, so going on cannot be written there: run "kubectl argo rollouts promote ${name}" or use "resume" in Argo CD. To go back, comment /rollback.`,
    }
  },
})

/** The pods are described in the Rollout, or in the Deployment that its `workloadRef` names. */
function workloadOf(manifest: OpenManifest): Spot {
  const rollout = resourceIn(manifest, ROLLOUT)
  const spot = { ...rollout, path: ['spec', 'workloadRef'] }
  const reference = lookUp(spot)
  if (!isMapping(reference)) return rollout
  if (reference.kind === 'Deployment') return resourceNamed(manifest, DEPLOYMENT, String(reference.name))
  throw manifestError(spot, `Serin does not write the pods of a ${String(reference.kind)}.`, {
    fix: 'Let the Rollout refer to a Deployment, or have spec.template itself.',
  })
}
