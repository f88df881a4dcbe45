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

export const VALUES = `---
chart_path: charts/inference-service
name: iris
version: ${OLD} # the first 12 characters of the commit
image_namespace: 'acme'

# Two are enough to try a model out.
replicas:
  min: 1
  max: 2
`

export const SERVICE = `# What serves iris.
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
      storageUri: "s3://models/iris/${OLD}" # ours
`

export const GITOPS_FILES: Files = {
  'serin.yml': GITOPS_CONFIG,
  'model-deployments/test/iris/config.yaml': VALUES,
  'model-deployments/prod/iris/config.yaml': VALUES,
  'README.md': '# Models\n',
}
