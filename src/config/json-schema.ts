import { z } from 'zod'
import { gitopsConfigFile } from './gitops-config.ts'
import { modelConfigFile } from './model-config.ts'

/** A JSON Schema (draft 7, which editors' YAML support reads). */
export type JsonSchema = z.core.JSONSchema.BaseSchema

/** The JSON Schema of `.github/serin.yml`. It is looser than `parseModelConfig` where a rule spans several keys. */
export function modelConfigSchema(): JsonSchema {
  return schemaOf(modelConfigFile, 'Serin: how the models of this repository are trained, measured and gated')
}

/** The JSON Schema of the gitops repository's `serin.yml`; looser than `parseGitopsConfig` in the same way. */
export function gitopsConfigSchema(): JsonSchema {
  return schemaOf(gitopsConfigFile, 'Serin: which models may be released here')
}

function schemaOf(schema: z.ZodType, title: string): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), title }
}
