import type { Environment } from '../../src/config/gitops-config.ts'

/** A manifest as people write them, with v1 in it, and what serin.yml says of it. */
export interface Written {
  readonly text: string
  readonly changes?: Partial<Environment>
}

const serving = (predictor: string, mode = 'Knative') => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations:
    serving.kserve.io/deploymentMode: ${mode} # ours
spec:
  predictor:
${predictor}`
const model = (address: string, more = '') =>
  `    model:\n${more}      modelFormat: { name: sklearn }\n      storageUri: ${address}\n`
const virtual = (routes: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: iris }\nspec:\n  hosts:\n  - iris\n  http:\n${routes}`
const rule = (subsets: string) =>
  `---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: iris }\nspec:\n  host: iris\n  subsets:\n${subsets}`
const http = (rules: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: iris }\nspec:\n  rules:\n${rules}`
const graph = (steps: string) =>
  `apiVersion: serving.kserve.io/v1alpha1\nkind: InferenceGraph\nmetadata: { name: iris }\nspec:\n  nodes:\n    root:\n      routerType: Splitter\n      steps:\n${steps}`
const pods = (containers: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: iris }\nspec:\n  selector: { matchLabels: { app: iris } }\n  template:\n    metadata: { labels: { app: iris } }\n    spec:\n      containers:\n${containers}`
const llm = (name: string, version: string, weight: number) =>
  `apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata:\n  name: ${name} # member\nspec:\n  model: { uri: "oci://q/chat:${version}", name: chat }\n  router: { route: { group: g, weight: ${weight} } }\n`
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`
const standard = { layout: 'kserve-standard' } as const
const MODEL_VERSION = ['spec', 'template', 'spec', 'containers', 'a', 'env', 'MODEL_VERSION']

/** Manifests that a version can be released through. */
export const MANIFESTS: Readonly<Record<string, Written>> = {
  'values, in one line': { text: '{version: v1, name: iris}\n' },
  'values, in flow over lines': { text: '{\n  version: v1,\n  name: iris, # c\n}\n' },
  'values without a newline at the end': { text: 'name: x\nversion: v1' },
  'values with CRLF and a BOM': { text: '\uFEFFname: x\r\nversion: v1 # y\r\n' },
  'values with anchors elsewhere': { text: 'base: &b\n  a: 1\nmodel:\n  <<: *b\nversion: v1\n' },
  'values with a block scalar': { text: 'version: |-\n  v1\nname: x\n' },
  'values with a folded scalar': { text: 'version: >-\n  v1\nname: x\n' },
  'values with quotes': { text: 'version: "v1"   # bla: {x}\n' },
  'values before an empty document': { text: 'version: v1\n---\n# nothing\n' },
  'values with marks around': { text: '%YAML 1.2\n---\nversion: v1\n...\n' },
  'values with a tag': {
    text: 'image: { repository: q/x, tag: v1 }\n',
    changes: { keys: { version: ['image', 'tag'] } },
  },
  'values with an image': { text: 'image: "localhost:5000/x:v1"\n', changes: { keys: { version: ['image'] } } },
  'values in a list': {
    text: 'models:\n- name: a\n  version: v1\n- name: b\n  version: v9\n',
    changes: { keys: { version: ['models', 0, 'version'], traffic: ['models', 0, 'weight'] } },
  },
  'yaml by names': {
    text: 'models: [{ name: iris, version: v1, share: 100 }]\n',
    changes: { layout: 'yaml', keys: { version: ['models', 'iris', 'version'], traffic: ['models', 'iris', 'share'] } },
  },
  'a ModelCar': { text: serving(model('oci://quay.io/a/iris:v1 # m')) },
  'a native OCI volume': { text: serving(model('oci+native://quay.io/a/iris:v1')) },
  'a volume, with a slash at the end': { text: serving(model('pvc://claim/iris/v1/')) },
  'a file in a folder': {
    text: serving(model('gs://b/iris/v1/model.joblib')),
    changes: { storageUri: 'gs://b/iris/{version}/model.joblib' },
  },
  'a service with a transformer': {
    text: `${serving(model('s3://m/v1'))}  transformer:\n    containers:\n    - name: kserve-container\n      image: a/t:v1\n`,
  },
  'a service of several containers': {
    text: serving(
      '    containers:\n    - name: proxy\n      image: envoy:1.2\n    - name: kserve-container\n      image: q/iris:v1\n',
    ),
  },
  'a service as JSON': {
    text: json({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'iris', annotations: { 'serving.kserve.io/deploymentMode': 'Knative' } },
      spec: { predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://m/iris/v1' } } },
    }),
  },
  'RawDeployment mode': { text: serving(model('s3://m/v1'), 'RawDeployment') },
  'Standard mode': { text: serving(model('s3://m/v1 # x', '      args: [--x, "1"]\n'), 'Standard'), changes: standard },
  'Standard mode, in one line': {
    text: serving('    { model: { modelFormat: { name: sklearn }, storageUri: s3://m/v1 } }\n', 'Standard'),
    changes: standard,
  },
  'Standard mode with storageUris': {
    text: serving(
      '    model: { modelFormat: { name: sklearn } }\n    storageUris:\n    - { uri: s3://m/v1, mountPath: /mnt }\n',
      'Standard',
    ),
    changes: standard,
  },
  'a route of Istio': {
    text: virtual(
      '  - name: main\n    route: # to\n    - destination: { host: iris-v1, port: { number: 80 } }\n    timeout: 5s\n',
    ),
  },
  'a route of Istio, in one line': { text: virtual('  - { route: [{ destination: { host: iris-v1 } }] }\n') },
  'two routes of Istio': {
    text: virtual(
      '  - match: [{ uri: { prefix: /v2 } }]\n    route: [{ destination: { host: iris-v1 } }]\n  - route:\n    - destination:\n        host: iris-v1\n',
    ),
  },
  'a route of Istio beside a redirect': {
    text: virtual(
      '  - match: [{ uri: { exact: / } }]\n    redirect: { uri: /docs }\n  - route:\n    - destination: { host: iris-v1 }\n',
    ),
  },
  'a subset with a role': {
    text:
      virtual('  - route:\n    - destination: { host: iris, subset: primary }\n') +
      rule('  - name: primary\n    labels: { app: iris, version: v1 }\n'),
  },
  'a tester’s subset without a version': {
    text:
      virtual(
        '  - match: [{ headers: { x: { exact: a } } }]\n    route: [{ destination: { host: iris, subset: odd } }]\n  - route:\n    - destination: { host: iris, subset: stable }\n',
      ) + rule('  - name: stable\n    labels: { version: v1 }\n  - name: odd\n    labels: { a: b, c: d }\n'),
  },
  'a route of Istio as JSON': {
    text: json({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'iris' },
      spec: { hosts: ['x'], http: [{ route: [{ destination: { host: 'iris-v1' } }] }] },
    }),
  },
  'an HTTPRoute': {
    text: http(
      '  # main\n  - backendRefs: # where to\n    - name: iris-v1 # serving\n      # its port\n      port: 80\n    # end\n',
    ),
  },
  'an HTTPRoute in one line': {
    text: http('  - {backendRefs: [{name: iris-v1, port: 80}], matches: [{path: {type: PathPrefix, value: /}}]}\n'),
  },
  'an HTTPRoute with CRLF': {
    text: http('  - backendRefs:\n    - name: iris-v1 # one\n      port: 80\n').replaceAll('\n', '\r\n'),
  },
  'an HTTPRoute with filters': {
    text: http(
      '  - backendRefs:\n    - name: iris-v1-predictor\n      port: 80\n      filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: v, value: v1 }] } }]\n',
    ),
  },
  'a Splitter': { text: graph('      - name: first\n        serviceName: iris-v1\n        weight: 100\n') },
  'a Splitter in one line': { text: graph('      - { serviceName: iris-v1, weight: 100 }\n') },
  LLMs: { text: `${llm('a', 'v0', 0)}---\n${llm('b', 'v1', 100)}` },
  'an LLM alone': { text: llm('chat', 'v1', 1) },
  'pods with a proxy': {
    text: pods(
      '      - { name: proxy, image: envoy:1 }\n      - name: iris\n        image: "quay.io/a/iris:v1" # tag\n',
    ),
    changes: { model: 'iris' },
  },
  'pods among documents': {
    text: `apiVersion: v1\nkind: Service\nmetadata: { name: iris }\n---\n# the model\n${pods('      - name: server\n        image: q/iris:v1\n')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n`,
  },
  'a variable of pods, by names': {
    text: `${pods('      - name: a\n        image: x:1\n        env:\n        - name: MODEL_VERSION\n          value: "v1"\n')}---\napiVersion: v1\nkind: Service\nmetadata: { name: iris }\n`,
    changes: { keys: { version: MODEL_VERSION } },
  },
  'a Kustomization by names': {
    text: 'kind: Kustomization\nimages:\n- name: q/iris\n  newTag: v1\n- name: envoy\n  newTag: "1"\n',
    changes: { keys: { version: ['images', 'q/iris', 'newTag'] } },
  },
  'a patch of a Kustomization': {
    text: 'kind: Kustomization\npatches:\n- patch: |-\n    - op: replace\n      path: /spec/predictor/model/storageUri\n      value: s3://m/iris/v1 # x\n',
    changes: { keys: { version: ['patches', 0, 'patch', 0, 'value'] } },
  },
  'a service of compose, with a merge': {
    text: 'x-base: &b\n  restart: always\nservices:\n  iris:\n    <<: *b\n    image: q/iris:v1\n',
    changes: { file: 'compose.yaml' },
  },
  'a variable of compose': {
    text: 'services:\n  iris:\n    image: q/runtime:1\n    environment: [MODEL_VERSION=v1, A=b]\n',
    changes: { file: 'compose.yaml', keys: { version: ['services', 'iris', 'environment', 'MODEL_VERSION'] } },
  },
  'a Rollout': {
    text: pods('      - name: iris\n        image: q/iris:v1\n')
      .replace('apps/v1', 'argoproj.io/v1alpha1')
      .replace('Deployment', 'Rollout'),
  },
}
