import { readFileSync } from 'node:fs'
import { markdownTable } from 'markdown-table'
import { parse } from 'yaml'
import { SETTING_DESCRIPTIONS } from '../../app/settings.ts'
import { renderCommandTable } from '../../src/release/command.ts'

interface Described {
  readonly description: string
  readonly default?: string
}

export interface ActionYml {
  readonly inputs: Readonly<Record<string, Described>>
  readonly outputs: Readonly<Record<string, Described>>
  readonly runs: { readonly using: string; readonly main: string }
}

/** The action's contract as `action.yml` states it. */
export function readActionYml(): ActionYml {
  return parse(readFileSync('action.yml', 'utf8'))
}

/** The README with every table between markers made anew from its source. */
export function withTables(readme: string): string {
  const { inputs, outputs } = readActionYml()
  const tables: Readonly<Record<string, string[][]>> = {
    commands: renderCommandTable(),
    inputs: [
      ['Input', 'Means', 'Default'],
      ...Object.entries(inputs).map(([name, input]) => [
        code(name),
        line(input.description),
        input.default ? code(input.default) : '',
      ]),
    ],
    outputs: [
      ['Output', 'Holds'],
      ...Object.entries(outputs).map(([name, { description }]) => [code(name), line(description)]),
    ],
    settings: [
      ['Environment variable', 'Means', 'Default'],
      ...SETTING_DESCRIPTIONS.map((row) => [
        code(row.name),
        row.means,
        row.default === undefined ? '' : code(row.default),
      ]),
    ],
  }
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
    return text.replace(
      block,
      (_, begin: string, end: string) =>
        `${begin}\n${markdownTable(
          rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|'))),
          { alignDelimiters: false },
        )}\n\n${end}`,
    )
  }, readme)
}

function code(text: string): string {
  return `\`${text}\``
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
