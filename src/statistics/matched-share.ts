import { NORMAL } from './distributions.ts'
import { type Estimate, NO_NOISE, ONE_CLASS } from './estimate.ts'
import { estimateOf, type Groups, meanOf } from './influence.ts'
import { intervalAround } from './interval.ts'
import { mcnemarMidP } from './mcnemar.ts'

/** For each example, 1 where the model is right and 0 where it is not. */
export interface Rightness {
  readonly main: Uint8Array
  readonly pr: Uint8Array
  readonly groups: Groups | undefined
}

/**
 * A share of examples that a model gets right: accuracy, or recall and specificity over the rows of one class.
 * b = only main right, c = only pr right; p12 = (c+1)/(n+2), p21 = (b+1)/(n+2), D = p12 − p21,
 * D ± 1.96 · √((p12 + p21 − D²)/(n+2)), cut to [−1, 1] (Bonett & Price 2012, adjusted Wald for matched pairs), with
 * McNemar's mid-p. Grouped rows: the cluster formula on the differences.
 */
export function matchedShare(rightness: Rightness): Estimate {
  const { main, pr, groups } = rightness
  const n = main.length
  const of = { main: meanOf(main), pr: meanOf(pr), n }
  if (n === 0) return { main: undefined, pr: undefined, n, disagree: 0, noise: NO_NOISE, method: ONE_CLASS }
  if (groups !== undefined) return groupedShare(rightness, groups)
  let onlyMain = 0
  let onlyPr = 0
  for (let row = 0; row < n; row += 1) {
    const difference = (pr[row] ?? 0) - (main[row] ?? 0)
    if (difference > 0) onlyPr += 1
    if (difference < 0) onlyMain += 1
  }
  const p = mcnemarMidP(onlyMain, onlyPr)
  const noise = { kind: 'known', ...bonettPrice(onlyMain, onlyPr, n), p } as const
  return { ...of, disagree: onlyMain + onlyPr, noise, method: METHOD }
}

const METHOD = 'Bonett–Price, McNemar mid-p'
const SHARE = [-1, 1] as const

function bonettPrice(onlyMain: number, onlyPr: number, n: number) {
  const up = (onlyPr + 1) / (n + 2)
  const down = (onlyMain + 1) / (n + 2)
  const centre = up - down
  const se = Math.sqrt((up + down - centre ** 2) / (n + 2))
  return { interval: intervalAround({ centre, se, df: NORMAL, within: SHARE }), se }
}

function groupedShare({ main, pr }: Rightness, groups: Groups): Estimate {
  const influence = Float64Array.from(pr, (right, row) => right - (main[row] ?? 0))
  return estimateOf({
    main: meanOf(main),
    pr: meanOf(pr),
    influence,
    differs: (row) => influence[row] !== 0,
    groups,
    within: SHARE,
    method: 'paired t',
  })
}
