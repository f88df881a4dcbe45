import { UserError } from '../../../src/errors.ts'
import { type MetricFile, parseSources } from '../../../src/metrics/metrics.ts'

type Shown = readonly [name: string, value: number | string, unit?: string]

/** One file's metrics, as short as they can be read, and everything else that it holds. */
export function read(path: string, text: string, format?: MetricFile['format']) {
  const { metrics, ...extras } = parseSources([{ path, text, ...(format !== undefined && { format }) }])
  const shown = metrics.map(({ name, value, unit }): Shown => {
    const plain = value.kind === 'number' ? value.value : value.text
    return unit === undefined ? [name, plain] : [name, plain, unit]
  })
  return { metrics: shown, ...extras }
}

/** The UserError that reading a file ends in. */
export function mistakeIn(path: string, text: string, format?: MetricFile['format']): UserError {
  try {
    read(path, text, format)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
