import { formatPercent } from '../../metrics/number-text.ts'
import { formatBytes } from '../bytes.ts'
import type { FileSize, Report } from '../content.ts'
import { formatDuration } from '../duration.ts'
import { inlineCode, link } from '../markdown.ts'
import { fitWhole, type Section, type Space } from '../section.ts'

/** Shorter trainings differ by what else the runner does. */
const LONG_SECONDS = 30
/** Smaller changes of a duration or a size are nobody's worry. */
const WORTH_TELLING = 0.1
const LARGE_BYTES = 1e6
/** A file that main does not have is told from this size on. */
const LARGE_ALONE_BYTES = 50e6
const MOST_FILES = 3

/** How long training took, what became larger or smaller, against main if known, and where the log is. */
export function training(report: Report, space: Space): Section {
  const sentences = [durationText(report), ...filesText(report.files ?? [])]
  if (report.runUrl !== undefined) sentences.push(link('Log of this run', report.runUrl))
  return fitWhole(sentences.filter(Boolean).join(' '), space, 'how long training took')
}

function durationText({ trainingSeconds: now, baselineTrainingSeconds: main }: Report): string {
  if (!isDuration(now)) return ''
  if (!isDuration(main)) return `Training took ${formatDuration(now)}.`
  const isTold = Math.max(now, main) >= LONG_SECONDS && isChange(now, main)
  const change = isTold ? `, ${formatPercent((now - main) / main)}` : ''
  return `Training took ${formatDuration(now)} (main: ${formatDuration(main)}${change}).`
}

function filesText(files: readonly FileSize[]): readonly string[] {
  const told = files.filter(isWorthTelling).sort((one, other) => movedBytes(other) - movedBytes(one))
  return told.slice(0, MOST_FILES).map(({ name, bytes, mainBytes: main }) => {
    const before = main === undefined ? '' : ` (main: ${formatBytes(main)}${percentText(bytes, main)})`
    return `${inlineCode(name)} has ${formatBytes(bytes)}${before}.`
  })
}

function isWorthTelling({ bytes, mainBytes: main }: FileSize): boolean {
  if (main === undefined) return bytes >= LARGE_ALONE_BYTES
  return Math.max(bytes, main) >= LARGE_BYTES && isChange(bytes, main)
}

function percentText(now: number, main: number): string {
  return main === 0 ? '' : `, ${formatPercent((now - main) / main)}`
}

function movedBytes({ bytes, mainBytes = 0 }: FileSize): number {
  return Math.abs(bytes - mainBytes)
}

function isChange(now: number, main: number): boolean {
  return main > 0 ? Math.abs(now - main) / main >= WORTH_TELLING : now > 0
}

function isDuration(seconds: number | undefined): seconds is number {
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0
}
