import type { YamlEdit } from '../yaml/edit.ts'
import type { OpenManifest } from './layout.ts'
import { kindOf, lookUp, manifestError } from './look-up.ts'

/**
 * The edits that write the environment's `set:` keys into a document; those that hold their value already are left out.
 * A part of a dotted path that is a number is an index where a list stands, and a key everywhere else.
 */
export function setEdits(manifest: OpenManifest, document: number): readonly YamlEdit[] {
  return Object.entries(manifest.environment.set).flatMap(([dotted, value]): YamlEdit[] => {
    const path = pathIn(manifest, document, dotted)
    const spot = { manifest, document, path }
    const before = lookUp(spot)
    if (typeof before === 'object' && before !== null) {
      throw manifestError(spot, `${kindOf(before)} stands where "set" in serin.yml puts ${kindOf(value)}.`, {
        fix: `Correct the path "${dotted}" under "set" in serin.yml.`,
      })
    }
    return before === value ? [] : [{ document, op: 'set', path, value }]
  })
}

function pathIn(manifest: OpenManifest, document: number, dotted: string): (string | number)[] {
  const path: (string | number)[] = []
  for (const part of dotted.split('.')) {
    const isIndex = /^\d+$/.test(part) && Array.isArray(lookUp({ manifest, document, path }))
    path.push(isIndex ? Number(part) : part)
  }
  return path
}
