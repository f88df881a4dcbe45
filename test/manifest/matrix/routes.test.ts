import { describe, expect, it } from 'vitest'
import { type Cell, carryOut, cells, NO_SECOND_CANARY, refused, unchanged } from './cell.ts'

/** What a route is in one of the two shapes: its destinations, and what it mirrors to. */
interface Shape {
  readonly split: (old: Share, newest: Share, mirror?: Mirror) => string
  readonly single: (version: string, mirror?: Mirror) => string
  /** A split whose second destination was added to a single one. */
  readonly grown: (old: Share, newest: Share, mirror?: Mirror) => string
}
type Share = readonly [version: string, weight: number]
type Mirror = readonly [version: string, percent: number]

/** Every cell with the sum of weights that the file has. */
function table({ split, single, grown }: Shape, sum: number): Readonly<Record<string, Cell>> {
  const part = (percent: number) => (sum * percent) / 100
  const at = (old: string, newest: string, percent: number, mirror?: Mirror) =>
    split([old, part(100 - percent)], [newest, part(percent)], mirror)
  return {
    '/canary': [at('v0', 'v1', 100), '/canary 20', at('v1', 'v2', 20)],
    '/canary, more': [at('v1', 'v2', 20), '/canary 50', at('v1', 'v2', 50)],
    '/canary, the same': [at('v1', 'v2', 20), '/canary 20', unchanged('v2 already gets 20 % of the traffic.')],
    '/canary of what is stable': [at('v1', 'v2', 100), '/canary 20', NO_SECOND_CANARY],
    '/canary adds the second destination': [single('v1'), '/canary 20', grown(['v1', 80], ['v2', 20])],
    '/canary adds it beside another’s shadow': [
      single('v1', ['v3', 10]),
      '/canary 20',
      grown(['v1', 80], ['v2', 20], ['v3', 10]),
    ],
    'shadow → canary with one destination': [single('v1', ['v2', 10]), '/canary 20', grown(['v1', 80], ['v2', 20])],
    '/canary again after the rollback of a single one': [
      single('v1'),
      '/canary 20 (v2 is rolled back)',
      grown(['v1', 80], ['v2', 20]),
    ],
    '/canary of what one destination leads to': [single('v2'), '/canary 20', NO_SECOND_CANARY],
    '/promote of an added one': [grown(['v1', 80], ['v2', 20]), '/promote', grown(['v1', 0], ['v2', 100])],
    '/rollback of an added one': [grown(['v1', 80], ['v2', 20]), '/rollback', grown(['v1', 100], ['v2', 0])],
    '/promote': [at('v1', 'v2', 20), '/promote', at('v1', 'v2', 100)],
    '/promote with one destination': [single('v1'), '/promote', single('v2')],
    '/rollback during': [at('v1', 'v2', 20), '/rollback', at('v1', 'v2', 0)],
    '/rollback after': [at('v1', 'v2', 100), '/rollback', at('v1', 'v2', 0)],
    '/rollback with one destination': [single('v2'), '/rollback', single('v1')],
    '/canary after a rollback': [at('v1', 'v2', 0), '/canary 10', at('v1', 'v2', 10)],
    'the next release after a rollback': [at('v1', 'v2', 0), '/promote of v3', at('v1', 'v3', 100)],
    '/shadow': [at('v0', 'v1', 100), '/shadow 10', at('v0', 'v1', 100, ['v2', 10])],
    '/shadow with one destination': [single('v1'), '/shadow 10', single('v1', ['v2', 10])],
    '/shadow beside a canary': [at('v0', 'v1', 20), '/shadow 10', at('v0', 'v1', 20, ['v2', 10])],
    '/shadow, more': [single('v1', ['v2', 10]), '/shadow 100', single('v1', ['v2', 100])],
    '/shadow, the same': [
      single('v1', ['v2', 10]),
      '/shadow 10',
      unchanged('v2 already gets a copy of 10 % of the requests.'),
    ],
    '/shadow of a newer commit': [
      single('v1', ['v3', 10]),
      '/shadow 10',
      refused('Another version, v3, is the shadow'),
    ],
    '/shadow off': [single('v1', ['v2', 10]), '/shadow off', single('v1')],
    '/shadow off, of another': [single('v1', ['v3', 10]), '/shadow off', refused('Another version, v3, is the shadow')],
    '/shadow of a canary': [at('v1', 'v2', 20), '/shadow 10', refused('`v2` has 20 % of the traffic in “test”')],
    'shadow → canary': [at('v0', 'v1', 100, ['v2', 10]), '/canary 20', at('v1', 'v2', 20)],
    'shadow → all traffic': [single('v1', ['v2', 10]), '/promote', single('v2')],
    'another’s shadow stays': [at('v0', 'v1', 100, ['v3', 10]), '/canary 20', at('v1', 'v2', 20, ['v3', 10])],
    'a shadow stays when another version is rolled back': [
      at('v1', 'v2', 20, ['v3', 10]),
      '/rollback',
      at('v1', 'v2', 0, ['v3', 10]),
    ],
  }
}

