import type { NextStep, Report } from '../content.ts'
import { link, list, prose } from '../markdown.ts'
import { fitItems, type Section, type Space } from '../section.ts'

/** What to do next. */
export function nextSteps(report: Report, space: Space): Section {
  return fitItems({
    items: report.next,
    space,
    called: ['next step', 'next steps'],
    render: (steps) =>
      report.next.length === 1 ? `**Next:** ${stepText(steps[0] ?? '')}` : `**Next:**\n\n${list(steps.map(stepText))}`,
  })
}

function stepText(step: NextStep): string {
  return typeof step === 'string' ? prose(step) : link(step.text, step.url)
}
