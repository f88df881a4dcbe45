import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Schemas } from '../src/doctor/schema-findings.ts'
import { UserError } from '../src/errors.ts'

/**
 * JSON Schemas of custom resources, by the names of their files, from the folder that was asked for.
 * @throws UserError for a folder that has none, which would be a check of nothing.
 */
export function readSchemas(folder: string, asked: string | undefined): Schemas {
  if (asked === undefined) return new Map()
  const schemas = resolve(folder, asked)
  if (statSync(schemas, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError('There is no such folder.', { place: { file: asked } })
  const names = readdirSync(schemas).filter((name) => SCHEMA.test(name))
  if (names.length === 0) throw noSchemas(asked, schemas)
  return new Map(names.map((name) => [name, parseSchema(join(schemas, name), join(asked, name))]))
}

const SCHEMA = /^[^_]+_[^_]+_[^_]+\.json$/

function noSchemas(asked: string, path: string): UserError {
  const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const better = inside.filter(({ name }) => readdirSync(join(path, name)).some((file) => SCHEMA.test(file)))
  return new UserError('There is no schema in this folder.', {
    place: { file: asked },
    fix:
      better.length > 0
        ? `Name the folder below it: ${better.map(({ name }) => join(asked, name)).join(' or ')}.`
        : 'Each is a file named <group>_<Kind>_<version>.json, for example serving.kserve.io_InferenceService_v1beta1.json.',
  })
}

function parseSchema(path: string, file: string): object {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new UserError('This schema is no JSON.', { place: { file }, cause })
  }
}
