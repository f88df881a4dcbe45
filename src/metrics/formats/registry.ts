import { UserError } from '../../errors.ts'
import type { MetricFormat } from './format.ts'
import { jsonFormat } from './json.ts'
import { tomlFormat } from './toml.ts'
import { yamlFormat } from './yaml.ts'

const FORMATS: readonly MetricFormat[] = [jsonFormat, yamlFormat, tomlFormat]

/** The format that a file's name promises. Throws UserError when no format has that ending. */
export function formatOf(file: string): MetricFormat {
  const name = file.toLowerCase()
  const format = FORMATS.find(({ endings }) => endings.some((ending) => name.endsWith(ending)))
  if (format === undefined) throw unknownFormat(file)
  return format
}

function unknownFormat(file: string): UserError {
  const known = FORMATS.flatMap(({ endings }) => endings).join(', ')
  return new UserError('The name of the file does not say which format it has.', {
    place: { file },
    fix: `Let it end in one of ${known}, or take it out of the configuration.`,
  })
}
