/** A generator of numbers in [0, 1) that gives the same ones for the same seed on every machine (mulberry32). */
export function seededRandom(seed) {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Row numbers to train on and to test on: of each class the same share is held back. */
export function splitByClass(labels, { share, seed }) {
  const random = seededRandom(seed)
  const parts = { train: [], test: [] }
  for (const label of new Set(labels)) {
    const rows = shuffle(
      labels.flatMap((other, row) => (other === label ? [row] : [])),
      random,
    )
    const held = Math.round(rows.length * share)
    parts.test.push(...rows.slice(0, held))
    parts.train.push(...rows.slice(held))
  }
  return parts
}

function shuffle(rows, random) {
  for (let last = rows.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[rows[last], rows[other]] = [rows[other], rows[last]]
  }
  return rows
}
