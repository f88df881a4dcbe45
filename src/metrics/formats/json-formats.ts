import { classificationReportFormat } from './classification-report.ts'
import type { FileContent } from './file-content.ts'
import type { MetricFormat } from './format.ts'
import { jsonFormat } from './json.ts'
import { kfpFormat } from './kfp.ts'
import { kfpClassificationFormat } from './kfp-classification.ts'
import { locustFormat } from './locust.ts'
import { vegetaFormat } from './vegeta.ts'

/** All that a file whose name ends with `.json` can be, in the order of the registry; plain JSON takes every one. */
const SPECIAL_FORMATS: readonly MetricFormat[] = [
  kfpFormat,
  kfpClassificationFormat,
  classificationReportFormat,
  vegetaFormat,
  locustFormat,
]

/** The format of a file whose name ends with `.json`: the one that the registry would find, without loading the others. */
export function jsonFormatOf(file: FileContent): MetricFormat {
  return SPECIAL_FORMATS.find(({ recognises }) => recognises(file)) ?? jsonFormat
}
