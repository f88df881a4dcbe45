export type Files = Readonly<Record<string, string | undefined>>

/** What runs everywhere at the beginning. */
export const OLD = '9d1c04e7b2fa'

export const MODEL_CONFIG = `gitops: acme/mlops-gitops
models:
  iris:
    train: node train.js
    metrics: [metrics.json]
    gates:
      accuracy: { min: 0.90 }
`

export const MODEL_FILES: Files = {
  '.github/serin.yml': MODEL_CONFIG,
  'params.yaml': 'model: svm\n',
}

export const GITOPS_CONFIG = `models:
  iris:
    source: acme/iris
    default-environment: test
    environments:
      test:
        file: model-deployments/test/iris/config.yaml
        on-merge: release
      prod:
        file: model-deployments/prod/iris/config.yaml
        branch: production
        after: test
        allow: { role: maintain }
`

/** As {@link GITOPS_CONFIG}, with all environments on main and nothing protected. */
export const OPEN_CONFIG = `models:
  iris:
    source: acme/iris
    default-environment: test
    environments:
      test:
        file: model-deployments/test/iris/config.yaml
      prod:
        file: model-deployments/prod/iris/config.yaml
`

/** Whether YAML would read a version as a number: one sha of a hundred and more, and then it is written in quotes. */
export function isNumber(version: string): boolean {
  return /^\d+(e\d+)?$/.test(version)
}

/** A Helm values file. `percent`: none for all traffic. */
export function values(version: string, percent?: number): string {
  const canary = percent === undefined ? '' : `canary:\n  trafficPercent: ${percent}\n`
  return `---
chart_path: charts/inference-service
name: iris
version: ${isNumber(version) ? `"${version}"` : version} # the first 12 characters of the commit
image_namespace: 'acme'

# Two are enough to try a model out.
replicas:
  min: 1
  max: 2
${canary}`
}

/** A KServe InferenceService. `percent`: none for all traffic. */
export function service(version: string, percent?: number): string {
  const canary = percent === undefined ? '' : `    canaryTrafficPercent: ${percent}\n`
  return `# What serves iris.
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations:
    owner: "team-a"   # who is called at night
spec:
  predictor:
    model:
      modelFormat: { name: sklearn }
      storageUri: "s3://models/iris/${version}" # ours
${canary}`
}

export const GITOPS_FILES: Files = {
  'serin.yml': GITOPS_CONFIG,
  'model-deployments/test/iris/config.yaml': values(OLD),
  'model-deployments/prod/iris/config.yaml': values(OLD),
  'README.md': '# Models\n',
}
