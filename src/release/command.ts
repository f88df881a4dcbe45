import { type Command, type CommandProblem, readArguments, takeModel } from './command-reader.ts'
import { type CommandName, commandNamed } from './command-table.ts'
import { linesOf, outsideFences, takeFirstWithText } from './comment-lines.ts'

export type { ChangingCommand, Command, CommandProblem, PlannedCommand } from './command-reader.ts'
export { COMMANDS, type CommandDescription, type CommandName, renderCommandTable, usageOf } from './command-table.ts'

export type ParsedComment =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly command: CommandName; readonly problem: CommandProblem }
  | Command

const COMMAND_LINE = /^ {0,3}\/([A-Za-z]+)(?=[ \t]|$)/

/**
 * Reads the command that a comment's first non-blank line gives. `none`: the comment is not for us;
 * `invalid`: a known command with wrong arguments, or a second known command on a later line; nothing may run then.
 *
 * `environments` are the names that may be asked for, compared exactly. An empty list accepts any word shaped like
 * one: enough to decide, before any configuration is read, whether the comment is worth keeping.
 * An argument of `/promote` that is both an environment's name and a possible sha is the environment.
 *
 * Never throws, and takes time linear in the body: anyone may comment, and up to 262,144 bytes.
 */
export function parseCommand(body: string, options: { readonly environments: readonly string[] }): ParsedComment {
  const lines = linesOf(body)
  const first = takeFirstWithText(lines) ?? ''
  const name = commandOn(first)
  if (name === undefined) return { kind: 'none' }
  if (givesAnotherCommand(lines)) return { kind: 'invalid', command: name, problem: { kind: 'several-commands' } }

  const [, ...words] = wordsOf(first)
  const model = takeModel(words)
  if (model.kind === 'problem') return { kind: 'invalid', command: name, problem: model.problem }
  const reading = readArguments(name, { words: model.rest, target: model.target, environments: options.environments })
  if (reading.kind !== 'problem') return reading
  return { kind: 'invalid', command: reading.of ?? name, problem: reading.problem }
}

function commandOn(line: string): CommandName | undefined {
  // Most lines of a comment are none, and there can be 262,144.
  if (!line.includes('/')) return undefined
  const word = COMMAND_LINE.exec(line)?.[1]
  return word === undefined ? undefined : commandNamed(word)
}

/** No command has as many; a comment can have 131,072. */
const MOST_WORDS = 20

/** Space and tab only: any other character belongs to its word, and then fails that word's pattern. */
function wordsOf(line: string): string[] {
  return line.split(/[ \t]+/, MOST_WORDS).filter((word) => word !== '')
}

/** The lines after the command are free text, where people write their reasons; but one comment gives one command. */
function givesAnotherCommand(lines: Iterable<string>): boolean {
  for (const line of outsideFences(lines)) {
    if (commandOn(line) !== undefined) return true
  }
  return false
}
