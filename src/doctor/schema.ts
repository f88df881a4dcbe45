/** The keywords that the schemas of custom resources use (JSON Schema draft-07 from a CRD's `openAPIV3Schema`). */
interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly not?: Schema
}

/** What does not fit, and the keys and indexes that lead there. */
export interface Misfit {
  readonly path: readonly (string | number)[]
  readonly what: string
  /** The keys that would have been known in the place of an unknown one. */
  readonly known?: readonly string[]
}

/** What in a value does not fit a schema. Keywords that are not listed above, `$ref` too, are not judged. */
export function misfits(value: unknown, schema: Schema, path: Misfit['path'] = []): readonly Misfit[] {
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return [{ path, what: `${kindOf(value)} stands where ${types.join(' or ')} is needed` }]
  }
  const wrong = [...plainMisfits(value, schema), ...combined(value, schema)].map((what) => ({ path, what }))
  if (Array.isArray(value)) {
    const { items } = schema
    return [...wrong, ...(items ? value.flatMap((item, index) => misfits(item, items, [...path, index])) : [])]
  }
  return typeof value === 'object' && value !== null ? [...wrong, ...misfitsOfKeys(value, schema, path)] : wrong
}

function plainMisfits(value: unknown, schema: Schema): readonly string[] {
  const { minLength = 0, maxLength = Infinity, minItems = 0, maxItems = Infinity } = schema
  const { minimum = -Infinity, maximum = Infinity } = schema
  const wrong: string[] = []
  if (schema.const !== undefined && value !== schema.const) wrong.push(`this is not ${JSON.stringify(schema.const)}`)
  if (schema.enum && !schema.enum.includes(value)) wrong.push(`this is none of ${schema.enum.join(', ')}`)
  if (typeof value === 'string') {
    if (value.length < minLength || value.length > maxLength) wrong.push('the text is too short or too long')
    if (schema.pattern !== undefined && fits(value, schema.pattern) === false)
      wrong.push(`it is not like ${schema.pattern}`)
  }
  if (typeof value === 'number' && (value < minimum || value > maximum)) {
    wrong.push(`the number is not between ${minimum} and ${maximum}`)
  }
  if (Array.isArray(value) && (value.length < minItems || value.length > maxItems))
    wrong.push('the list is too short or too long')
  return wrong
}

/** Undefined for a pattern that is none to JavaScript. */
function fits(value: string, pattern: string): boolean | undefined {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function combined(value: unknown, { anyOf, oneOf, allOf, not }: Schema): readonly string[] {
  const fitting = (schemas: readonly Schema[]) => schemas.filter((one) => misfits(value, one).length === 0).length
  const wrong: string[] = []
  if (anyOf && fitting(anyOf) === 0) wrong.push('it fits none of the forms that are allowed here')
  if (oneOf && fitting(oneOf) !== 1) wrong.push('it does not fit exactly one of the forms that are allowed here')
  if (allOf && fitting(allOf) < allOf.length) wrong.push('it does not fit all that is asked for here')
  if (not && misfits(value, not).length === 0) wrong.push('it has a form that is not allowed here')
  return wrong
}

function misfitsOfKeys(value: object, schema: Schema, path: Misfit['path']): readonly Misfit[] {
  const { properties = {}, additionalProperties, required = [] } = schema
  const missing = required.filter((key) => !Object.hasOwn(value, key))
  return [
    ...missing.map((key) => ({ path, what: `the key "${key}" is missing` })),
    ...Object.entries(value).flatMap(([key, item]): readonly Misfit[] => {
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined
      if (known !== undefined) return misfits(item, known, [...path, key])
      if (additionalProperties === false) {
        return [{ path: [...path, key], what: `"${key}" is not a key here`, known: Object.keys(properties) }]
      }
      return typeof additionalProperties === 'object' ? misfits(item, additionalProperties, [...path, key]) : []
    }),
  ]
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`
}
