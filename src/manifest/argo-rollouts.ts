import { DEPLOYMENT, isEmpty } from './deployment.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { placeInPods } from './pod-template.ts'
import { isResource, nameOfResource, resourceIn, resourceNamed } from './resource.ts'
import { versionAt, versionEdits } from './version-place.ts'

const ROLLOUT = { kind: 'Rollout', group: 'argoproj.io' }

/**
 * An Argo Rollouts Rollout (argoproj.io/v1alpha1): a new image starts the controller's steps. Which step it is at is in
 * its status alone (argo-rollouts#2906), and an edit of `steps` in the middle starts them again (`checkStepHashChange`
 * of `utils/replicaset/replicaset.go`), so git says the version and nothing about shares.
 */
export const argoRollouts: Layout = {
  name: 'argo-rollouts',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, ROLLOUT))
  },

  read(manifest) {
    if (isEmpty(manifest)) return undefined
    const version = versionAt(placeInPods(workloadOf(manifest)))
    return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
  },

  wholeOnly(manifest) {
    const name = isEmpty(manifest) ? '' : nameOfResource(resourceIn(manifest, ROLLOUT))
    return {
      canary: `The shares of a canary are the steps of the Rollout ${name}, which its controller takes by itself; a change of the steps in the middle would start them again. Release the version with /promote: the controller begins at its first step.`,
      promote: `The version is in the Rollout ${name} already. How far its steps are is not in git, so going on cannot be written there: run "kubectl argo rollouts promote ${name}" or use "resume" in Argo CD. To go back, comment /rollback.`,
    }
  },

  edits(manifest, { version }) {
    return versionEdits(placeInPods(workloadOf(manifest)), version)
  },
}

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
