import { didYouMean } from '../config/did-you-mean.ts'
import { textAt } from './at-path.ts'
import type { Finding } from './finding.ts'
import { misfits } from './schema.ts'
import { type Tree, yamlPaths } from './tree.ts'

/** Schemas of custom resources by the name of their file: `<group>_<Kind>_<version>.json`. */
export type Schemas = ReadonlyMap<string, object>

/** Resources that do not fit the schema of their kind; kinds without a schema are left alone. */
export function schemaFindings(tree: Tree, schemas: Schemas): readonly Finding[] {
  if (schemas.size === 0) return []
  return yamlPaths(tree).flatMap((file) =>
    (tree.documents(file) ?? []).flatMap((document): Finding[] => {
      const [group, version] = (textAt(document.value, 'apiVersion') ?? '').split('/')
      const kind = textAt(document.value, 'kind')
      const schema = schemas.get(`${group}_${kind}_${version}.json`)
      if (schema === undefined) return []
      return misfits(document.value, schema).map(({ path, what, known = [] }) => {
        const meant = didYouMean(String(path.at(-1) ?? ''), known)
        return {
          file,
          ...document.positionOf(path),
          severity: 'error',
          rule: 'schema',
          what: `${path.join('.') || kind}: ${what}.`,
          ...(meant !== undefined && { fix: `Did you mean "${meant}"?` }),
        }
      })
    }),
  )
}
