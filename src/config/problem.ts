import type { z } from 'zod'
import { type Complaint, heard, quoted } from './complaint.ts'
import { didYouMean } from './did-you-mean.ts'

type Path = readonly (string | number)[]
type Issue = z.core.$ZodIssue
type JsonSchema = z.core.JSONSchema.JSONSchema

/** Something wrong at a path of a configuration file. */
export interface Problem extends Complaint {
  readonly path: Path
}

/**
 * What a zod issue (reported with its input) means to the person; one problem for each unknown key.
 * `json` is the JSON Schema of the whole file: the keys and examples it has for editors stand in the messages too.
 */
export function problemsOf(issue: Issue, json: JsonSchema): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const meant = issue.code === 'invalid_union' && issue.message === UNEXPLAINED ? nearest(issue.errors) : undefined
  if (meant !== undefined) {
    return meant.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, json))
  }
  if (issue.code !== 'unrecognized_keys') return [{ path, ...complaintOf(issue, schemaAt(json, path)) }]
  const schema = schemaAt(json, path)
  const known = [schema, ...(schema?.anyOf ?? [])].flatMap((option) =>
    isSchema(option) ? Object.keys(option.properties ?? {}) : [],
  )
  return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, known) }))
}

/** Zod's words for a union that has no complaint of its own. */
const UNEXPLAINED = 'Invalid input'

/**
 * Of the alternatives of a union the one that the person meant: it takes this kind of value and has the fewest wrong
 * keys. The first alternative when none takes this kind.
 */
function nearest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isOtherKind = (issues: readonly Issue[]) =>
    issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0)
  const wrongKeys = (issues: readonly Issue[]) =>
    issues.filter(
      (issue) => issue.code === 'unrecognized_keys' || (issue.code === 'invalid_type' && issue.input === undefined),
    ).length
  const possible = alternatives.filter((issues) => !isOtherKind(issues))
  return [...(possible.length === 0 ? alternatives.slice(0, 1) : possible)].sort(
    (one, other) => wrongKeys(one) - wrongKeys(other),
  )[0]
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
  if (issue.input === undefined)
    return { what: 'the key is missing', ...(example && { fix: `Write for example ${example}.` }) }
  const what = `${kindOf(issue.input)} stands where ${wanted} is needed`
  return { what, ...optional(hintFor(issue, schema)) }
}

function hintFor({ expected, input }: z.core.$ZodIssueInvalidType, schema: JsonSchema | undefined): string | undefined {
  const isSimple = typeof input === 'number' || typeof input === 'boolean'
  if (expected === 'string' && isSimple && schema?.pattern === undefined && schema?.anyOf === undefined)
    return `Put it in quotes: "${input}".`
  if (expected === 'array' && typeof input === 'string') return `Write [${input}].`
  if (expected === 'number' && typeof input === 'string' && input.trim() !== '' && Number.isFinite(Number(input))) {
    return 'Write the bare number.'
  }
  const example = exampleOf(schema)
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
  if (issue.input === undefined) return { what: 'the key is missing', fix: `Write one of: ${words.join(', ')}.` }
  return { what: `${kindOf(issue.input)} is none of ${words.join(', ')}`, fix }
}

/** The part of a JSON Schema that describes what stands at `path`. */
function schemaAt(schema: JsonSchema, path: Path): JsonSchema | undefined {
  let here: JsonSchema | undefined = schema
  for (const part of path) {
    const options: readonly unknown[] = [here, ...(here?.anyOf ?? [])]
    const next: unknown = options
      .filter(isSchema)
      .map((option) =>
        typeof part === 'number' ? option.items : (option.properties?.[part] ?? option.additionalProperties),
      )
      .find(isSchema)
    here = isSchema(next) ? next : undefined
  }
  return here
}

function isSchema(node: unknown): node is JsonSchema {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
