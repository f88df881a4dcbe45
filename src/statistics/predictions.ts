import { UserError } from '../errors.ts'
import { labelIn, numberIn } from './cell.ts'
import { readTable, type Table } from './table.ts'
import { testSetHash } from './test-set.ts'

/** What one model answered on the examples of a test set; all lists are equally long. */
export interface Predictions {
  readonly file: string
  /** Unique and not empty. */
  readonly ids: readonly string[]
  /** Numbers in one spelling, so that `1` and `1.0` are one class. */
  readonly labels: readonly string[]
  readonly predictions?: readonly string[]
  /** How sure the model is of the positive class; finite. */
  readonly scores?: Float64Array
  /** Rows of one group (a user, a document) are not independent. */
  readonly groups?: readonly string[]
  /** Further columns: what examples are sliced by, and the model's own score for each example. */
  readonly others: ReadonlyMap<string, readonly string[]>
  /** The identity of the test set: its ids and labels, in any order. */
  readonly testSet: string
}

/** The headers a column is known by, in any case. */
const ROLES = {
  id: ['id', 'example_id', 'sample_id'],
  label: ['label', 'target', 'y_true', 'actual'],
  prediction: ['prediction', 'predicted', 'y_pred'],
  score: ['score', 'probability', 'y_score', 'y_prob'],
  group: ['group'],
} as const

type Role = keyof typeof ROLES

/**
 * Reads predictions: a header and one row for each example, or JSON lines, with the columns `id`, `label`,
 * `prediction` and/or `score`, optional `group`, and any others.
 * Throws UserError with file, line and column's name: a column is missing or there twice, an id is missing or there
 * twice, a cell is empty or no number.
 */
export function parsePredictions(text: string, file: string): Predictions {
  return predictionsIn(readTable(text, file))
}

/** Whether a table is one of predictions: it has ids or labels. */
export function holdsPredictions(table: Table): boolean {
  return headerOf(table, 'id') !== undefined || headerOf(table, 'label') !== undefined
}

/** As `parsePredictions`, of a table that was read already. */
export function predictionsIn(table: Table): Predictions {
  const { file } = table
  const ids = filled(table, needed(table, 'id'))
  refuseTwice(ids, table)
  const labels = labelsOf(filled(table, needed(table, 'label')))
  const [prediction, score, group] = (['prediction', 'score', 'group'] as const).map((role) => headerOf(table, role))
  const others = new Map(table.columns)
  for (const role of Object.keys(ROLES) as Role[]) others.delete(headerOf(table, role) ?? '')
  return {
    file,
    ids,
    labels,
    ...(prediction !== undefined && { predictions: labelsOf(filled(table, prediction)) }),
    ...(score !== undefined && { scores: numbersOf(table, score) }),
    ...(group !== undefined && { groups: filled(table, group) }),
    others,
    testSet: testSetHash(ids, labels),
  }
}

function headerOf({ columns, file }: Table, role: Role): string | undefined {
  const names: readonly string[] = ROLES[role]
  const found = [...columns.keys()].filter((header) => names.includes(header.toLowerCase()))
  const [first, second] = found
  if (second === undefined) return first
  throw new UserError(`The columns “${first}” and “${second}” are both the ${role}.`, {
    place: { file, line: 1, key: second },
    fix: 'Keep one of the two.',
  })
}

function needed(table: Table, role: Role): string {
  const header = headerOf(table, role)
  if (header !== undefined) return header
  throw new UserError(`The file has no column “${role}”.`, {
    place: { file: table.file, line: 1 },
    fix: 'Write a header with id, label, and prediction or score, and one row for each example.',
  })
}

function filled({ columns, lineOf, file }: Table, header: string): readonly string[] {
  const cells = columns.get(header) ?? []
  if (cells.length === 0) {
    throw new UserError('The file has a header and no rows.', { place: { file } })
  }
  const empty = cells.indexOf('')
  if (empty < 0) return cells
  throw new UserError('The cell is empty.', {
    place: { file, line: lineOf(empty), key: header },
    fix: 'Every example needs one.',
  })
}

function numbersOf(table: Table, header: string): Float64Array {
  return Float64Array.from(filled(table, header), (cell, row) => {
    const value = numberIn(cell)
    if (value !== undefined) return value
    const place = { file: table.file, line: table.lineOf(row), key: header }
    throw new UserError(`“${cell.slice(0, 40)}” is not a finite number.`, { place })
  })
}

function refuseTwice(ids: readonly string[], { file, lineOf, columns }: Table): void {
  const rows = new Set<string>()
  for (const [row, id] of ids.entries()) {
    if (rows.has(id)) {
      const key = [...columns].find(([, cells]) => cells === ids)?.[0]
      throw new UserError(`The id “${id.slice(0, 80)}” is also in line ${lineOf(ids.indexOf(id))}.`, {
        place: { file, line: lineOf(row), ...(key !== undefined && { key }) },
        fix: 'Give every example an id of its own, the same for both models.',
      })
    }
    rows.add(id)
  }
}

function labelsOf(cells: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  return cells.map((cell) => {
    const label = known.get(cell) ?? labelIn(cell)
    if (known.size < 10_000) known.set(cell, label)
    return label
  })
}
