import type { MetricChange } from '../../metrics/diff.ts'
import { sameValue } from '../../metrics/metric-value.ts'
import type { Report } from '../content.ts'
import { breakableCode, details, tableOf } from '../markdown.ts'
import { exactCell } from '../number.ts'
import { namesInSeveralFiles } from '../rows.ts'
import { counted, fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** More changed parameters than this are folded. */
const UNFOLDED = 10

/** The parameters that differ from main's. */
export function changedParams(report: Report, space: Space): Section {
  if (report.baseline.kind === 'none') return NOTHING
  const changed = report.params.filter((param) => !sameValue(param.old, param.new))
  const ambiguous = namesInSeveralFiles(report.params)
  const title = counted(changed.length, ['parameter changed', 'parameters changed'])
  return fitItems({
    items: changed,
    space,
    called: ['parameter', 'parameters'],
    render: (params) => {
      const body = params.map((param) => [nameCell(param, ambiguous), exactCell(param.old), exactCell(param.new)])
      const candidate = report.pullRequest === undefined ? 'this commit' : 'this pull request'
      const table = tableOf([['parameter', 'main', candidate], ...body], ['l', 'r', 'r'])
      return changed.length > UNFOLDED ? details(title, table) : table
    },
  })
}

function nameCell({ name, file }: MetricChange, ambiguous: ReadonlySet<string>): string {
  return ambiguous.has(name) ? `${breakableCode(name)} in ${breakableCode(file)}` : breakableCode(name)
}
