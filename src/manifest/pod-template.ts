import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { indexOfModel } from './model-image.ts'
import { chosenPlace, imagePlace, type VersionPlace } from './version-place.ts'

const CONTAINERS = ['spec', 'template', 'spec', 'containers']

/**
 * Where a workload (Deployment, DaemonSet, Rollout) says its version: at `keys.version` of serin.yml, else in the image
 * of its only container, or of the one that is called like the model. Throws a UserError when there is none, or several.
 */
export function placeInPods(workload: Spot): VersionPlace {
  const chosen = workload.manifest.environment.keys.version
  if (chosen !== undefined) return chosenPlace(workload, chosen)
  const list = { ...workload, path: CONTAINERS }
  const containers = lookUp(list)
  const [first, second] = Array.isArray(containers) ? containers : []
  if (!isMapping(first)) {
    throw manifestError(list, 'There are no containers here, so no image holds a version.', {
      fix: `Write ${CONTAINERS.join('.')} with the image of the model.`,
    })
  }
  if (second === undefined) return imagePlace({ ...list, path: [...CONTAINERS, 0, 'image'] })
  const all = (containers as readonly unknown[]).map((one) =>
    isMapping(one) ? { name: one.name, image: one.image } : { name: '?', image: undefined },
  )
  const own = indexOfModel(all, workload.manifest.environment.model)
  if (own !== undefined) return imagePlace({ ...list, path: [...CONTAINERS, own, 'image'] })
  const names = all.map(({ name }) => String(name))
  throw manifestError({ ...list, path: [...CONTAINERS, 1] }, `There are several containers: ${names.join(', ')}.`, {
    fix: `Name the one with the model in serin.yml: keys: { version: ${CONTAINERS.join('.')}.${names[0]}.image }.`,
  })
}
