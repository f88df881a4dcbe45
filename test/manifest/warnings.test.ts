import { describe, expect, it } from 'vitest'
import type { Environment } from '../../src/config/gitops-config.ts'
import { warningsForReply, warningsOn } from '../../src/manifest/warnings.ts'
import { canary, environment, STABLE } from './environments.ts'

const on = (text: string, changes: Partial<Environment> = {}) => warningsOn({ environment: environment(changes), text })

const rule = (policy: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris
  trafficPolicy:
    ${policy}
`
const route = (field: string, api = 'v1') => `apiVersion: networking.istio.io/${api}
kind: VirtualService
metadata: { name: iris }
spec:
  http:
    - route: [{ destination: { host: iris-v1 } }]
      ${field}
`
const service = (mode: string, predictor: string) => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  ${mode}
spec:
  predictor:
    model: { storageUri: "s3://m/v1" }
    ${predictor}
`
const mode = (name: string) => `annotations: { serving.kserve.io/deploymentMode: ${name} }`

describe('a field with another name', () => {
  it.each([
    [
      rule('outlierDetection: { consecutiveErrors: 100 }'),
      7,
      /reads consecutiveErrors no more.*after 5/,
      /consecutive5xx/,
    ],
    [rule('loadBalancer: { simple: LEAST_CONN }'), 7, /LEAST_CONN/, /LEAST_REQUEST/],
    [rule('loadBalancer: { consistentHash: { minimumRingSize: 9 } }'), 7, /minimumRingSize/, /ringHash/],
    [
      rule('loadBalancer: { simple: ROUND_ROBIN, warmupDurationSecs: 60s }'),
      7,
      /warmupDurationSecs/,
      /warmup\.duration/,
    ],
    [route('mirrorPercent: 5'), 7, /mirrorPercent is deprecated/, /mirrorPercentage\.value/],
    [route('mirror_percent: 5'), 7, /mirror_percent is deprecated/, /mirrorPercentage\.value/],
    [route('fault: { delay: { percent: 5, fixedDelay: 1s } }'), 7, /fault\.delay\.percent/, /percentage\.value/],
    [route('corsPolicy: { allowOrigin: ["*"] }'), 7, /allowOrigin/, /allowOrigins/],
    [route('timeout: 3s', 'v1alpha3'), 1, /v1alpha3 is an old version/, /networking\.istio\.io\/v1;/],
    [
      'apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\n',
      1,
      /no more, so this is not applied/,
      /autoscaling\/v2\./,
    ],
  ])('is told: %s', (text, line, what, fix) => {
    expect(on(text)).toEqual([
      expect.objectContaining({ line, what: expect.stringMatching(what), fix: expect.stringMatching(fix) }),
    ])
  })

  it('is found in subsets, and placed', () => {
    const text = `${rule('tls: {}')}  subsets:\n    - name: v1\n      trafficPolicy:\n        outlierDetection:\n          consecutiveErrors: 3\n`
    expect(on(text)).toMatchObject([
      {
        line: 12,
        column: 11,
        key: 'spec.subsets.0.trafficPolicy.outlierDetection.consecutiveErrors',
        concerns: 'file',
      },
    ])
  })

  it.each([
    rule('outlierDetection: { consecutive5xxErrors: 7 }'),
    rule('connectionPool: { http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 } }'),
    rule('loadBalancer: { consistentHash: { ringHash: { minimumRingSize: 9 } } }'),
    route('fault: { abort: { percentage: { value: 5 } } }'),
    'kind: Other\nspec: { outlierDetection: { consecutiveErrors: 1 } }\n',
  ])('is not one: %s', (text) => {
    expect(on(text)).toEqual([])
  })
})

describe('a version without quotes', () => {
  it.each(['4562170', '1234e56', '0123456', '1.20', 'true', '1_000'])('is told: %s', (version) => {
    expect(on(`version: ${version} # ours\n`)).toMatchObject([{ line: 1, key: 'version', concerns: 'version' }])
  })

  it.each(['4562a17c17', '"4562170"', "'1.20'", 'v1'])('is safe: %s', (version) => {
    expect(on(`version: ${version}\n`)).toEqual([])
  })

  it('is found where the layout keeps it', () => {
    expect(on('kind: Kustomization\nimages:\n  - name: iris\n    newTag: 1.20\n')).toMatchObject([
      { key: 'images.0.newTag' },
    ])
    expect(on('image: { tag: 1.20 }\n', { keys: { version: ['image', 'tag'] } })).toMatchObject([{ key: 'image.tag' }])
    const subsets = `${rule('tls: {}')}  subsets: [{ name: v1, labels: { version: 12 } }]\n`
    expect(on(subsets)).toMatchObject([{ key: 'spec.subsets.0.labels.version' }])
  })
})

describe('a percentage that nobody obeys', () => {
  it.each([
    ['Standard', mode('Standard'), /In Standard mode KServe ignores/],
    ['no', 'labels: {}', /the mode is not written/],
  ])('in %s mode', (_, written, what) => {
    expect(on(service(written, 'canaryTrafficPercent: 20'))).toEqual([
      expect.objectContaining({ line: 9, concerns: 'share', what: expect.stringMatching(what) }),
    ])
  })

  it('of a canary that an older KServe drops', () => {
    const text = `${service(mode('Standard'), 'minReplicas: 1')}  canary: [{ trafficPercent: 5, predictor: { name: v2 } }]\n`
    expect(on(text)).toMatchObject([{ line: 10, key: 'spec.canary', concerns: 'traffic' }])
  })

  it('is none in Knative mode, or without one', () => {
    expect(on(service(mode('Knative'), 'canaryTrafficPercent: 20'))).toEqual([])
    expect(on(service(mode('Standard'), 'minReplicas: 1'))).toEqual([])
  })
})

it('weights that a controller writes are told', () => {
  const text = route('timeout: 3s').replace(
    'name: iris',
    'name: iris, labels: { argo-rollouts.argoproj.io/managed-by-rollouts: iris }',
  )
  expect(on(text)).toMatchObject([{ line: 3, key: 'metadata.name', concerns: 'traffic' }])
})

it('everything is told in the order of the file', () => {
  const text = `${route('mirrorPercent: 5', 'v1alpha3')}---\n${rule('loadBalancer: { simple: LEAST_CONN }')}`
  expect(on(text).map(({ line }) => line)).toEqual([1, 7, 15])
})

describe('a reply', () => {
  const target = { environment: environment(), text: `${service('labels: {}', 'canaryTrafficPercent: 20')}` }
  const mirrored = { environment: environment(), text: route('mirrorPercent: 5', 'v1alpha3') }
  const shadow = { version: 'v2', percent: 5 }
  const keysOf = (given: typeof target, next: Parameters<typeof warningsForReply>[1]) =>
    warningsForReply(given, next).map(({ key }) => key)

  it('carries what concerns its change', () => {
    expect(keysOf(target, { version: 'v1', rollout: canary(20) })).toEqual(['spec.predictor.canaryTrafficPercent'])
    expect(keysOf(mirrored, { version: 'v1', rollout: STABLE, shadow })).toEqual([
      'spec.http.0.mirrorPercent',
      'metadata.name',
    ])
  })

  it('says that a route deploys nothing', () => {
    const [first, second] = warningsForReply(mirrored, { version: 'v1', rollout: canary(20), shadow }).slice(1)
    expect([first?.what, second?.what]).toEqual([
      'This file leads requests and deploys nothing: v1 must run already.',
      'This file leads requests and deploys nothing: v2 must run already.',
    ])
    const whole = { ...mirrored, text: `${mirrored.text}---\napiVersion: apps/v1\nkind: Deployment\n` }
    expect(keysOf(whole, { version: 'v1', rollout: canary(20) })).toEqual([])
  })

  it('carries nothing else', () => {
    expect(keysOf(target, { version: 'v1', rollout: STABLE })).toEqual([])
    expect(keysOf(mirrored, { version: 'v1', rollout: STABLE })).toEqual([])
  })
})

describe('a route that a release leaves alone', () => {
  const virtual = (to: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  http:
    - match: [{ headers: { x-tester: { exact: "yes" } } }]
      route: [{ destination: { host: ${to} } }]
    - route:
        - { destination: { host: iris-v1 }, weight: 20 }
        - { destination: { host: iris-v2 }, weight: 80 }
`
  const http = (to: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: iris }
spec:
  rules:
    - matches: [{ headers: [{ name: x-tester, value: "yes" }] }]
      backendRefs: [{ name: ${to} }]
    - backendRefs: [{ name: iris-v2 }]
`
  const graph = (to: string) => `apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: { name: iris }
spec:
  nodes:
    testers: { routerType: Switch, steps: [{ serviceName: ${to}, condition: x }] }
    root: { routerType: Splitter, steps: [{ serviceName: iris-v1, weight: 0 }, { serviceName: iris-v2, weight: 100 }] }
`
  const warned = (text: string) =>
    warningsForReply({ environment: environment(), text }, { version: 'v2', rollout: STABLE })
      .filter(({ key }) => key !== 'metadata.name')
      .map(({ line, what, fix }) => `${line}: ${what} ${fix}`)

  it('is told when it leads to a version that has no other traffic', () => {
    expect(warned(virtual('iris-v0'))).toEqual([
      '7: The requests of spec.http.0 go on to v0: a release leaves such a route alone. Lead it to v2 by hand, or declare its destination as settable and use /set, before v0 is taken away.',
    ])
    expect(warned(http('iris-v1'))).toEqual([expect.stringContaining('The requests of spec.rules.0 go on to v1')])
    expect(warned(graph('iris-v0'))).toEqual([
      expect.stringContaining('The requests of spec.nodes.testers go on to v0'),
    ])
  })

  it.each([
    ['the new version', virtual('iris-v2')],
    ['what still has a share', virtual('iris-v1')],
    ['another service', virtual('tester')],
    ['another model', http('wine-v1')],
    ['another service of a graph', graph('preprocess')],
  ])('is not told of %s', (_, text) => {
    expect(warned(text)).toEqual([])
  })
})

describe('a name', () => {
  const llm = (name: string, version: string) =>
    `apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: { name: ${name} }\nspec: { model: { uri: "hf://acme/chat:${version}" } }\n`
  const standard = (name: string) =>
    service(mode('Standard'), `name: ${name}`).replace('name: iris\n', 'name: iris-service\n')

  it.each([
    [
      'an LLMInferenceService',
      llm('chat-v1', 'v2'),
      'The name chat-v1 says another version than the model has, which is v2.',
    ],
    ['a commit', llm('chat-4562a17c17', 'b0c1d2e3f4a5'), 'The name chat-4562a17c17 says'],
    ['a predictor', standard('v2'), 'The name v2 says another version than the model has, which is v1.'],
  ])('of another version is told: %s', (_, text, says) => {
    expect(on(text).map(({ what }) => what)).toEqual([expect.stringContaining(says)])
  })

  it.each([
    llm('chat-v2', 'v2'),
    llm('chat-4562a17', '4562a17c17'),
    llm('llama-8b', 'v2'),
    llm('bert-v2', 'b0c1d2e3f4a5'),
    llm('chat', 'v2'),
    standard('green'),
  ])('that is true or says nothing is not: %#', (text) => {
    expect(on(text)).toEqual([])
  })
})
