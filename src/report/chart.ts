import { type Axis, axisOf } from './chart-axis.ts'
import { type ChartPoint, gridOf, sampleOn } from './chart-grid.ts'

export type { ChartPoint } from './chart-grid.ts'

/** One line of a chart, in one of two colours that can be told apart on light and dark pages, and by the colour-blind. */
export interface ChartLine {
  readonly name: string
  readonly color: LineColor
  /** In any order; of several values at one step the last counts. A value that is no finite number is a gap. */
  readonly points: readonly ChartPoint[]
}

/** The names may be hostile; a chart shows letters, digits and a few signs of them. */
export interface Chart {
  readonly title: string
  readonly stepName: string
  /** The first line is the one that matters: it is drawn alone when the others share no steps with it. */
  readonly lines: readonly ChartLine[]
}

export type LineColor = keyof typeof COLORS

/** The sign that stands for a colour in a sentence beside the chart: old versions of Mermaid draw no legend. */
export const COLOR_SIGNS: Readonly<Record<LineColor, string>> = { blue: '🟦', orange: '🟧' }

const COLORS = { blue: '#388bfd', orange: '#e16f24' } as const
const LONGEST_LABEL = 48

/**
 * Line charts as Mermaid's `xychart-beta`, without the fence; undefined when no line has two points. The same data give
 * the same text, whatever their number. The grammar has decimal numbers only and no gaps: numbers are scaled by a power
 * of ten where they are very large or small (the title says so), a missing step is bridged by a straight line, of a line with
 * gaps the longest stretch is drawn (see drawnStretch), and more points than the picture has room for are thinned so that
 * peaks stay.
 */
export function lineChart({ title, stepName, lines }: Chart): string | undefined {
  const grid = gridOf(lines.map(({ points }) => points))
  if (grid === undefined) return undefined
  const drawn = grid.lines.map((points, index) => ({ line: lines[index], values: sampleOn(grid, points) }))
  const shown = drawn.flatMap(({ line, values }) => (line !== undefined && values.length > 1 ? [{ line, values }] : []))
  if (shown.length === 0) return undefined
  const y = axisOf(shown.flatMap(({ values }) => values))
  const x = axisOf([grid.steps[0] ?? 0, grid.steps.at(-1) ?? 0])
  return [
    settingsOf(shown.map(({ line }) => line.color)),
    'xychart-beta',
    `  title "${label(title, 'value')}${y.unit}"`,
    `  x-axis "${label(stepName, 'step')}${x.unit}" ${grid.isShared ? x.range : bandsOf(grid.steps, x)}`,
    `  y-axis ${y.roomyRange}`,
    ...shown.map(({ line, values }) => `  line "${label(line.name, 'line')}" [${values.map(y.write).join(', ')}]`),
  ].join('\n')
}

/** A line that ends early can only be drawn over named steps: on a range Mermaid would stretch it to the end. */
function bandsOf(steps: readonly number[], { write }: Axis): string {
  return `[${steps.map((step) => `"${write(step)}"`).join(', ')}]`
}

/** Low, so that two charts fit a screen; without Mermaid's own legend, which takes a third of a phone's width. */
function settingsOf(colors: readonly LineColor[]): string {
  const palette = colors.map((color) => COLORS[color]).join(', ')
  const settings = {
    xyChart: { width: 700, height: 300, showLegend: false },
    themeVariables: { xyChart: { backgroundColor: 'transparent', plotColorPalette: palette } },
  }
  return `%%{init: ${JSON.stringify(settings)}}%%`
}

/**
 * Text within the quotes of a chart. Quotes and back quotes end it, `%%` starts a comment or a directive, `#…;` is an
 * entity, and `<` starts HTML: what is none of letters, marks, digits and a few signs becomes `_`.
 */
function label(text: string, otherwise: string): string {
  const plain = text
    .normalize('NFC')
    .slice(0, LONGEST_LABEL * 4)
    .replace(/[^\p{L}\p{M}\p{N} ._,()/+=@:-]+/gu, '_')
    .replace(/ {2,}/g, ' ')
    .trim()
  const characters = [...plain]
  const short = characters.length > LONGEST_LABEL ? `${characters.slice(0, LONGEST_LABEL - 1).join('')}…` : plain
  return short === '' ? otherwise : short
}
