import { z } from 'zod'
import { type Place, UserError } from '../errors.ts'
import { readYaml, type YamlDocument } from '../yaml/read.ts'
import { type Complaint, heard, quoted, say } from './complaint.ts'
import { didYouMean } from './did-you-mean.ts'

type Path = readonly (string | number)[]
type Issue = z.core.$ZodIssue
type JsonSchema = z.core.JSONSchema.JSONSchema

interface Problem extends Complaint {
  readonly path: Path
}

/**
 * Reads a configuration file whole: YAML text → what `schema` makes of it.
 * Throws one UserError that lists every problem in the order of the file, placed at the first of them.
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
  const lines = placed.map(
    ({ line, column, key, what, fix }) => `\n- ${line}:${column} ${key && `(${key}) `}${[`${what}.`, fix].filter(Boolean).join(' ')}`,
  )
  return new UserError(`${placed.length} problems:${lines.join('')}`, { place })
}

/** `models.iris.metrics[0]` */
function keyOf(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('')
}

function problemsOf(issue: Issue, json: JsonSchema): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code !== 'unrecognized_keys') return [{ path, ...complaintOf(issue, schemaAt(json, path)) }]
  const known = Object.keys(schemaAt(json, path)?.properties ?? {})
  return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, known) }))
}

function unknownKey(key: string, known: readonly string[]): Complaint {
  const meant = didYouMean(key, known)
  const fix = meant === undefined ? `The keys known here are ${known.join(', ')}.` : `Did you mean "${meant}"?`
  return { what: `${quoted(key)} is not a key Serin knows`, fix }
}

function complaintOf(issue: Issue, schema: JsonSchema | undefined): Complaint {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, schema)
    case 'invalid_value':
      return wrongWord(issue)
    case 'invalid_key':
      return heard(issue.issues[0]?.message ?? issue.message)
    default:
      return heard(issue.message)
  }
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of names',
}

function wrongType(issue: z.core.$ZodIssueInvalidType, schema: JsonSchema | undefined): Complaint {
  const wanted = WANTED[issue.expected] ?? issue.expected
  const example = exampleOf(schema)
  if (issue.input === undefined) return { what: 'the key is missing', ...(example && { fix: `Write for example ${example}.` }) }
  const what = `${kindOf(issue.input)} stands where ${wanted} is needed`
  return { what, ...optional(hintFor(issue, example)) }
}

function hintFor({ expected, input }: z.core.$ZodIssueInvalidType, example: string | undefined): string | undefined {
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')) {
    return `Put it in quotes: "${input}".`
  }
  if (expected === 'array' && typeof input === 'string') return `Write [${input}].`
  if (expected === 'number' && typeof input === 'string' && Number.isFinite(Number.parseFloat(input))) {
    return 'Write the bare number.'
  }
  return example && `Write for example ${example}.`
}

function optional(fix: string | undefined): { fix?: string } {
  return fix === undefined ? {} : { fix }
}

function exampleOf(schema: JsonSchema | undefined): string | undefined {
  const [example] = schema?.examples ?? []
  if (example === undefined) return undefined
  return typeof example === 'string' ? example : JSON.stringify(example)
}

function kindOf(input: unknown): string {
  if (input === null) return 'nothing'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'a mapping'
  return `the ${typeof input === 'string' ? 'text' : typeof input} ${quoted(input)}`
}

function wrongWord(issue: z.core.$ZodIssueInvalidValue): Complaint {
  const words = issue.values.map(String)
  const meant = typeof issue.input === 'string' ? didYouMean(issue.input, words) : undefined
  const fix = meant === undefined ? `Write one of: ${words.join(', ')}.` : `Did you mean "${meant}"?`
  if (issue.input === undefined) return heard(say('the key is missing', `Write one of: ${words.join(', ')}.`))
  return { what: `${kindOf(issue.input)} is none of ${words.join(', ')}`, fix }
}

/** The part of a JSON Schema that describes what stands at `path`. */
function schemaAt(schema: JsonSchema, path: Path): JsonSchema | undefined {
  let here: JsonSchema | undefined = schema
  for (const part of path) {
    const next: unknown =
      typeof part === 'number' ? here?.items : (here?.properties?.[part] ?? here?.additionalProperties)
    here = typeof next === 'object' && next !== null && !Array.isArray(next) ? next : undefined
  }
  return here
}
