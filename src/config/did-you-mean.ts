/**
 * The word of `known` that the person most likely meant by `word`, or undefined when none is near.
 * Case, dashes and underscores do not count (`maxRegression` → `max-regression`);
 * otherwise at most one slip per three letters (a swap of neighbours is one slip).
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const wanted = bare(word)
  const ranked = known
    .map((candidate) => ({ candidate, slips: slipsBetween(wanted, bare(candidate)) }))
    .filter(({ candidate, slips }) => slips <= Math.ceil(bare(candidate).length / 3))
    .sort((left, right) => left.slips - right.slips)
  return ranked[0]?.candidate
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '').slice(0, 40)
}

/** Optimal string alignment distance (Damerau-Levenshtein, no substring edited twice). */
function slipsBetween(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let slips = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (row > 1 && column > 1 && swapped) slips = Math.min(slips, at(beforeLast, column - 2) + 1)
      current.push(slips)
    }
    beforeLast = last
    last = current
  }
  return at(last, right.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
