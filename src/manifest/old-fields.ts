import { isMapping } from './look-up.ts'

/** A field that an API has given another name, or reads no more. */
export interface OldField {
  readonly kind: string
  readonly group: string
  /** How the path of the field ends, without the indexes of lists. */
  readonly end: readonly string[]
  /** The only value that is old; default: the field itself is. */
  readonly value?: string
  readonly what: string
  readonly fix: string
  readonly concerns: 'file' | 'shadow'
}

const ISTIO = 'networking.istio.io'
const RULE = { kind: 'DestinationRule', group: ISTIO, concerns: 'file' } as const
const ROUTE = { kind: 'VirtualService', group: ISTIO, concerns: 'file' } as const
const renamed = (from: string, to: string) => ({
  what: `${from} is deprecated.`,
  fix: `Write ${to} instead.`,
})

/** `destination_rule.proto` and `virtual_service.proto` of istio/api, and what pilot does with them. */
const OLD_FIELDS: readonly OldField[] = [
  {
    ...RULE,
    end: ['outlierDetection', 'consecutiveErrors'],
    what: 'Istio reads consecutiveErrors no more: a host is ejected after 5 errors, whatever is written here.',
    fix: 'Write consecutive5xxErrors, or consecutiveGatewayErrors, instead.',
  },
  {
    ...RULE,
    end: ['loadBalancer', 'simple'],
    value: 'LEAST_CONN',
    ...renamed('LEAST_CONN', 'LEAST_REQUEST'),
  },
  {
    ...RULE,
    end: ['consistentHash', 'minimumRingSize'],
    ...renamed('consistentHash.minimumRingSize', 'consistentHash.ringHash.minimumRingSize'),
  },
  {
    ...RULE,
    end: ['loadBalancer', 'warmupDurationSecs'],
    ...renamed('warmupDurationSecs', 'warmup.duration'),
  },
  { ...ROUTE, end: ['mirrorPercent'], ...renamed('mirrorPercent', 'mirrorPercentage.value'), concerns: 'shadow' },
  { ...ROUTE, end: ['mirror_percent'], ...renamed('mirror_percent', 'mirrorPercentage.value'), concerns: 'shadow' },
  { ...ROUTE, end: ['fault', 'delay', 'percent'], ...renamed('fault.delay.percent', 'fault.delay.percentage.value') },
  { ...ROUTE, end: ['corsPolicy', 'allowOrigin'], ...renamed('corsPolicy.allowOrigin', 'corsPolicy.allowOrigins') },
]

/** The old fields of a resource, with their paths. */
export function oldFieldsIn(resource: unknown): readonly { field: OldField; path: readonly (string | number)[] }[] {
  if (!isMapping(resource)) return []
  const fields = OLD_FIELDS.filter(
    ({ kind, group }) => resource.kind === kind && String(resource.apiVersion).startsWith(`${group}/`),
  )
  if (fields.length === 0) return []
  return pathsIn(resource, []).flatMap(({ path, value }) => {
    if (typeof path.at(-1) !== 'string') return []
    const names = path.filter((step) => typeof step === 'string')
    const field = fields.find(
      (one) =>
        one.end.join('\n') === names.slice(-one.end.length).join('\n') &&
        (one.value === undefined || one.value === value),
    )
    return field === undefined ? [] : [{ field, path }]
  })
}

interface Found {
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

function pathsIn(value: unknown, path: Found['path']): readonly Found[] {
  const here = { path, value }
  if (Array.isArray(value)) return [here, ...value.flatMap((item, index) => pathsIn(item, [...path, index]))]
  if (!isMapping(value)) return [here]
  return [here, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))]
}
