import { Ajv, type ValidateFunction } from 'ajv'

// Formats, as `int32`, say nothing about what a release writes; the keywords of CRDs are not all of JSON Schema's.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false })
const compiled = new WeakMap<object, ValidateFunction>()

/** What does not fit the schema, by path, as another JSON Schema validator than the product's tells; empty when all does. */
export function misfits(value: unknown, schema: object): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema)
  compiled.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `$${instancePath.replaceAll('/', '.')} ${message} ${JSON.stringify(params)}`,
  )
}
