import { anyYaml } from './any-yaml.ts'
import { argoRollouts } from './argo-rollouts.ts'
import { deployment } from './deployment.ts'
import { dockerCompose } from './docker-compose.ts'
import { flagger } from './flagger.ts'
import { helmValues } from './helm-values.ts'
import { httpRoute } from './http-route.ts'
import { inferenceGraph } from './inference-graph.ts'
import { kserve } from './kserve.ts'
import { kserveStandard } from './kserve-standard.ts'
import { kustomize } from './kustomize.ts'
import type { Layout } from './layout.ts'
import { llmInferenceService } from './llm-inference-service.ts'
import { virtualService } from './virtual-service.ts'

/** Every layout, the most specific first. */
export const layouts: readonly Layout[] = [
  // Controllers that own the weights come before what they own.
  argoRollouts,
  flagger,
  inferenceGraph,
  virtualService,
  httpRoute,
  llmInferenceService,
  kserveStandard,
  kserve,
  deployment,
  kustomize,
  dockerCompose,
  helmValues,
  anyYaml,
]
