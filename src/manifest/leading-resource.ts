import type { YamlDocument } from '../yaml/read.ts'
import { isMapping } from './look-up.ts'
import { isResource, type ResourceKind } from './resource.ts'

const WORKLOADS = ['InferenceService', 'LLMInferenceService', 'Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']

/**
 * Whether the releases of a file are made in its routes: one of them splits traffic (`isSplit`), or there is no workload
 * beside them in which a version could be. A route that only leads to a model is not what a release changes.
 */
export function leadsReleases(
  documents: readonly YamlDocument[],
  wanted: ResourceKind,
  isSplit: (resource: unknown) => boolean,
): boolean {
  const found = documents.filter(({ value }) => isResource(value, wanted))
  if (found.length === 0) return false
  return !hasWorkload(documents) || found.some(({ value }) => isSplit(value))
}

/** Whether something in the file runs pods. */
export function hasWorkload(documents: readonly YamlDocument[]): boolean {
  return documents.some(({ value }) => isMapping(value) && WORKLOADS.includes(String(value.kind)))
}

/** Whether one of the lists at `spec.<rules>[].<destinations>` has two destinations or more. */
export function splitsIn(rules: string, destinations: string): (resource: unknown) => boolean {
  return (resource) => {
    const spec = isMapping(resource) ? resource.spec : undefined
    const all = isMapping(spec) ? spec[rules] : undefined
    return (
      Array.isArray(all) &&
      all.some((rule) => isMapping(rule) && Array.isArray(rule[destinations]) && rule[destinations].length > 1)
    )
  }
}
