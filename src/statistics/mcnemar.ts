import { fairCoinTail } from './distributions.ts'

/**
 * The two-sided mid-p value of McNemar's test that two models are right equally often; `onlyMain` and `onlyPr` count
 * the examples that one model alone gets right. 1 when there is none.
 * Twice the binomial tail less once the probability of what was seen; Fagerland, Lydersen & Laake 2013, equation 7.
 */
export function mcnemarMidP(onlyMain: number, onlyPr: number): number {
  const n = onlyMain + onlyPr
  if (n === 0) return 1
  const least = Math.min(onlyMain, onlyPr)
  const tail = fairCoinTail(least, n)
  const point = least === 0 ? tail : tail - fairCoinTail(least - 1, n)
  return Math.min(1, 2 * tail - point)
}
