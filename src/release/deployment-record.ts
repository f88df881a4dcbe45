import type { ModelConfig } from '../config/model-config.ts'
import type { Rollout } from '../manifest/layout.ts'

/** What GitHub calls an environment of a model: several models of one repository have one each. */
export function deploymentEnvironment(
  { model, environment }: { readonly model: string; readonly environment: string },
  { models }: Pick<ModelConfig, 'models'>,
): string {
  return Object.keys(models).length > 1 ? `${model}/${environment}` : environment
}

/** How much of the traffic a version gets by its rollout. */
export function trafficOf({ kind }: Rollout): 'all' | 'part' | 'none' {
  if (kind === 'stable') return 'all'
  return kind === 'canary' ? 'part' : 'none'
}
