const FIRST_MS = 2_000
const FACTOR = 4
const LONGEST_MS = 10 * 60_000

/**
 * Milliseconds to wait after that failed attempt, the first being 1: about 2 s, 8 s, 32 s and so on, at most 10 minutes.
 * Jobs that failed together, because something they all need was away, shall not come back together: each waits between
 * half of that and all of it.
 * @param random from 0 to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const most = Math.min(FIRST_MS * FACTOR ** (attempt - 1), LONGEST_MS)
  return Math.round(most * (0.5 + random / 2))
}
