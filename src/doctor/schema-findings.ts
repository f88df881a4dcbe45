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
  const resources = yamlPaths(tree).flatMap((file) =>
    (tree.documents(file) ?? []).map((document) => ({ file, document, schema: schemaOf(document.value, schemas) })),
  )
  return resources.flatMap(({ file, document, schema }): readonly Finding[] => {
    if (schema === undefined) return []
    return misfits(document.value, schema).map(({ path, what, known = [] }) => {
      const meant = didYouMean(String(path.at(-1) ?? ''), known)
      return {
        file,
        ...document.positionOf(path),
        severity: 'error',
        rule: 'schema',
        what: `${path.join('.') || textAt(document.value, 'kind')}: ${what}.`,
        ...(meant !== undefined && { fix: `Did you mean "${meant}"?` }),
      }
    })
  })
}

/** The resources that have a schema, of those that are there, so that a check of nothing is seen. */
export function countChecked(tree: Tree, schemas: Schemas): { readonly checked: number; readonly all: number } {
  const values = yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).map(({ value }) => value))
  const resources = values.filter((value) => textAt(value, 'apiVersion') !== undefined)
  return { checked: resources.filter((value) => schemaOf(value, schemas)).length, all: resources.length }
}

function schemaOf(value: unknown, schemas: Schemas): object | undefined {
  const [group, version] = (textAt(value, 'apiVersion') ?? '').split('/')
  const kind = textAt(value, 'kind')
  // Istio has one schema for all versions of an API.
  const istio = group?.endsWith('.istio.io') ? schemas.get(`${group}_${kind}_v1.json`) : undefined
  return schemas.get(`${group}_${kind}_${version}.json`) ?? istio
}
