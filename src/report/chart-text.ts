import { type ChartLine, COLOR_SIGNS } from './chart.ts'
import { escapeText, fence } from './markdown.ts'

/** A chart as Markdown, and below it which colour is which line; empty without a chart. */
export function chartText(chart: string | undefined, lines: readonly ChartLine[]): string {
  if (chart === undefined) return ''
  const drawn = lines.filter(({ name }) => chart.includes(`line "${name}"`))
  const legend = drawn.map(({ name, color }) => `${COLOR_SIGNS[color]} ${escapeText(name)}`).join(' · ')
  return `${fence(chart, 'mermaid')}\n${legend}`
}
