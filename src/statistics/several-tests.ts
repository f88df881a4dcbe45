/**
 * Holm's step-down procedure (1979): which of several p values stand when the chance of one false find among all must
 * stay below `alpha`. In the order of the input.
 */
export function holm(pValues: readonly number[], alpha: number): readonly boolean[] {
  const order = ascending(pValues)
  const stands = new Array<boolean>(pValues.length).fill(false)
  for (const [rank, at] of order.entries()) {
    if (!((pValues[at] ?? 1) <= alpha / (pValues.length - rank))) break
    stands[at] = true
  }
  return stands
}

/**
 * Benjamini & Hochberg's step-up procedure (1995): which of several p values stand when at most the share `rate` of
 * those that stand may be false, on average. In the order of the input.
 */
export function benjaminiHochberg(pValues: readonly number[], rate: number): readonly boolean[] {
  const order = ascending(pValues)
  const last = order.findLastIndex((at, rank) => (pValues[at] ?? 1) <= (rate * (rank + 1)) / pValues.length)
  const stands = new Array<boolean>(pValues.length).fill(false)
  for (const at of order.slice(0, last + 1)) stands[at] = true
  return stands
}

function ascending(values: readonly number[]): readonly number[] {
  return values.map((_, at) => at).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0))
}
