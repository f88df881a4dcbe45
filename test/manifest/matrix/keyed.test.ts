import { describe } from 'vitest'
import { type Cell, cells, NO_SECOND_CANARY, refused, unchanged, wholeCells } from './cell.ts'

interface State {
  readonly percent?: number
  readonly shadow?: readonly [percent: number, version?: string]
}

/** Where both keys are, as the first canary and the first shadow leave them. */
const values = (version: string, { percent, shadow }: State = {}) => `# iris in test
chart_path: charts/iris
version: ${version} # the first 12 characters of the commit
replicas: 2
${shadow ? `shadow:\n  percent: ${shadow[0]}\n  version: ${shadow[1]}\n` : ''}${percent === undefined ? '' : `canary:\n  trafficPercent: ${percent}\n`}`

const traffic = {
  '/canary': [values('v1'), '/canary 20', values('v2', { percent: 20 })],
  '/canary, more': [values('v2', { percent: 20 }), '/canary 50', values('v2', { percent: 50 })],
  '/canary, the same': [values('v2', { percent: 20 }), '/canary 20', unchanged('v2 already gets 20 % of the traffic.')],
  '/canary of what is stable': [values('v2'), '/canary 20', NO_SECOND_CANARY],
  '/promote': [values('v2', { percent: 20 }), '/promote', values('v2')],
  '/rollback during': [values('v2', { percent: 20 }), '/rollback', values('v2', { percent: 0 })],
  '/rollback after': [values('v2'), '/rollback', values('v2', { percent: 0 })],
  '/canary after a rollback': [values('v2', { percent: 0 }), '/canary 5', values('v2', { percent: 5 })],
  '/promote after a rollback': [values('v2', { percent: 0 }), '/promote', values('v2')],
  'the next release resets the 0 of a rollback': [values('v2', { percent: 0 }), '/promote of v3', values('v3')],
  'the next canary replaces it': [values('v2', { percent: 0 }), '/canary 20 of v3', values('v3', { percent: 20 })],
} satisfies Record<string, Cell>

const mirrored = (percent: number, version = 'v2') => ({ shadow: [percent, version] as const })
const keys = { shadow: ['shadow', 'percent'], shadowVersion: ['shadow', 'version'] }
const shadow = {
  '/shadow': [values('v1'), '/shadow 10', values('v1', mirrored(10))],
  '/shadow, more': [values('v1', mirrored(10)), '/shadow 50', values('v1', mirrored(50))],
  '/shadow of all': [values('v1'), '/shadow 100', values('v1', mirrored(100))],
  '/shadow off': [values('v1', mirrored(10)), '/shadow off', values('v1')],
  '/shadow, the same': [
    values('v1', mirrored(10)),
    '/shadow 10',
    unchanged('v2 already gets a copy of 10 % of the requests.'),
  ],
  '/shadow of what is stable': [values('v2'), '/shadow 10', refused('`v2` has all the traffic in “test”')],
  '/shadow of a canary': [values('v2', { percent: 20 }), '/shadow 10', refused('`v2` has 20 % of the traffic')],
  '/shadow beside another’s': [
    values('v1', mirrored(10, 'v3')),
    '/shadow 10',
    refused('Another version, v3, is the shadow here, with a copy of 10 % of the requests.'),
  ],
  'shadow → canary': [values('v1', mirrored(10)), '/canary 20', values('v2', { percent: 20 })],
  'shadow → all traffic': [values('v1', mirrored(10)), '/promote', values('v2')],
  'another’s shadow stays beside a canary': [
    values('v1', mirrored(10)),
    '/canary 20 of v3',
    values('v3', { percent: 20, ...mirrored(10) }),
  ],
  'a shadow stays when another version is rolled back': [
    values('v3', mirrored(10, 'v1')),
    '/rollback of v3',
    values('v3', { percent: 0, ...mirrored(10, 'v1') }),
  ],
  'a shadow ends when a rollback gives it all traffic': [
    values('v2', mirrored(10, 'v1')),
    '/rollback',
    values('v2', { percent: 0 }),
  ],
} satisfies Record<string, Cell>

describe('helm-values', () => {
  cells({}, traffic)
  cells({}, { '/shadow without its keys': [values('v1'), '/shadow 10', refused('keys: { shadow: shadow.percent')] })
})

describe('helm-values with keys for a shadow', () => {
  cells({ keys }, { ...traffic, ...shadow })
})

describe('yaml', () => {
  const at = (version: string, { percent, shadow: [copied, of = 'v9'] = [0] }: State = {}) =>
    `kind: Serving\nmodels:\n  - name: iris\n    version: ${version}\n    weight: ${percent ?? 100} # of 100\n    mirror: { share: ${copied}, to: ${of} }\n`
  const paths = {
    version: ['models', 'iris', 'version'],
    traffic: ['models', 'iris', 'weight'],
    shadow: ['models', 'iris', 'mirror', 'share'],
    shadowVersion: ['models', 'iris', 'mirror', 'to'],
  }
  cells(
    { layout: 'yaml', keys: paths },
    {
      '/canary': [at('v1'), '/canary 20', at('v2', { percent: 20 })],
      '/canary, more': [at('v2', { percent: 20 }), '/canary 50', at('v2', { percent: 50 })],
      '/canary of what is stable': [at('v2'), '/canary 20', NO_SECOND_CANARY],
      '/promote': [at('v2', { percent: 20 }), '/promote', at('v2')],
      '/rollback during': [at('v2', { percent: 20 }), '/rollback', at('v2', { percent: 0 })],
      '/rollback after': [at('v2'), '/rollback', at('v2', { percent: 0 })],
      'the next release after a rollback': [at('v2', { percent: 0 }), '/promote of v3', at('v3')],
      '/shadow': [at('v1'), '/shadow 10', at('v1', mirrored(10))],
      '/shadow off keeps the keys': [at('v1', mirrored(10)), '/shadow off', at('v1', mirrored(0))],
      'shadow → canary': [at('v1', mirrored(10)), '/canary 20', at('v2', { percent: 20, ...mirrored(0) })],
    },
  )
})

describe('yaml without a percentage', () => {
  const at = (version: string) => `serving:\n  iris: ${version} # in production\n`
  const says = {
    canary: 'serin.yml names no key for a percentage in this file, so no share of the traffic can be set.',
    shadow: 'serin.yml names no keys for a mirror in this file, so no requests can be mirrored.',
  }
  cells({ layout: 'yaml', keys: { version: ['serving', 'iris'] } }, wholeCells(at, says))
})
