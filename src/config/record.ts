/**
 * A record with the same keys in the same order, its values made by `make`.
 * It has no prototype: a lookup of a name from a comment, such as `constructor`, finds nothing.
 */
export function recordOf<From, To>(
  from: Readonly<Record<string, From>>,
  make: (name: string, value: From) => To,
): Readonly<Record<string, To>> {
  const record: Record<string, To> = Object.create(null)
  for (const [name, value] of Object.entries(from)) record[name] = make(name, value)
  return record
}
