import type { Verdict } from '../src/gate/evaluate.ts'
import type { MetricValue } from '../src/metrics/metrics.ts'
import type { Published } from './publish-report.ts'
import type { Released } from './release.ts'

/** What a story found out about one model. */
export interface ModelOutcome extends Published {
  readonly model: string
  /** `failed`: it could not be evaluated; `skipped`: the change does not concern it. */
  readonly verdict: Verdict | 'failed' | 'skipped'
  readonly metrics: Readonly<Record<string, number | string>>
  readonly released: readonly Released[]
  /** The commit whose build and measurement it is, when it was not trained again. */
  readonly reusedFrom?: string
  /** Why the step must end as failed whatever the gates say. */
  readonly failure: string | undefined
}

/** The metrics as a flat object; a value that is no number is given as its text. */
export function plainMetrics(
  metrics: readonly { readonly name: string; readonly value: MetricValue }[],
): Record<string, number | string> {
  return Object.fromEntries(
    metrics.map(({ name, value }) => [name, value.kind === 'number' ? value.value : value.text]),
  )
}
