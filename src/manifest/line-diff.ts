/** Unchanged lines shown around a change, as `git diff` does. */
const CONTEXT = 3
/** Beyond so many changed lines in one stretch, the search for the smallest diff costs more than it tells. */
const MOST_EDITS = 1000

/** Lines before.slice(oldStart, oldEnd) became after.slice(newStart, newEnd); indexes from 0. */
interface Change {
  readonly oldStart: number
  readonly oldEnd: number
  readonly newStart: number
  readonly newEnd: number
}

/**
 * What changed from one text to the other, as the hunks of a unified diff without a file header; empty when nothing did.
 * The carriage return of a CRLF line end counts as part of the line and is not printed.
 */
export function changedLines(before: string, after: string): string {
  const old = linesOf(before)
  const current = linesOf(after)
  return hunksOf(changesBetween(old, current))
    .map((hunk) => renderHunk(hunk, old, current))
    .join('\n')
}

/** Each line with its line end; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function changesBetween(old: readonly string[], current: readonly string[]): readonly Change[] {
  let start = 0
  while (start < old.length && start < current.length && old[start] === current[start]) start++
  let oldEnd = old.length
  let newEnd = current.length
  while (oldEnd > start && newEnd > start && old[oldEnd - 1] === current[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  if (start === oldEnd && start === newEnd) return []
  const shared = sharedLines(old.slice(start, oldEnd), current.slice(start, newEnd))
  const changes: Change[] = []
  let at = { oldStart: start, newStart: start }
  for (const [oldIndex, newIndex] of [...shared, [oldEnd - start, newEnd - start] as const]) {
    const change = { ...at, oldEnd: start + oldIndex, newEnd: start + newIndex }
    if (change.oldStart < change.oldEnd || change.newStart < change.newEnd) changes.push(change)
    at = { oldStart: change.oldEnd + 1, newStart: change.newEnd + 1 }
  }
  return changes
}

/**
 * Pairs of indexes of lines that stay, in order: Myers, "An O(ND) Difference Algorithm" (1986), greedy, with the furthest
 * points of every round kept. None when the texts differ by more than `MOST_EDITS` lines.
 */
function sharedLines(old: readonly string[], current: readonly string[]): readonly (readonly [number, number])[] {
  const rounds: Int32Array[] = []
  const most = Math.min(MOST_EDITS, old.length + current.length)
  let furthest = new Int32Array(2)
  for (let edits = 0; edits <= most; edits++) {
    // Index k + edits + 1 holds the furthest x on the diagonal k = x - y; the rim on both sides stays -1.
    const next = new Int32Array(2 * edits + 3).fill(-1)
    for (let k = -edits; k <= edits; k += 2) {
      let x = edits === 0 ? 0 : step(furthest, k, edits)
      while (x < old.length && x - k < current.length && old[x] === current[x - k]) x++
      next[k + edits + 1] = x
      if (x >= old.length && x - k >= current.length) return walkBack(rounds, { x, k, edits })
    }
    rounds.push(next)
    furthest = next
  }
  return []
}

/** Where a round starts on diagonal k: below the furthest point of k + 1, or right of that of k - 1. */
function step(previous: Int32Array, k: number, edits: number): number {
  const above = previous[k + 1 + edits] ?? -1
  const left = previous[k - 1 + edits] ?? -1
  return goesDown(above, left, k, edits) ? above : left + 1
}

function goesDown(above: number, left: number, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && left < above)
}

function walkBack(rounds: readonly Int32Array[], end: { x: number; k: number; edits: number }) {
  const pairs: [number, number][] = []
  let { x, k } = end
  for (let edits = end.edits; edits >= 0; edits--) {
    const previous = rounds[edits - 1]
    const from = previous === undefined ? 0 : step(previous, k, edits)
    for (; x > from; x--) pairs.push([x - 1, x - 1 - k])
    if (previous === undefined) break
    const above = previous[k + 1 + edits] ?? -1
    const down = goesDown(above, previous[k - 1 + edits] ?? -1, k, edits)
    x = down ? from : from - 1
    k += down ? 1 : -1
  }
  return pairs.reverse()
}

/** Changes that are near enough to share their context stand in one hunk. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = []
  for (const change of changes) {
    const hunk = hunks.at(-1)
    const last = hunk?.at(-1)
    if (hunk && last && change.oldStart - last.oldEnd <= 2 * CONTEXT) hunk.push(change)
    else hunks.push([change])
  }
  return hunks
}

function renderHunk(hunk: readonly Change[], old: readonly string[], current: readonly string[]): string {
  const first = hunk[0]
  const last = hunk.at(-1)
  if (first === undefined || last === undefined) throw new Error('a hunk without a change')
  const lead = Math.min(CONTEXT, first.oldStart)
  const trail = Math.min(CONTEXT, old.length - last.oldEnd)
  const lines: string[] = []
  let shown = first.oldStart - lead
  for (const { oldStart, oldEnd, newStart, newEnd } of hunk) {
    lines.push(...prefixed(' ', old.slice(shown, oldStart)))
    lines.push(...prefixed('-', old.slice(oldStart, oldEnd)), ...prefixed('+', current.slice(newStart, newEnd)))
    shown = oldEnd
  }
  lines.push(...prefixed(' ', old.slice(shown, last.oldEnd + trail)))
  const oldRange = rangeOf(first.oldStart - lead, last.oldEnd + trail)
  const newRange = rangeOf(first.newStart - lead, last.newEnd + trail)
  return [`@@ -${oldRange} +${newRange} @@`, ...lines].join('\n')
}

/** GNU's form: a count of 1 is left out, an empty range names the line before it. */
function rangeOf(start: number, end: number): string {
  const count = end - start
  if (count === 1) return `${start + 1}`
  return `${count === 0 ? start : start + 1},${count}`
}

function prefixed(sign: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const shown = `${sign}${line.replace(/\r?\n$/, '')}`
    return line.endsWith('\n') ? [shown] : [shown, '\\ No newline at end of file']
  })
}
