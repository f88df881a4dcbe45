import { UserError } from '../../errors.ts'
import { readYaml } from '../../yaml/read.ts'
import { flatten } from '../flatten.ts'
import type { MetricFormat } from './format.ts'

/** YAML 1.2, one document. */
export const yamlFormat = {
  name: 'yaml',
  files: '*.yaml',
  recognises: ({ ending }) => ending === '.yaml' || ending === '.yml',
  parse: ({ text, path }) => ({ metrics: flatten(onlyDocument(text, path), path) }),
} as const satisfies MetricFormat

function onlyDocument(text: string, file: string): unknown {
  const { documents } = readYaml(text, { file, exactIntegers: true })
  if (documents.length > 1) {
    throw new UserError(`The file holds ${documents.length} YAML documents, and a metrics file is one.`, {
      place: { file },
      fix: 'Take out the `---` lines between them.',
    })
  }
  const document = documents[0]?.value
  if (document === undefined || document === null) {
    throw new UserError('The file holds no metrics.', { place: { file }, fix: 'Write at least one name and value.' })
  }
  return document
}
