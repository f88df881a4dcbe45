import type { KeyPath } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { isInferenceService } from './inference-service.ts'
import { LLM_SERVICE, llmModel } from './llm-group.ts'
import { lookUp, type Spot } from './look-up.ts'
import { modelVersion } from './model-version.ts'
import { findModel } from './predictor.ts'
import { isResource } from './resource.ts'
import { splitName } from './version-in-name.ts'

/** A name that says another version than the model has. */
export interface OldName {
  readonly path: KeyPath
  readonly name: string
  readonly version: string
}

/**
 * The names in a resource that tell another version than its model's address. A release leaves them: under a new name the
 * cluster would delete what serves before the new one is there.
 */
export function oldNamesIn(root: Spot): readonly OldName[] {
  const version = versionOf(root)
  if (version === undefined) return []
  const paths = [
    ['metadata', 'name'],
    ['spec', 'predictor', 'name'],
  ]
  return paths.flatMap((path) => {
    const name = lookUp({ ...root, path })
    return typeof name === 'string' && saysAnother(name, version) ? [{ path, name, version }] : []
  })
}

/** What cannot be told stands in nobody's way. */
function versionOf(root: Spot): string | undefined {
  const value = lookUp(root)
  try {
    if (isResource(value, LLM_SERVICE)) return modelVersion(llmModel(root))
    return isInferenceService(value) ? modelVersion(findModel(root)) : undefined
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Versions as they end a name: commits, and `v2`. A name of another form may say anything. */
const FORMS = [/^[0-9a-f]{7,40}$/, /^v\d+$/]

function saysAnother(name: string, version: string): boolean {
  const own = splitName(name)?.version ?? name
  const [longer, shorter] = own.length > version.length ? [own, version] : [version, own]
  return !longer.startsWith(shorter) && FORMS.some((form) => form.test(own) && form.test(version))
}
