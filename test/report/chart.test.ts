import { describe, expect, test } from 'vitest'
import { type ChartPoint, lineChart } from '../../src/report/chart.ts'
import { HOSTILE, hostileText, randomFrom } from './hostile-text.ts'

const NUMBER = /^-?\d+(\.\d+)?$/
const WORDS = '"[\\p{L}\\p{M}\\p{N} ._,()/+=@:×⁻…-]+"'
const RANGE = '-?\\d+(?:\\.\\d+)? --> -?\\d+(?:\\.\\d+)?'

/** What Mermaid's grammar for xychart takes, as far as our charts use it; throws for anything else. */
function parseChart(text: string | undefined) {
  const [palette = '', type, title = '', x = '', y = '', ...lines] = (text ?? '').split('\n')
  expect(palette).toMatch(
    /^%%\{init: \{"xyChart":\{[^{}]*\},"themeVariables":\{"xyChart":\{"backgroundColor":"transparent","plotColorPalette":"#[0-9a-f]{6}(, #[0-9a-f]{6})*"\}\}\}\}%%$/,
  )
  expect(type).toBe('xychart-beta')
  expect(title).toMatch(new RegExp(`^ {2}title ${WORDS}$`, 'u'))
  expect(x).toMatch(new RegExp(`^ {2}x-axis ${WORDS} (?:${RANGE}|\\[${WORDS}(?:, ${WORDS})*\\])$`, 'u'))
  expect(y).toMatch(new RegExp(`^ {2}y-axis ${RANGE}$`))
  const [least = 0, most = 0] = y.replace('  y-axis ', '').split(' --> ').map(Number)
  expect(least).toBeLessThan(most)
  const values = lines.map((line) => {
    const [, list = ''] = new RegExp(`^ {2}line ${WORDS} \\[(.*)\\]$`, 'u').exec(line) ?? []
    const texts = list.split(', ')
    for (const value of texts) expect(value).toMatch(NUMBER)
    return texts.map(Number)
  })
  for (const value of values.flat()) {
    expect(value).toBeGreaterThanOrEqual(least)
    expect(value).toBeLessThanOrEqual(most)
  }
  const [first, last] = / (\S+) --> (\S+)$/.exec(x)?.slice(1) ?? []
  if (first !== undefined) expect(Number(first)).toBeLessThan(Number(last))
  const names = x.includes('[')
    ? (x.split(' [')[1]?.match(/"[^"]*"/g) ?? []).map((name) => name.slice(1, -1))
    : undefined
  if (names !== undefined) expect(new Set(names).size).toBe(names.length)
  return { title: title.slice(9, -1), x: x.slice(9), y: y.slice(9), names, values }
}

const curve = (...values: readonly number[]): readonly ChartPoint[] =>
  values.map((value, index) => ({ step: index + 1, value }))
const blue = (points: readonly ChartPoint[]) => ({ name: 'this pull request', color: 'blue', points }) as const
const orange = (points: readonly ChartPoint[]) => ({ name: 'main', color: 'orange', points }) as const
const chart = (...lines: Parameters<typeof lineChart>[0]['lines']) =>
  lineChart({ title: 'loss', stepName: 'epoch', lines })

describe('a chart', () => {
  test('is short text in the grammar of xychart', () => {
    expect(chart(blue(curve(0.9, 0.5, 0.4)), orange(curve(1, 0.6, 0.5)))).toBe(
      [
        '%%{init: {"xyChart":{"width":700,"height":300,"showLegend":false},"themeVariables":{"xyChart":{"backgroundColor":"transparent","plotColorPalette":"#388bfd, #e16f24"}}}}%%',
        'xychart-beta',
        '  title "loss"',
        '  x-axis "epoch" 1 --> 3',
        '  y-axis 0.37 --> 1.03',
        '  line "this pull request" [0.9, 0.5, 0.4]',
        '  line "main" [1, 0.6, 0.5]',
      ].join('\n'),
    )
  })

  test.each([
    ['no line', []],
    ['no points', [blue([])]],
    ['one point', [blue(curve(1))]],
    [
      'one step twice',
      [
        blue([
          { step: 1, value: 1 },
          { step: 1, value: 2 },
        ]),
      ],
    ],
    ['nothing finite', [blue(curve(Number.NaN, Number.POSITIVE_INFINITY, Number.NaN))]],
    [
      'steps too far apart for a double',
      [
        blue([
          { step: -1.7e308, value: 1 },
          { step: 1.7e308, value: 2 },
        ]),
      ],
    ],
  ])('of %s is not drawn', (_, lines) => {
    expect(chart(...lines)).toBeUndefined()
  })

  test.each([
    [[1, Number.NaN, 3, 4, Number.NEGATIVE_INFINITY, 6], '3 --> 4', [3, 4]],
    [[1, 2, 3, Number.POSITIVE_INFINITY, 5, 6], '1 --> 3', [1, 2, 3]],
    [[Number.NaN, 2, 3], '2 --> 3', [2, 3]],
  ])('of %j draws the longest stretch of numbers', (numbers, range, values) => {
    const parsed = parseChart(chart(blue(curve(...numbers))))
    expect(parsed.x).toBe(`"epoch" ${range}`)
    expect(parsed.values).toEqual([values])
  })

  test('begins where both lines have begun', () => {
    const main = [0, 1, 2, 3].map((step) => ({ step, value: step }))
    const { x, values } = parseChart(chart(blue(curve(5, 6, 7)), orange(main)))
    expect(x).toBe('"epoch" 1 --> 3')
    expect(values).toEqual([
      [5, 6, 7],
      [1, 2, 3],
    ])
  })

  test('ends a line where its training ended', () => {
    const { names, values } = parseChart(chart(blue(curve(5, 4, 3)), orange(curve(5, 4, 3, 2, 1))))
    expect(names).toEqual(['1', '2', '3', '4', '5'])
    expect(values).toEqual([
      [5, 4, 3],
      [5, 4, 3, 2, 1],
    ])
  })

  test('names few steps, and only those that there are', () => {
    const log = (count: number, every: number) =>
      Array.from({ length: count }, (_, index) => ({ step: index * every, value: index }))
    expect(parseChart(chart(blue(log(30, 1)), orange(log(41, 1)))).names).toEqual(
      Array.from({ length: 21 }, (_, index) => String(index * 2)),
    )
    const { names = [], values } = parseChart(chart(blue(log(100, 500)), orange(log(173, 500))))
    expect(names.length).toBeLessThan(14)
    expect(names.slice(0, 3)).toEqual(['0', '7500', '15000'])
    expect(names.at(-1)).toBe('86000')
    expect(values.map((line) => line.at(-1))).toEqual([99, 172])
  })

  test('draws the first line alone when the other shares no steps', () => {
    const main = [10, 11, 12].map((step) => ({ step, value: 1 }))
    expect(parseChart(chart(blue(curve(1, 2, 3)), orange(main))).values).toEqual([[1, 2, 3]])
  })

  test('thins many points and keeps first, last and peaks', () => {
    const many = curve(...Array.from({ length: 100_000 }, (_, index) => (index === 50_321 ? 9 : 1 / (index + 1))))
    const { values } = parseChart(chart(blue(many)))
    expect(values[0]?.length).toBeLessThanOrEqual(60)
    expect(values[0]?.[0]).toBe(1)
    expect(values[0]).toContain(9)
    expect(values[0]?.at(-1)).toBe(0)
    expect(chart(blue(many))).toBe(chart(blue(many)))
  })

  test('does not depend on the order of the points', () => {
    const points = curve(3, 1, 2, 5, 4)
    expect(chart(blue([...points].reverse()))).toBe(chart(blue(points)))
  })

  test.each([
    [[1.5e-9, 2.5e-9], 'loss (× 10⁻⁹)', [1.5, 2.5]],
    [[1e30, 2e30], 'loss (× 10³⁰)', [1, 2]],
    [[-0, 0], 'loss', [0, 0]],
    [[7, 7, 7], 'loss', [7, 7, 7]],
    [[-5, -4], 'loss', [-5, -4]],
    [[0.999999991, 0.999999999], 'loss', [0.999999991, 0.999999999]],
    [[Number.MAX_VALUE, -Number.MAX_VALUE], 'loss (× 10³⁰⁸)', [1.798, -1.798]],
  ])('of %j has the title %s', (numbers, title, values) => {
    const parsed = parseChart(chart(blue(curve(...numbers))))
    expect(parsed.title).toBe(title)
    expect(parsed.values).toEqual([values])
  })

  test.each(HOSTILE)('takes the name %j', (name) => {
    const lines = [{ ...blue(curve(1, 2)), name }]
    parseChart(lineChart({ title: name, stepName: name, lines }))
  })

  test.each([
    ['val/accuracy@5 (top-5)', 'val/accuracy@5 (top-5)'],
    ['a"] b', 'a_ b'],
    ['`md`', '_md_'],
    ['x%%{init: {}}%%', 'x_init: _'],
    ['#quot;', '_quot_'],
    ['模型', '模型'],
    ['', 'value'],
    ['x'.repeat(99), `${'x'.repeat(47)}…`],
  ])('writes the name %j as %s', (name, shown) => {
    expect(parseChart(lineChart({ title: name, stepName: 's', lines: [blue(curve(1, 2))] })).title).toBe(shown)
  })

  test('is in the grammar at any value', () => {
    const random = randomFrom(5)
    const number = (): number => {
      const size = 10 ** (random() * 640 - 330) * (random() < 0.5 ? -1 : 1)
      return random() < 0.02 ? Number.NaN : random() < 0.1 ? 0 : random() < 0.3 ? random() : size
    }
    let drawn = 0
    for (let round = 0; round < 400; round += 1) {
      const points = (): ChartPoint[] =>
        Array.from({ length: Math.floor(random() * 90) }, (_, step) => ({
          step: random() < 0.8 ? step : number(),
          value: number(),
        }))
      const text = lineChart({
        title: hostileText(random),
        stepName: hostileText(random),
        lines: [blue(points()), orange(points())],
      })
      if (text === undefined) continue
      drawn += 1
      parseChart(text)
      expect(text.length).toBeLessThan(5000)
    }
    expect(drawn).toBeGreaterThan(200)
  })
})
