/** The value at a path of keys and indexes; undefined where the path ends early. */
export function atPath(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Readonly<Record<string | number, unknown>>)[step]
  }
  return here
}

/** The same as a text; undefined when something else stands there. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = atPath(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The same as a list; empty when something else stands there. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = atPath(value, ...path)
  return Array.isArray(found) ? found : []
}
