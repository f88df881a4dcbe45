import { UserError } from '../../errors.ts'
import { classificationReportFormat } from './classification-report.ts'
import { csvFormat } from './csv.ts'
import { dvcLockFormat } from './dvc-lock.ts'
import type { FileContent } from './file-content.ts'
import type { MetricFormat } from './format.ts'
import { jsonFormat } from './json.ts'
import { jsonLinesFormat } from './json-lines.ts'
import { kfpFormat } from './kfp.ts'
import { kfpClassificationFormat } from './kfp-classification.ts'
import { locustFormat } from './locust.ts'
import { locustCsvFormat } from './locust-csv.ts'
import { textFormat } from './text.ts'
import { tomlFormat } from './toml.ts'
import { tsvFormat } from './tsv.ts'
import { vegetaFormat } from './vegeta.ts'
import { vegetaTextFormat } from './vegeta-text.ts'
import { yamlFormat } from './yaml.ts'

/** The first that recognises a file reads it. */
const FORMATS = [
  kfpFormat,
  kfpClassificationFormat,
  classificationReportFormat,
  vegetaFormat,
  vegetaTextFormat,
  locustFormat,
  locustCsvFormat,
  dvcLockFormat,
  jsonLinesFormat,
  jsonFormat,
  yamlFormat,
  tomlFormat,
  csvFormat,
  tsvFormat,
  textFormat,
] as const satisfies readonly MetricFormat[]

/** What the configuration may write as `format`. */
export type FormatName = (typeof FORMATS)[number]['name']
export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name)

/** The format that a file's name and content promise. Throws UserError when none recognises it. */
export function formatOf(file: FileContent): MetricFormat {
  const format = FORMATS.find(({ recognises }) => recognises(file))
  if (format === undefined) throw unknownFormat(file.path)
  return format
}

/** The format that the configuration names. */
export function formatNamed(name: FormatName): MetricFormat {
  const format = FORMATS.find((candidate) => candidate.name === name)
  if (format === undefined) throw new Error(`no format is called ${name}`)
  return format
}

function unknownFormat(file: string): UserError {
  const endings = FORMATS.flatMap(({ files }) => (files.startsWith('*') ? [files] : [])).join(', ')
  return new UserError('The name of the file does not say which format it has, and its content does not either.', {
    place: { file },
    fix: `Give it one of the names ${endings}, or say the format: \`{ path: …, format: … }\` in place of the path.`,
  })
}
