import { gitopsConfigSchema, modelConfigSchema } from '../src/config/json-schema.ts'
import { UserError } from '../src/errors.ts'
import type { CommandResult } from './command-result.ts'

/** `serin schema`: the JSON Schema of a configuration file. */
export function schemaCommand([which]: readonly string[]): CommandResult {
  if (which !== 'model' && which !== 'gitops')
    throw new UserError('Which schema?', { fix: 'Write `serin schema model` or `serin schema gitops`.' })
  const schema = which === 'model' ? modelConfigSchema() : gitopsConfigSchema()
  return { output: `${JSON.stringify(schema, undefined, 2)}\n`, exitCode: 0 }
}
