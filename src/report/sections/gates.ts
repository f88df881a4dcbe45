import type { RuleResult } from '../../gate/evaluate.ts'
import type { Report } from '../content.ts'
import { details, inlineCode, list, prose, tableOf } from '../markdown.ts'
import { namesInSeveralFiles } from '../rows.ts'
import { counted, fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** How many checks that do not pass are listed before the rest is folded. */
const UNFOLDED = 20
const ICONS: Readonly<Record<RuleResult['verdict'], string>> = {
  fail: '❌',
  inconclusive: '⚠️',
  pass: '✅',
  'not-judged': '➖',
}
const WORDS: Readonly<Record<RuleResult['verdict'], string>> = {
  fail: 'fails',
  inconclusive: 'cannot tell',
  pass: 'passes',
  'not-judged': 'not judged yet',
}

/** What the gate says, as a cell; `first` is a word that stands before it. */
export function gateWords(verdict: RuleResult['verdict'], first: string = ''): string {
  return `${ICONS[verdict]} ${first === '' ? '' : `${first}, `}${WORDS[verdict]}`
}

/** The checks that do not pass: what was seen, what was asked, and why it could not be judged. */
export function gateProblems(report: Report, space: Space): Section {
  const problems = (['fail', 'inconclusive'] as const).flatMap((wanted) =>
    report.gate.rules.filter(({ verdict }) => verdict === wanted),
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
        nameOf(result, ambiguous),
        prose(result.seen),
        prose(result.asked),
        gateWords(result.verdict) + (result.reason === undefined ? '' : `: ${prose(result.reason)}`),
      ])
      return details(title, tableOf([['metric', 'seen', 'asked', 'verdict'], ...rows]))
    },
  })
}

function problemLine(result: RuleResult, ambiguous: ReadonlySet<string>): string {
  const reason = result.reason === undefined ? '' : `. ${prose(result.reason)}`
  return `${ICONS[result.verdict]} ${nameOf(result, ambiguous)}: ${prose(result.seen)}; asked ${prose(result.asked)}${reason}`
}

function nameOf({ metric, file }: RuleResult, ambiguous: ReadonlySet<string>): string {
  return file !== undefined && ambiguous.has(metric)
    ? `${inlineCode(metric)} in ${inlineCode(file)}`
    : inlineCode(metric)
}
