import { describe, expect, it } from 'vitest'
import { readManifest } from '../../../src/manifest/manifest.ts'
import { environment } from '../environments.ts'
import { cells, refused, unchanged } from './cell.ts'

const one = (...lines: string[]) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris.acme.io]
  http:
    - route:
        - destination: { host: iris-v1 }
${lines.map((line) => `      ${line}\n`).join('')}`

describe('what mirrors in an Istio route already', () => {
  cells(
    {},
    {
      'the list mirrors[] is used': [
        one('mirrors:', '  - destination: { host: audit } # legal', '    percentage: { value: 100 }'),
        '/shadow 10',
        one(
          'mirrors:',
          '  - destination: { host: audit } # legal',
          '    percentage: { value: 100 }',
          '  - destination:',
          '      host: iris-v2',
          '    percentage:',
          '      value: 10',
        ),
      ],
      'its own entry changes': [
        one(
          'mirrors:',
          '  - destination: { host: audit }',
          '  - destination: { host: iris-v2 }',
          '    percentage: { value: 10 }',
        ),
        '/shadow 50',
        one(
          'mirrors:',
          '  - destination: { host: audit }',
          '  - destination: { host: iris-v2 }',
          '    percentage: { value: 50 }',
        ),
      ],
      'its own entry goes': [
        one(
          'mirrors:',
          '  - destination: { host: iris-v2 }',
          '    percentage: { value: 10 }',
          '  - destination: { host: audit }',
        ),
        '/shadow off',
        one('mirrors:', '  - destination: { host: audit }'),
      ],
      'the list goes with its only entry': [
        one('mirrors:', '  - destination: { host: iris-v2 }'),
        '/shadow off',
        one(),
      ],
      'another service’s mirror is not given up': [
        one('mirror: { host: audit }'),
        '/shadow 10',
        refused(
          'This route mirrors to audit already, of which no version is known. Write it as an entry of "mirrors:"',
        ),
      ],
      'another service’s mirror stays when a version is released': [
        one('mirror: { host: audit }', 'mirrorPercentage: { value: 5 }'),
        '/promote',
        one('mirror: { host: audit }', 'mirrorPercentage: { value: 5 }').replace('iris-v1', 'iris-v2'),
      ],
      'the old name of the percentage is replaced': [
        one('mirror: { host: iris-v2 }', 'mirrorPercent: 10'),
        '/shadow 50',
        one('mirror: { host: iris-v2 }', 'mirrorPercentage:', '  value: 50'),
      ],
      'so is its other spelling': [
        one('mirror: { host: iris-v2 }', 'mirror_percent: 10'),
        '/shadow 20',
        one('mirror: { host: iris-v2 }', 'mirrorPercentage:', '  value: 20'),
      ],
      'both go with the shadow': [
        one('mirror: { host: iris-v2 }', 'mirrorPercent: 10', 'timeout: 3s'),
        '/shadow off',
        one('timeout: 3s'),
      ],
      'no percentage is 100': [
        one('mirror: { host: iris-v2 }'),
        '/shadow 100',
        unchanged('v2 already gets a copy of 100 % of the requests.'),
      ],
      'a mirror of 0 % is none': [
        one('mirror: { host: iris-v3 }', 'mirrorPercentage: { value: 0 }'),
        '/shadow 10',
        one('mirror: { host: iris-v2 }', 'mirrorPercentage: { value: 10 }'),
      ],
      'a percentage that is none': [
        one('mirror: { host: iris-v2 }', 'mirrorPercentage: { value: "10" }'),
        '/shadow 20',
        refused('the text "10" stands where the percentage of the mirrored requests is needed.'),
      ],
      'two versions': [
        one('mirrors:', '  - destination: { host: iris-v2 }', '  - destination: { host: iris-v2 }'),
        '/shadow 20',
        refused('The requests are mirrored to 2 versions; Serin mirrors to one. Remove the others.'),
      ],
      'routes that belong to Flagger': [
        one().replace(
          'name: iris }',
          'name: iris, ownerReferences: [{ apiVersion: flagger.app/v1beta1, kind: Canary, name: iris, controller: true }] }',
        ),
        '/shadow 20',
        refused('The routes of this file belong to Flagger, which would overwrite a mirror in them.'),
      ],
    },
  )
})

const HTTP = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: iris }
spec:
  parentRefs: [{ name: gateway }]
  rules:
    - backendRefs:
`