const VIRTUAL = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris.acme.io]
  http:
    - match: [{ headers: { x-tester: { exact: "yes" } } }] # always the newest of us
      route:
        - destination: { host: tester }
    - route:
`
const RULE = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris
  subsets:
`

/** Services with the version in their names, on a port of their own. */
const hosts: Shape = {
  split: (old, newest, mirror) =>
    VIRTUAL +
    [old, newest]
      .map(
        ([version, weight]) =>
          `        - destination: { host: iris-${version}, port: { number: 8080 } }\n          weight: ${weight} # of the sum\n`,
      )
      .join('') +
    mirrorOf(mirror),
  single: (version, mirror) =>
    `${VIRTUAL}        - destination: { host: iris-${version}, port: { number: 8080 } }\n${mirrorOf(mirror)}`,
  grown: ([old, stays], [newest, gets], mirror) =>
    `${VIRTUAL}        - destination: { host: iris-${old}, port: { number: 8080 } }
          weight: ${stays}
        - destination:
            host: iris-${newest}
            port:
              number: 8080
          weight: ${gets}
${mirrorOf(mirror)}`,
}
const mirrorOf = (mirror?: Mirror) =>
  mirror === undefined
    ? ''
    : `      mirror:
        host: iris-${mirror[0]}
        port:
          number: 8080
      mirrorPercentage:
        value: ${mirror[1]}
`

describe.each([100, 10, 1000])('virtual-service of Services, with weights that sum to %i', (sum) => {
  cells({}, table(hosts, sum))
})

describe('virtual-service of subsets called by their versions', () => {
  const subsets = (...versions: string[]) =>
    RULE + versions.map((version) => `    - name: ${version}\n      labels: { version: ${version} } # pods\n`).join('')
  const added = (...versions: string[]) =>
    versions.map((version) => `    - name: ${version}\n      labels:\n        version: ${version}\n`).join('')
  const to = (version: string, weight?: number) =>
    `        - destination: { host: iris, subset: ${version} }\n${weight === undefined ? '' : `          weight: ${weight}\n`}`
  const plain = VIRTUAL.replace(/ {4}- match[\s\S]*?tester \}\n/, '')
  const mirror = (version: string, percent: number) =>
    `      mirror:\n        host: iris\n        subset: ${version}\n      mirrorPercentage:\n        value: ${percent}\n`

  cells(
    {},
    {
      '/canary adds the subset': [
        plain + to('v0', 0) + to('v1', 100) + subsets('v0', 'v1'),
        '/canary 20',
        plain + to('v1', 80) + to('v2', 20) + subsets('v0', 'v1') + added('v2'),
      ],
      '/canary adds the destination and its subset': [
        plain + to('v1') + subsets('v1'),
        '/canary 20',
        `${plain}${to('v1', 80)}        - destination:\n            host: iris\n            subset: v2\n          weight: 20\n${subsets('v1')}${added('v2')}`,
      ],
      '/canary without a DestinationRule in the file': [
        plain + to('v1'),
        '/canary 20',
        refused(
          'Put the DestinationRule of iris into this file as a document of its own; Serin adds the subset there.',
        ),
      ],
      '/shadow adds the subset': [
        plain + to('v1') + subsets('v1'),
        '/shadow 10',
        plain + to('v1') + mirror('v2', 10) + subsets('v1') + added('v2'),
      ],
      '/shadow takes the subset that is there': [
        plain + to('v1') + subsets('v1', 'v2'),
        '/shadow 10',
        plain + to('v1') + mirror('v2', 10) + subsets('v1', 'v2'),
      ],
      'shadow → canary takes the subset of the shadow': [
        plain + to('v0', 0) + to('v1', 100) + mirror('v2', 10) + subsets('v0', 'v1', 'v2'),
        '/canary 20',
        plain + to('v1', 80) + to('v2', 20) + subsets('v0', 'v1', 'v2'),
      ],
      '/shadow without a DestinationRule in the file': [
        plain + to('v1'),
        '/shadow 10',
        refused('No DestinationRule in this file defines the subset v2.'),
      ],
    },
  )
})

