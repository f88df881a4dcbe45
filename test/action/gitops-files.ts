import type { Files } from './command-line.ts'

/** An ApplicationSet as tutorials write it: one Application for each folder with a config.yaml. */
export function applicationSet(
  environment: string,
  { revision = 'main', glob = '**', spec = 'goTemplateOptions: ["missingkey=error"]', values = '.path.basename' } = {},
): string {
  return `# The models in ${environment}.
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: models-${environment}
spec:
  goTemplate: true
  ${spec}
  generators:
    - git:
        repoURL: https://git.example.com/acme/mlops-gitops.git
        revision: ${revision}
        files:
          - path: model-deployments/${environment}/${glob}/config.yaml
  template:
    metadata:
      name: "{{ .path.basename }}-${environment}"
    spec:
      project: models
      sources:
        - ref: app-values
          repoURL: https://git.example.com/acme/mlops-gitops.git
          targetRevision: ${revision}
        - repoURL: '{{ .repo_url | default "https://git.example.com/acme/mlops-gitops.git" }}'
          targetRevision: ${revision}
          path: "{{ .chart_path }}"
          helm:
            valueFiles:
              - $app-values/model-deployments/${environment}/{{ ${values} }}/config.yaml
      destination: { server: https://kubernetes.default.svc, namespace: models-${environment} }
      syncPolicy: { automated: { prune: false, selfHeal: true } }
`
}

export const VALUES = `---
chart_path: charts/model
name: iris
version: 9d1c04e7b2fa
`

export const CHART: Files = {
  'charts/model/Chart.yaml': 'apiVersion: v2\nname: model\nversion: 1.0.0\n',
  'charts/model/values.yaml': 'canary: {}\n',
  'charts/model/templates/service.yaml': `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: {{ .Values.name }}
spec:
  predictor:
    {{- with .Values.canary }}
    canaryTrafficPercent: {{ .trafficPercent }}
    {{- end }}
    model:
      storageUri: oci://quay.io/acme/{{ .Values.name }}:{{ .Values.version }}
`,
}

/** A chart that lost its canary. */
export const DEAF_CHART: Files = {
  ...CHART,
  'charts/model/templates/service.yaml': `kind: InferenceService
metadata:
  name: {{ .Values.name }}
  labels: {{- include "model.labels" . | nindent 4 }}
spec:
  predictor: { model: { storageUri: "oci://quay.io/acme/{{ .Values.name }}:{{ .Values.version }}" } }
`,
  'charts/model/templates/_helpers.tpl': '{{- define "model.labels" -}}\napp: {{ .Release.Name }}\n{{- end }}\n',
}

export const CONFIG = `models:
  iris:
    source: acme/iris
    environments:
      test:
        file: model-deployments/test/iris/config.yaml
      prod:
        file: model-deployments/prod/iris/config.yaml
        after: test
`

export const TEST = 'model-deployments/test/iris/config.yaml'
export const PROD = 'model-deployments/prod/iris/config.yaml'

/** A gitops repository with nothing wrong in it. */
export const GITOPS: Files = {
  'serin.yml': CONFIG,
  'appset-test.yaml': applicationSet('test'),
  'appset-prod.yaml': applicationSet('prod'),
  [TEST]: VALUES,
  [PROD]: VALUES,
  ...CHART,
}
