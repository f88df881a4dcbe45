import { createHash } from 'node:crypto'

const ROWS_AT_ONCE = 4096

/**
 * The identity of a test set: SHA-256 (hex) over the ids, sorted, each with its label. Equal for the same examples in
 * any order, and only for them: each text is written with its length. `ids` are unique.
 */
export function testSetHash(ids: readonly string[], labels: readonly string[]): string {
  const order = orderOf(ids)
  const hash = createHash('sha256')
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    let part = ''
    for (let at = start; at < Math.min(ids.length, start + ROWS_AT_ONCE); at += 1) {
      const row = order?.[at] ?? at
      const id = ids[row] ?? ''
      const label = labels[row] ?? ''
      part += `${id.length}:${id}${label.length}:${label}`
    }
    hash.update(part)
  }
  return hash.digest('hex')
}

/** The rows by id; undefined when they are in order already. */
function orderOf(ids: readonly string[]): readonly number[] | undefined {
  if (ids.every((id, row) => row === 0 || (ids[row - 1] ?? '') < id)) return undefined
  const rows = new Map(ids.map((id, row) => [id, row]))
  return [...ids].sort().map((id) => rows.get(id) ?? 0)
}
