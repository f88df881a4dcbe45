/** The keywords that the schemas of custom resources use. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minLength?: number
  readonly pattern?: string
  readonly anyOf?: readonly Schema[]
}

/** What does not fit the schema, by path; empty when all does. */
export function misfits(value: unknown, schema: Schema, path = '$'): string[] {
  const wrong: string[] = []
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOfType(value, type))) {
    return [`${path} is not ${[schema.type].flat().join(' or ')}`]
  }
  if (schema.const !== undefined && value !== schema.const) wrong.push(`${path} is not ${schema.const}`)
  if (schema.enum && !schema.enum.includes(value)) wrong.push(`${path} is none of ${schema.enum}`)
  if (typeof value === 'string' && value.length < (schema.minLength ?? 0)) wrong.push(`${path} is too short`)
  if (typeof value === 'string' && schema.pattern && !new RegExp(schema.pattern).test(value)) {
    wrong.push(`${path} is not like ${schema.pattern}`)
  }
  if (schema.anyOf && !schema.anyOf.some((one) => misfits(value, one, path).length === 0))
    wrong.push(`${path} fits none`)
  if (Array.isArray(value)) {
    return [...wrong, ...value.flatMap((item, index) => misfits(item, schema.items ?? {}, `${path}[${index}]`))]
  }
  return typeof value === 'object' && value !== null ? [...wrong, ...misfitsIn(value, schema, path)] : wrong
}

function misfitsIn(value: object, schema: Schema, path: string): string[] {
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key))
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, item]) => {
      const known = schema.properties?.[key]
      if (known) return misfits(item, known, `${path}.${key}`)
      if (schema.additionalProperties === false) return [`${path}.${key} is unknown`]
      return typeof schema.additionalProperties === 'object'
        ? misfits(item, schema.additionalProperties, `${path}.${key}`)
        : []
    }),
  ]
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
