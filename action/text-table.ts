import { inlineCode, tableOf } from '../src/report/markdown.ts'

/** Rows as columns of plain text, for a terminal. Control characters are shown, never sent. */
export function plainRows(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(visible))
  const widths = cells.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  )
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** Rows as a Markdown table that shows every name as it is. */
export function markdownRows(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows
  const cells = body.map((row) => row.map((cell, column) => (column < 2 ? inlineCode(cell) : visible(cell))))
  return `${tableOf([header.map(visible), ...cells])}\n`
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