describe('virtual-service of the subsets stable and canary', () => {
  const labels = (...versions: Readonly<[string, string]>[]) =>
    RULE +
    versions.map(([name, version]) => `    - name: ${name}\n      labels: { version: ${version} } # pods\n`).join('')
  const added = (version: string, name = 'shadow') =>
    `    - name: ${name}\n      labels:\n        version: ${version}\n`
  const plain = VIRTUAL.replace(/ {4}- match[\s\S]*?tester \}\n/, '')
  const route = (stable: number, canary: number) =>
    `${plain}        - { destination: { host: iris, subset: stable }, weight: ${stable} }\n        - { destination: { host: iris, subset: canary }, weight: ${canary} }\n`
  const mirror = (percent: number) =>
    `      mirror:\n        host: iris\n        subset: shadow\n      mirrorPercentage:\n        value: ${percent}\n`

  cells(
    {},
    {
      '/canary puts the version behind the name': [
        route(0, 100) + labels(['stable', 'v0'], ['canary', 'v1']),
        '/canary 20',
        route(80, 20) + labels(['stable', 'v1'], ['canary', 'v2']),
      ],
      '/canary adds the destination and the subset canary': [
        `${plain}        - { destination: { host: iris, subset: stable } }\n${labels(['stable', 'v1'])}`,
        '/canary 20',
        `${plain}        - { destination: { host: iris, subset: stable }, weight: 80 }\n        - destination:\n            host: iris\n            subset: canary\n          weight: 20\n${labels(['stable', 'v1'])}${added('v2', 'canary')}`,
      ],
      '/canary takes the subset canary that is there': [
        `${plain}        - { destination: { host: iris, subset: stable } }\n${labels(['stable', 'v1'], ['canary', 'v0'])}`,
        '/canary 20',
        `${plain}        - { destination: { host: iris, subset: stable }, weight: 80 }\n        - destination:\n            host: iris\n            subset: canary\n          weight: 20\n${labels(['stable', 'v1'], ['canary', 'v2'])}`,
      ],
      '/canary where the only subset is called so': [
        `${plain}        - { destination: { host: iris, subset: canary } }\n${labels(['canary', 'v1'])}`,
        '/canary 20',
        refused('The only destination is the subset canary already'),
      ],
      '/shadow gets a subset of its own': [
        route(0, 100) + labels(['stable', 'v0'], ['canary', 'v1']),
        '/shadow 10',
        route(0, 100) + mirror(10) + labels(['stable', 'v0'], ['canary', 'v1']) + added('v2'),
      ],
      'the next shadow takes it': [
        route(0, 100) + labels(['stable', 'v0'], ['canary', 'v1'], ['shadow', 'v3']),
        '/shadow 10',
        route(0, 100) + mirror(10) + labels(['stable', 'v0'], ['canary', 'v1'], ['shadow', 'v2']),
      ],
      'shadow → canary': [
        route(0, 100) + mirror(10) + labels(['stable', 'v0'], ['canary', 'v1'], ['shadow', 'v2']),
        '/canary 20',
        route(80, 20) + labels(['stable', 'v1'], ['canary', 'v2'], ['shadow', 'v2']),
      ],
      'another’s shadow stays': [
        route(0, 100) + mirror(10) + labels(['stable', 'v0'], ['canary', 'v1'], ['shadow', 'v3']),
        '/canary 20',
        route(80, 20) + mirror(10) + labels(['stable', 'v1'], ['canary', 'v2'], ['shadow', 'v3']),
      ],
      '/shadow of what was rolled back': [
        route(100, 0) + labels(['stable', 'v1'], ['canary', 'v2']),
        '/shadow 10',
        route(100, 0) + mirror(10) + labels(['stable', 'v1'], ['canary', 'v2']) + added('v2'),
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
const filterOf = (mirror?: Mirror) =>
  mirror === undefined
    ? ''
    : `      filters:
        - type: RequestMirror
          requestMirror:
            backendRef:
              name: iris-${mirror[0]}
              port: 80
            percent: ${mirror[1]}
`

describe.each([100, 10, 1000])('http-route, with weights that sum to %i', (sum) => {
  const split: Shape['split'] = (old, newest, mirror) =>
    HTTP +
    [old, newest]
      .map(([version, weight]) => `        - { name: iris-${version}, port: 80, weight: ${weight} } # of the sum\n`)
      .join('') +
    filterOf(mirror)
  const single: Shape['single'] = (version, mirror) =>
    `${HTTP}        - { name: iris-${version}, port: 80 }\n${filterOf(mirror)}`
  const grown: Shape['grown'] = ([old, stays], [newest, gets], mirror) =>
    `${HTTP}        - { name: iris-${old}, port: 80, weight: ${stays} }
        - name: iris-${newest}
          port: 80
          weight: ${gets}
${filterOf(mirror)}`
  cells({}, table({ split, single, grown }, sum))
})

it('routes for certain headers are left alone', () => {
  const after = carryOut(hosts.split(['v1', 100], ['v2', 0]), '/shadow 10 of v3')
  expect(after).toContain('- destination: { host: tester }\n    - route:')
})
