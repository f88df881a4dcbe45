import { describe, expect, test } from 'vitest'
import type { Estimate } from '../../src/statistics/estimate.ts'
import { meanScore, rootMeanSquare } from '../../src/statistics/example-scores.ts'
import { macroF1 } from '../../src/statistics/macro-f1.ts'
import { matchedShare } from '../../src/statistics/matched-share.ts'
import { pooledRatio } from '../../src/statistics/pooled-ratio.ts'
import { rocAuc } from '../../src/statistics/roc-auc.ts'
import { generator, normal } from './sample.ts'

type Random = () => number

/** The share of samples of two equally good models that are called different; 5 % is promised. */
function falseAlarms(simulate: (random: Random) => Estimate, runs = 1000): number {
  const random = generator(2026)
  let alarms = 0
  for (let run = 0; run < runs; run += 1) {
    const { noise } = simulate(random)
    if (noise.kind === 'known' && noise.p < 0.05 && (noise.interval.lo > 0 || noise.interval.hi < 0)) alarms += 1
  }
  return alarms / runs
}

const bits = (n: number, random: Random, share: number) =>
  Uint8Array.from({ length: n }, () => (random() < share ? 1 : 0))
const reals = (n: number, draw: () => number) => Float64Array.from({ length: n }, draw)
const groups = undefined

/** Two models that are right equally often and differ on a tenth of the examples. */
function equallyRight(n: number, random: Random) {
  const main = bits(n, random, 0.85)
  const pr = main.map((right) => (random() < 0.05 / (right ? 0.85 : 0.15) ? 1 - right : right))
  return { main, pr, groups }
}

/** Answers of two models that each flip a label with the same probability. */
function equallyWrong(n: number, random: Random, share: number) {
  const label = bits(n, random, share)
  const answer = () => label.map((own) => (random() < 0.15 ? 1 - own : own))
  return { label, main: answer(), pr: answer(), groups }
}

function tailed(random: Random): number {
  const chi = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
  return normal(random) / Math.sqrt(chi / 3)
}

describe('equally good models are rarely called different', () => {
  test.each<[string, (random: Random) => Estimate]>([
    ['accuracy, 100 examples', (random) => matchedShare(equallyRight(100, random))],
    ['accuracy, 1000 examples', (random) => matchedShare(equallyRight(1000, random))],
    ['F1, 300 examples, a tenth positive', (random) => pooledRatio('f1', equallyWrong(300, random, 0.1))],
    ['precision, 100 examples, a tenth positive', (random) => pooledRatio('precision', equallyWrong(100, random, 0.1))],
    [
      'RMSE of normal errors, 100 examples',
      (random) => {
        const squares = () => reals(100, () => normal(random) ** 2)
        return rootMeanSquare({ main: squares(), pr: squares(), groups })
      },
    ],
    [
      'RMSE of errors with heavy tails, 100 examples',
      (random) => {
        const squares = () => reals(100, () => tailed(random) ** 2)
        return rootMeanSquare({ main: squares(), pr: squares(), groups })
      },
    ],
    [
      'macro-F1, 300 examples of three classes',
      (random) => {
        const label = Int32Array.from({ length: 300 }, () => Math.floor(random() * 3))
        const answer = () => label.map((own) => (random() < 0.2 ? Math.floor(random() * 3) : own))
        return macroF1({ label, main: answer(), pr: answer(), count: 3, groups })
      },
    ],
    [
      'ROC-AUC, 200 examples',
      (random) => {
        const label = bits(200, random, 0.3)
        const scores = () => Float64Array.from(label, (own) => own + normal(random))
        return rocAuc({ label, main: scores(), pr: scores(), groups })
      },
    ],
    [
      'losses that are alike within groups, 20 groups of 25',
      (random) => {
        const codes = Int32Array.from({ length: 500 }, (_, row) => row % 20)
        const shared = reals(20, () => normal(random))
        const main = reals(500, () => normal(random))
        const pr = main.map((loss, row) => loss + (shared[row % 20] ?? 0) + 0.5 * normal(random))
        return meanScore({ main, pr, groups: { codes, count: 20 } })
      },
    ],
  ])('%s', (_, simulate) => {
    const share = falseAlarms(simulate)
    expect(share).toBeGreaterThan(0.001)
    // 5 % and three deviations of 1000 runs.
    expect(share).toBeLessThan(0.071)
  })

  test('without their groups they often are', () => {
    const share = falseAlarms((random) => {
      const shared = reals(20, () => normal(random))
      const main = reals(500, () => normal(random))
      const pr = main.map((loss, row) => loss + (shared[row % 20] ?? 0) + 0.5 * normal(random))
      return meanScore({ main, pr, groups })
    }, 200)
    expect(share).toBeGreaterThan(0.3)
  })
})

test('the smallest visible change is seen in about 80 % of cases', () => {
  const random = generator(80)
  const standardError = 1 / Math.sqrt(200)
  let seen = 0
  for (let run = 0; run < 1000; run += 1) {
    const main = reals(200, () => 0)
    const pr = reals(200, () => 2.8015852 * standardError + normal(random))
    const { noise } = meanScore({ main, pr, groups })
    if (noise.kind === 'known' && noise.interval.lo > 0) seen += 1
  }
  expect(seen / 1000).toBeGreaterThan(0.76)
  expect(seen / 1000).toBeLessThan(0.84)
})

test('the range of accuracy holds the true difference', () => {
  const random = generator(95)
  let held = 0
  for (let run = 0; run < 1000; run += 1) {
    const main = bits(200, random, 0.8)
    const pr = main.map((right) => (right === 0 && random() < 0.25 ? 1 : right))
    const { noise } = matchedShare({ main, pr, groups })
    if (noise.kind === 'known' && noise.interval.lo <= 0.05 && noise.interval.hi >= 0.05) held += 1
  }
  expect(held / 1000).toBeGreaterThan(0.93)
})
