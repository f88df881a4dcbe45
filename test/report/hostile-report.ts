import type { MetricValue } from '../../src/metrics/metrics.ts'
import type { Report, ReportSources } from '../../src/report/report.ts'
import type { Row } from '../../src/statistics/row.ts'
import { exampleReport } from './example-report.ts'
import { hostileText } from './hostile-text.ts'

type Random = () => number

/** A report in which every section has something to show and every text is hostile. */
export function fullHostileReport(random: Random): Report {
  const text = (): string => hostileText(random)
  const values = (): Record<string, unknown> =>
    Object.fromEntries(many(random, 12, () => [text(), random() < 0.5 ? random() : text()]))
  const main = values()
  const report = exampleReport({
    model: text(),
    main,
    values: { ...main, ...values(), [text()]: Number.MIN_VALUE },
    rules: [
      { metric: '**', min: 0.5 },
      { metric: text(), maxRegression: { amount: 1, unit: 'percent' } },
    ],
    params: [values(), values()],
    notes: [text(), text()],
    next: [text(), { text: text(), url: `https://github.com/acme/${text()}` }],
    runUrl: `javascript:${text()}`,
  })
  const names = report.changes.map(({ name }) => name)
  return {
    ...report,
    comparison: {
      basis: 'paired',
      rows: names.map((metric) => compared(metric, random)),
      slices: many(random, 4, () => compared(text(), random)),
      notes: [text(), text()],
    },
    sources: sources(random),
    baselineSources: sources(random),
    trend: many(random, 3, () => ({
      file: 'metrics.json',
      name: text(),
      points: points(random).map(({ value }) => ({ sha: text(), value })),
    })),
    plots: many(random, 4, () => ({ name: text(), url: `https://github.com/acme/${text()}` })),
    extra: { file: text(), text: many(random, 9, text).join('\n'), from: 'hostile' },
  }
}

function sources(random: Random): ReportSources {
  const text = (): string => hostileText(random)
  const at = () => ({ file: text(), name: random() < 0.5 ? text() : 'same' })
  const value = (): MetricValue =>
    random() < 0.5 ? { kind: 'number', value: random() } : { kind: 'text', text: text() }
  const row = () => ({ label: text(), precision: value(), recall: value(), f1: value(), support: value() })
  return {
    curves: many(random, 3, () => ({ ...at(), stepName: text(), points: points(random) })),
    matrices: many(random, 2, () => {
      const labels = many(random, 16, text)
      return { ...at(), labels, counts: labels.map(() => labels.map(() => Math.floor(random() * 9))) }
    }),
    classTables: many(random, 2, () => ({ ...at(), classes: many(random, 5, row), averages: [row()] })),
    rocs: many(random, 2, () => ({
      ...at(),
      points: points(random).map(({ value: rate }) => ({
        falsePositiveRate: rate,
        truePositiveRate: random(),
        threshold: random() < 0.5 ? rate : undefined,
      })),
    })),
  }
}

function compared(metric: string, random: Random) {
  const label = (['better', 'worse', 'noise', 'too few', 'unknown'] as const)[Math.floor(random() * 5)] ?? 'noise'
  const row: Row = {
    metric,
    main: 0.5,
    pr: 0.6,
    delta: 0.1,
    lo: random() - 1,
    hi: random(),
    p: 0.1,
    se: 0.1,
    n: 100,
    n_disagree: 9,
    mde: random(),
    method: hostileText(random),
    label,
    gate: null,
  }
  return { row, better: 'higher', interval: undefined } as const
}

function points(random: Random) {
  return many(random, 30, (step) => ({
    step: random() < 0.9 ? step : Number.NaN,
    value: random() < 0.9 ? 10 ** (random() * 180 - 90) : Number.POSITIVE_INFINITY,
  }))
}

function many<T>(random: Random, most: number, make: (index: number) => T): T[] {
  return Array.from({ length: 1 + Math.floor(random() * most) }, (_, index) => make(index))
}
