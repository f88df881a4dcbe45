import { z } from 'zod'
import { type Place, UserError } from '../errors.ts'
import { readYaml, type YamlDocument } from '../yaml/read.ts'
import { type Problem, problemsOf } from './problem.ts'

/**
 * Reads a configuration file whole: YAML text → what `schema` makes of it.
 * Throws one UserError that lists every problem in the order of the file, placed at the first of them; its cause is an
 * AggregateError with one UserError for each.
 */
export function readStrict<Schema extends z.ZodType>(
  schema: Schema,
  { text, file }: { text: string; file: string },
): z.output<Schema> {
  const document = onlyDocument(text, file)
  const result = schema.safeParse(document.value, { reportInput: true })
  if (result.success) return result.data
  const json = z.toJSONSchema(schema, { io: 'input' })
  throw errorOf(
    result.error.issues.flatMap((issue) => problemsOf(issue, json)),
    document,
    file,
  )
}

function onlyDocument(text: string, file: string): YamlDocument {
  const { documents } = readYaml(text, { file })
  const [first, second] = documents
  if (first === undefined || first.value === null || first.value === undefined) {
    throw new UserError('the file is empty.', { place: { file }, fix: 'Write at least "models:" with one model.' })
  }
  if (second !== undefined) {
    const place = { file, ...second.positionOf([]) }
    throw new UserError('the file has more than one YAML document.', { place, fix: 'Remove the "---" between them.' })
  }
  return first
}

function errorOf(problems: readonly Problem[], document: YamlDocument, file: string): UserError {
  const placed = problems
    .map((problem) => ({ ...problem, ...document.positionOf(problem.path), key: keyOf(problem.path) }))
    .sort((left, right) => left.line - right.line || left.column - right.column)
  const [first] = placed
  if (first === undefined) throw new Error('zod refused a file and named no issue')
  const place: Place = { file, line: first.line, column: first.column, ...(first.key && { key: first.key }) }
  if (placed.length === 1) return new UserError(`${first.what}.`, { place, ...(first.fix && { fix: first.fix }) })
  const each = placed.map(
    ({ what, fix, line, column, key }) =>
      new UserError(`${what}.`, { place: { file, line, column, ...(key && { key }) }, ...(fix && { fix }) }),
  )
  const lines = placed.map(
    ({ line, column, key, what, fix }) =>
      `\n- ${line}:${column} ${key && `(${key}) `}${[`${what}.`, fix].filter(Boolean).join(' ')}`,
  )
  return new UserError(`${placed.length} problems:${lines.join('')}`, { place, cause: new AggregateError(each) })
}

/** `models.iris.metrics[0]`; a key's control characters would break the line of the message. */
function keyOf(path: Problem['path']): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}
