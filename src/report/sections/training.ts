import type { Report } from '../content.ts'
import { formatDuration } from '../duration.ts'
import { link } from '../markdown.ts'
import { fitWhole, type Section, type Space } from '../section.ts'

/** How long training took, on main too if known, and where the log is. */
export function training(report: Report, space: Space): Section {
  const parts: string[] = []
  if (isDuration(report.trainingSeconds)) {
    const onMain = isDuration(report.baselineTrainingSeconds)
      ? ` (main: ${formatDuration(report.baselineTrainingSeconds)})`
      : ''
    parts.push(`Training took ${formatDuration(report.trainingSeconds)}${onMain}.`)
  }
  if (report.runUrl !== undefined) parts.push(link('Log of this run', report.runUrl))
  return fitWhole(parts.join(' '), space, 'how long training took')
}

function isDuration(seconds: number | undefined): seconds is number {
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0
}
