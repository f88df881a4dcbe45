import type { Report } from '../content.ts'
import { breakableCode, codeLink, details, inlineCode, tableOf, unbroken } from '../markdown.ts'
import { changeCells, NO_VALUE } from '../number.ts'
import type { Movement, Row, Rows } from '../rows.ts'
import { counted, fitItems, type Section, type Space } from '../section.ts'
import { rangeCell } from './comparison.ts'
import { gateWords } from './gates.ts'

const MOVEMENT_WORDS: Readonly<Record<Movement, string>> = {
  better: 'better',
  worse: 'worse',
  changed: 'changed',
  noise: 'noise',
  'too few': 'too few to tell',
  unchanged: 'unchanged',
  new: 'new',
  gone: 'gone',
  lost: 'no number any more',
  first: '',
}

/** The table that everyone should see. */
export function mainTable(report: Report, rows: Rows, space: Space): Section {
  if (report.changes.length + (report.computed ?? []).length === 0)
    return { text: space.size < 100 ? '' : 'The metrics files hold no metrics.' }
  if (rows.main.length === 0) return { text: space.size < 100 ? '' : 'No metric changed.' }
  return fitItems({
    items: rows.main,
    space,
    called: ['metric of the table', 'metrics of the table'],
    render: tableOn(report),
  })
}

/** What changed beyond the main table, folded. */
export function moreMetrics(report: Report, rows: Rows, space: Space): Section {
  return folded({ report, rows: rows.more, space, called: ['more metric', 'more metrics'] })
}

/** What did not change, folded. */
export function unchangedMetrics(report: Report, rows: Rows, space: Space): Section {
  return folded({ report, rows: rows.unchanged, space, called: ['unchanged metric', 'unchanged metrics'] })
}

/** A commit as short code, linked when the repository's page is known. */
export function commitText(report: Pick<Report, 'repositoryUrl'>, sha: string): string {
  const short = sha.slice(0, 7)
  if (report.repositoryUrl === undefined || !/^[0-9a-f]{7,64}$/.test(sha)) return inlineCode(short)
  return codeLink(short, `${report.repositoryUrl}/commit/${sha}`)
}

function folded(input: {
  readonly report: Report
  readonly rows: readonly Row[]
  readonly space: Space
  readonly called: readonly [one: string, several: string]
}): Section {
  const { report, rows, space, called } = input
  const title = counted(rows.length, called)
  const tableOfSome = tableOn(report)
  return fitItems({ items: rows, space, called, render: (some) => details(title, tableOfSome(some)) })
}

/** A table of some of the rows, as often as it takes to find how many fit: each row is put into words once. */
function tableOn(report: Report): (rows: readonly Row[]) => string {
  const known = new Map<Row, ReturnType<typeof cellsOf>>()
  const cells = (row: Row) => {
    const found = known.get(row) ?? cellsOf(row)
    known.set(row, found)
    return found
  }
  return (rows) => table(report, rows, cells)
}

function table(report: Report, rows: readonly Row[], cells: typeof cellsOf): string {
  const candidate = `${report.pullRequest === undefined ? 'this commit' : 'this pull request'} ${commitText(report, report.candidate.sha)}`
  if (report.baseline.kind === 'none') {
    const body = rows.map((row) => [cells(row).name, cells(row).plain, cells(row).verdict])
    return tableOf([['metric', candidate, 'verdict'], ...body], ['l', 'r', 'l'])
  }
  const hasRanges = rows.some(({ compared }) => compared !== undefined && compared.lo !== null)
  const header = ['metric', `main ${commitText(report, report.baseline.sha)}`, candidate, 'change']
  const body = rows.map((row) => {
    const { name, old, now, change, interval, verdict } = cells(row)
    return [name, old, now, change, ...(hasRanges ? [interval] : []), verdict]
  })
  const ends = [...(hasRanges ? ['95% range'] : []), 'verdict']
  return tableOf([[...header, ...ends], ...body], ['l', 'r', 'r', 'r', ...(hasRanges ? (['r'] as const) : []), 'l'])
}

function cellsOf(row: Row) {
  const { old, new: now, change } = changeCells(row.change)
  return {
    name: nameCell(row),
    old: unbroken(old),
    plain: now,
    now: unbroken(now),
    change: changeCell(change),
    interval: intervalCell(row),
    verdict: verdictCell(row),
  }
}

/** Two lines at most: the change, and the percentage. */
function changeCell(change: string): string {
  const [amount = '', percent] = change.split(' (')
  return unbroken(amount) + (percent === undefined ? '' : ` (${percent}`)
}

/** Where nothing says how much the metric moves by chance, the table says so rather than nothing. */
function intervalCell({ compared, change, movement }: Row): string {
  if (compared !== undefined && compared.lo !== null) return rangeCell(compared, change.unit)
  return change.change === undefined || movement === 'unchanged' ? NO_VALUE : unbroken('not known')
}

function nameCell({ change, ambiguous, isComputed }: Row): string {
  if (isComputed) return `${breakableCode(change.name)} from predictions`
  const name = breakableCode(change.name)
  return ambiguous ? `${name} in ${breakableCode(change.file)}` : name
}

/** Better and worse are said of what is known; without a range a number only looks so. */
function movementWords({ movement, compared }: Row): string {
  const isKnown = compared !== undefined && compared.label !== 'unknown'
  const words = MOVEMENT_WORDS[movement]
  return !isKnown && (movement === 'better' || movement === 'worse') ? `looks ${words}` : words
}

function verdictCell(row: Row): string {
  const { gate } = row
  const moved = movementWords(row)
  const words = gate === undefined ? moved : gateWords(gate, moved)
  return words.split(', ').map(unbroken).join(', ')
}