describe('what filters an HTTPRoute already', () => {
  const route = (...lines: string[]) =>
    `${HTTP}        - { name: iris-v1, port: 80 }\n${lines.map((line) => `      ${line}\n`).join('')}`
  const audit = '  - { type: RequestMirror, requestMirror: { backendRef: { name: audit, port: 80 } } } # legal'
  const mirror = (share: string, version = 'v2') =>
    `  - { type: RequestMirror, requestMirror: { backendRef: { name: iris-${version}, port: 80 }, ${share} } }`

  cells(
    {},
    {
      'is kept': [
        route('filters:', audit),
        '/shadow 10',
        route(
          'filters:',
          audit,
          '  - type: RequestMirror',
          '    requestMirror:',
          '      backendRef:',
          '        name: iris-v2',
          '        port: 80',
          '      percent: 10',
        ),
      ],
      'its own changes': [
        route('filters:', mirror('percent: 10')),
        '/shadow 50',
        route('filters:', mirror('percent: 50')),
      ],
      'a fraction is read': [
        route('filters:', mirror('fraction: { numerator: 1, denominator: 4 }')),
        '/shadow 25',
        unchanged('v2 already gets a copy of 25 % of the requests.'),
      ],
      'a fraction becomes a percentage': [
        route('filters:', mirror('fraction: { numerator: 1, denominator: 4 }')),
        '/shadow 50',
        route('filters:', mirror('percent: 50')),
      ],
      'its own goes alone': [route('filters:', mirror('percent: 10'), audit), '/shadow off', route('filters:', audit)],
      'the list goes with its only entry': [route('filters:', mirror('percent: 10')), '/shadow off', route()],
    },
  )
})

describe('several routes', () => {
  const rule = (method: string, ...lines: string[]) =>
    `    - matches: [{ method: ${method} }]\n      backendRefs: [{ name: iris-v1, port: 80 }]\n${lines.map((line) => `      ${line}\n`).join('')}`
  const routes = (...rules: string[]) => HTTP.replace('    - backendRefs:\n', '') + rules.join('')
  const filter = (percent: number) => [
    'filters:',
    '  - type: RequestMirror',
    '    requestMirror:',
    '      backendRef:',
    '        name: iris-v2',
    '        port: 80',
    `      percent: ${percent}`,
  ]

  cells(
    {},
    {
      'all mirror': [
        routes(rule('GET'), rule('POST')),
        '/shadow 10',
        routes(rule('GET', ...filter(10)), rule('POST', ...filter(10))),
      ],
      'where one mirrors already, only that one does': [
        routes(rule('GET', ...filter(10)), rule('POST')),
        '/shadow 50',
        routes(rule('GET', ...filter(50)), rule('POST')),
      ],
    },
  )

  it.each([
    ['POST', routes(rule('GET'), rule('POST')), /runs twice.*POST.*written twice/],
    ['any method', `${HTTP}        - { name: iris-v1, port: 80 }\n`, /runs twice/],
    ['GET', routes(rule('GET'), rule('HEAD')), /^The percentage of a RequestMirror is of Gateway API v1.3/],
    ['GET where it mirrors', routes(rule('GET', ...filter(10)), rule('POST')), /^The percentage/],
    ['any, in Istio', one(), /runs twice/],
    ['GET, in Istio', one('match: [{ method: { exact: GET } }]'), undefined],
    ['a header, in Istio', one('match: [{ headers: { x: { exact: y } } }]'), /runs twice/],
  ])('of %s are warned of what runs twice', (_, text, warning) => {
    const { shadowing } = readManifest({ environment: environment(), text })
    expect(shadowing.kind).toBe('can')
    if (warning === undefined) expect(shadowing).toEqual({ kind: 'can' })
    else expect(shadowing).toEqual({ kind: 'can', warning: expect.stringMatching(warning) })
  })
})
