import type { Progress } from '../metrics/progress.ts'
import { formatDuration } from './duration.ts'
import { escapeText, heading, inlineCode, link, tableOf } from './markdown.ts'
import { formatNumber } from './number.ts'
import { commitText } from './sections/metrics.ts'

/** A training that has not come to its end, as its comment tells of it. */
export interface RunningTraining {
  readonly model: string
  /** `cancelled`: it never will. */
  readonly state: 'running' | 'cancelled'
  readonly progress: Progress
  readonly elapsedSeconds: number
  readonly candidate: { readonly sha: string }
  readonly runUrl?: string
  readonly repositoryUrl?: string
}

const MOST_METRICS = 20

/** Renders a training that is going on for the place where its report will stand; well below a comment's limit. */
export function renderProgress(training: RunningTraining): string {
  const { model, state, progress, elapsedSeconds, candidate, runUrl } = training
  const { step, metrics } = progress
  const at = step === undefined ? '' : `${step.name} ${formatNumber(step.value)}`
  const words = { running: ['⏳', 'training'], cancelled: ['⏹️', 'cancelled'] } as const
  const [icon, word] = words[state]
  const where = at === '' ? '' : state === 'running' ? `, ${escapeText(at, 60)}` : ` at ${escapeText(at, 60)}`
  const duration = formatDuration(elapsedSeconds)
  const sentence =
    state === 'running'
      ? `Training has been running for ${duration}; the report will take the place of this.`
      : `The workflow was cancelled after ${duration} of training. The next run reports here.`
  const log = runUrl === undefined ? '' : ` ${link('Log of this run', runUrl)}`
  const parts = [
    heading(3, `${icon} ${escapeText(model, 100)}: ${word}${where}`),
    `${sentence} Commit ${commitText(training, candidate.sha)}.${log}`,
    tableIn(metrics),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function tableIn(metrics: Progress['metrics']): string {
  if (metrics.length === 0) return ''
  const rows = metrics.slice(0, MOST_METRICS).map(({ name, value }) => [inlineCode(name, 100), formatNumber(value)])
  const rest = metrics.length - rows.length
  return (
    tableOf([['metric', 'so far'], ...rows], ['l', 'r']) + (rest > 0 ? `\n\n${rest} more metrics are not shown.` : '')
  )
}
