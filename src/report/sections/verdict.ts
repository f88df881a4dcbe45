import type { RuleResult } from '../../gate/evaluate.ts'
import type { Report } from '../content.ts'
import { escapeText, heading } from '../markdown.ts'
import { judgementOf } from '../rows.ts'
import { NOTHING, type Section, type Space } from '../section.ts'
import { visibleText } from '../visible-text.ts'

/** GitHub cuts nothing off a check run's title below 255 characters. */
const LONGEST_TITLE = 200

/** The verdict in one line, as a heading: the first line of every report. */
export function verdictLine(report: Report, space: Space): Section {
  const icon = verdictIcon(report)
  const lines = [
    heading(3, `${icon} ${escapeText(report.model, 100)}: ${verdictWords(report)}`),
    heading(3, `${icon} ${verdictWords(report)}`),
    verdictWords(report),
    report.verdict,
  ]
  const text = lines.find((line) => space.sizeOf(line) <= space.size)
  return text === undefined ? NOTHING : { text }
}

/** The verdict in one line of plain text, for the title of a check run; below 255 characters. */
export function checkTitle(report: Report): string {
  const worst = report.gate.rules.find(({ verdict }) => verdict === report.verdict)
  const words = `${verdictWords(report).replace(/^./, (first) => first.toUpperCase())}`
  if (worst === undefined || report.verdict === 'pass') return words
  return visibleText(
    `${words}: ${visibleText(worst.metric, 60)} ${worst.seen}, asked ${worst.asked}`.replaceAll('`', ''),
    LONGEST_TITLE,
  )
}

/** One sign for the verdict. */
export function verdictIcon(report: Report): string {
  if (report.verdict === 'fail') return '❌'
  if (report.verdict === 'inconclusive') return '⚠️'
  if (report.gate.warned) return '⚠️'
  return report.gate.rules.length === 0 ? 'ℹ️' : '✅'
}

/** What the gate says, and of how many checks: `the gate fails (1 of 2 checks)`. */
export function verdictWords({ verdict, gate }: Report): string {
  const of = (wanted: RuleResult['verdict']): number => gate.rules.filter((result) => result.verdict === wanted).length
  const unclear = gate.rules.filter((result) => judgementOf(result) === 'warned').length
  const all = gate.rules.length
  const some = (count: number): string => (count === all ? allChecks(all) : `${count} of ${all} checks`)
  switch (verdict) {
    case 'fail':
      if (of('fail') === 0) return 'the gate fails'
      return `the gate fails (${some(of('fail'))}${of('inconclusive') === 0 ? '' : `, ${of('inconclusive')} could not be judged`})`
    case 'inconclusive':
      return `the gate cannot tell, so it does not pass${of('inconclusive') === 0 ? '' : ` (${some(of('inconclusive'))})`}`
    case 'pass':
      if (all === 0) return 'measured, no gate is set'
      if (gate.warned) return `the gate passes with a warning (${some(unclear)} cannot tell)`
      if (of('pass') === 0) return 'measured, nothing in the gate can be judged yet'
      return of('not-judged') === 0
        ? `the gate passes (${allChecks(all)})`
        : `the gate passes (${of('pass')} of ${all} checks, the rest cannot be judged yet)`
  }
}

function allChecks(count: number): string {
  return count === 1 ? '1 check' : `all ${count} checks`
}
