import type { RuleResult } from '../../gate/evaluate.ts'
import type { Report } from '../content.ts'
import { breakableCode, details, inlineCode, list, prose, tableOf } from '../markdown.ts'
import { type Judgement, judgementOf, namesInSeveralFiles } from '../rows.ts'
import { counted, fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** How many checks that do not pass are listed before the rest is folded. */
const UNFOLDED = 20
const ICONS: Readonly<Record<Judgement, string>> = {
  fail: '❌',
  warned: '⚠️',
  inconclusive: '⚠️',
  pass: '✅',
  'not-judged': '➖',
}
const WORDS: Readonly<Record<Judgement, string>> = {
  fail: 'fails',
  warned: 'passes, cannot tell',
  inconclusive: 'cannot tell',
  pass: 'passes',
  'not-judged': 'not judged yet',
}

/** What the gate says, as a cell; `first` is a word that stands before it. */
export function gateWords(verdict: Judgement, first: string = ''): string {
  return `${ICONS[verdict]} ${first === '' ? '' : `${first}, `}${WORDS[verdict]}`
}

/** The checks that do not pass, and those with a warning: what was seen, what was asked, and why it is so. */
export function gateProblems(report: Report, space: Space): Section {
  const problems = (['fail', 'inconclusive', 'warned', 'pass'] as const).flatMap((wanted) =>
    report.gate.rules.filter((result) => judgementOf(result) === wanted && (wanted !== 'pass' || result.warning)),
  )
  const ambiguous = namesInSeveralFiles(report.changes)
  return fitItems({
    items: problems,
    space,
    called: ['check that does not pass', 'checks that do not pass'],
    render: (results) => {
      const lines = results.map((result) => problemLine(result, ambiguous))
      const [open, folded] = [lines.slice(0, UNFOLDED), lines.slice(UNFOLDED)]
      if (folded.length === 0) return list(open)
      return `${list(open)}\n\n${details(`${folded.length} more that do not pass`, list(folded))}`
    },
  })
}

/** Every check of the gate, folded; nothing when all of them stand under the verdict already. */
export function gateChecks(report: Report, space: Space): Section {
  const { rules } = report.gate
  if (rules.every(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive')) return NOTHING
  const ambiguous = namesInSeveralFiles(report.changes)
  const title = counted(rules.length, ['check of the gate', 'checks of the gate'])
  return fitItems({
    items: rules,
    space,
    called: ['check of the gate', 'checks of the gate'],
    render: (results) => {
      const rows = results.map((result) => [
        nameOf(result, ambiguous, breakableCode),
        prose(result.seen),
        prose(result.asked),
        gateWords(judgementOf(result)) + (result.reason === undefined ? '' : `: ${prose(result.reason)}`),
      ])
      return details(title, tableOf([['metric', 'seen', 'asked', 'verdict'], ...rows], ['l', 'l', 'l', 'l']))
    },
  })
}

function problemLine(result: RuleResult, ambiguous: ReadonlySet<string>): string {
  const judgement = judgementOf(result)
  const why = [result.reason, result.warning].filter((text) => text !== undefined).map(prose)
  const icon = judgement === 'pass' ? ICONS.warned : ICONS[judgement]
  return [
    `${icon} ${nameOf(result, ambiguous)}: ${prose(result.seen)}; asked ${prose(result.asked)}${why.length === 0 ? '' : '.'}`,
    ...why,
  ].join(' ')
}

function nameOf(
  { metric, file }: RuleResult,
  ambiguous: ReadonlySet<string>,
  code: (text: string) => string = inlineCode,
): string {
  return file !== undefined && ambiguous.has(metric) ? `${code(metric)} in ${code(file)}` : code(metric)
}
