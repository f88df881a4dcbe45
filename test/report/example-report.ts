import { evaluateGate } from '../../src/gate/evaluate.ts'
import type { GateRule } from '../../src/gate/rule.ts'
import { diffMetrics } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'
import type { Report } from '../../src/report/report.ts'

export const MAIN_SHA = '1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
export const CANDIDATE_SHA = '2222222bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'

interface Example extends Partial<Omit<Report, 'params' | 'changes' | 'gate'>> {
  /** Undefined: no baseline. */
  readonly main?: unknown
  readonly candidate?: never
  readonly values: unknown
  readonly rules?: readonly GateRule[]
  readonly params?: readonly [main: unknown, candidate: unknown]
}

/** A report about the metrics of one pull request, judged for real. */
export function exampleReport({ main, values, rules = [], params = [{}, {}], ...given }: Example): Report {
  const read = (content: unknown, path: string) => parseMetrics([{ path, text: JSON.stringify(content) }])
  const hasBaseline = main !== undefined
  const changes = diffMetrics(hasBaseline ? read(main, 'metrics.json') : [], read(values, 'metrics.json'))
  const gate = evaluateGate({ rules, changes, hasBaseline })
  return {
    model: 'iris',
    verdict: gate.verdict,
    changes,
    gate,
    rules,
    params: diffMetrics(read(params[0], 'params.json'), read(params[1], 'params.json')),
    baseline: hasBaseline
      ? { kind: 'measured', sha: MAIN_SHA }
      : { kind: 'none', reason: 'Main has not been measured yet.' },
    candidate: { sha: CANDIDATE_SHA },
    pullRequest: 7,
    notes: [],
    next: [],
    ...given,
  }
}
