import { flatten } from '../flatten.ts'
import type { MetricFormat } from './format.ts'
import { readJson } from './json-text.ts'

/** JSON (RFC 8259), with the NaN and Infinity that Python's json.dump writes. */
export const jsonFormat: MetricFormat = {
  name: 'JSON',
  endings: ['.json'],
  parse: (text, file) => flatten(readJson(text, file), file),
}
