import { linesOf, outsideFences, takeFirstWithText } from './comment-lines.ts'

export type CommandName = 'canary' | 'promote' | 'rollback' | 'status' | 'help'

interface Target {
  readonly environment?: string
  readonly model?: string
}
export type Command =
  | ({ readonly kind: 'canary'; readonly percent: number } & Target)
  | ({ readonly kind: 'promote'; readonly sha?: string } & Target)
  | ({ readonly kind: 'rollback' } & Target)
  | ({ readonly kind: 'status' } & Target)
  | { readonly kind: 'help' }

/**
 * Why a known command was not understood. Facts only, never the person's text: the reply is written elsewhere
 * and must not repeat what anyone on the internet can type.
 */
export type CommandProblem =
  | { readonly kind: 'percent-missing' }
  | { readonly kind: 'percent-not-1-to-99' }
  | { readonly kind: 'environment-unknown'; readonly environments: readonly string[] }
  | { readonly kind: 'environment-or-sha-expected'; readonly environments: readonly string[] }
  | { readonly kind: 'sha-not-7-to-40-hex' }
  | { readonly kind: 'too-many-arguments' }
  | { readonly kind: 'model-missing' }
  | { readonly kind: 'model-twice' }
  | { readonly kind: 'several-commands' }

export type ParsedComment =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly command: CommandName; readonly problem: CommandProblem }
  | Command

type Reading = Command | CommandProblemOf
interface CommandProblemOf {
  readonly kind: 'problem'
  readonly problem: CommandProblem
}

interface Arguments {
  readonly words: readonly string[]
  readonly target: { readonly model?: string }
  readonly environments: readonly string[]
}

export interface CommandDescription {
  readonly name: CommandName
  readonly usage: string
  readonly does: string
  /** The role on the gitops repository that is asked for where `allow` says nothing. */
  readonly right: string
  readonly examples: readonly string[]
}

/** Every command: what help, README and usage replies say about it. A new command is one entry here and one reader below. */
export const COMMANDS: readonly CommandDescription[] = [
  {
    name: 'canary',
    usage: '/canary <1-99> [environment] [--model <name>]',
    does: "sends that percentage of the traffic to this pull request's version",
    right: 'write',
    examples: ['/canary 20', '/canary 50 prod'],
  },
  {
    name: 'promote',
    usage: '/promote [environment] [sha] [--model <name>]',
    does: 'gives the canary all traffic; without a canary, takes the version one environment further',
    right: 'write; maintain for the last environment',
    examples: ['/promote', '/promote prod 3f2c1ab'],
  },
  {
    name: 'rollback',
    usage: '/rollback [environment] [--model <name>]',
    does: 'goes back to what ran before; where only pull requests change the branch, by one',
    right: 'write',
    examples: ['/rollback', '/rollback prod'],
  },
  {
    name: 'status',
    usage: '/status [environment] [--model <name>]',
    does: 'shows what runs where',
    right: 'read',
    examples: ['/status', '/status prod'],
  },
  { name: 'help', usage: '/help', does: 'shows this table', right: 'read', examples: ['/help'] },
]

const READERS: Readonly<Record<CommandName, (given: Arguments) => Reading>> = {
  canary: readCanary,
  promote: readPromote,
  rollback: (given) => readTargeted('rollback', given),
  status: (given) => readTargeted('status', given),
  help: ({ words, target }) =>
    words.length > 0 || target.model !== undefined ? problem('too-many-arguments') : { kind: 'help' },
}

// A Map and not an object: `/constructor` and `/__proto__` must find nothing.
const NAMES: ReadonlyMap<string, CommandName> = new Map(COMMANDS.map(({ name }) => [name, name]))

const COMMAND_LINE = /^ {0,3}\/([A-Za-z]+)(?=[ \t]|$)/
const PERCENT = /^[1-9][0-9]?$/
const SHA = /^[0-9a-f]{7,40}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

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
  const reading = READERS[name]({ words: model.rest, target: model.target, environments: options.environments })
  return reading.kind === 'problem' ? { kind: 'invalid', command: name, problem: reading.problem } : reading
}

/** How the command is written, as plain text. */
export function usageOf(command: CommandName): string {
  const found = COMMANDS.find(({ name }) => name === command)
  if (found === undefined) throw new Error(`no description of the command ${command}`)
  return found.usage
}

/** The rows of the command table of README and `/help`, heading first; cells are Markdown. */
export function renderCommandTable(): string[][] {
  return [
    ['Command', 'Does', 'Default right'],
    ...COMMANDS.map(({ usage, does, right }) => [`\`${usage}\``, does, right]),
  ]
}

function readCanary(given: Arguments): Reading {
  const [percent, ...words] = given.words
  if (percent === undefined) return problem('percent-missing')
  // By pattern, not by Number(), which also reads 1e1, 0x14 and 020.
  if (!PERCENT.test(percent)) return problem('percent-not-1-to-99')
  const target = readTarget({ ...given, words })
  return target.kind === 'problem' ? target : { kind: 'canary', percent: Number(percent), ...target.target }
}

function readPromote(given: Arguments): Reading {
  const { words, environments } = given
  const [first, second] = words
  if (words.length > 2) return problem('too-many-arguments')
  if (second !== undefined) {
    const target = readTarget({ ...given, words: words.slice(0, 1) })
    if (target.kind === 'problem') return target
    return SHA.test(second) ? { kind: 'promote', ...target.target, sha: second } : problem('sha-not-7-to-40-hex')
  }
  if (first !== undefined && !environments.includes(first) && SHA.test(first)) {
    return { kind: 'promote', sha: first, ...given.target }
  }
  const target = readTarget(given)
  if (target.kind === 'target') return { kind: 'promote', ...target.target }
  return { kind: 'problem', problem: { kind: 'environment-or-sha-expected', environments } }
}

function readTargeted(kind: 'rollback' | 'status', given: Arguments): Reading {
  const target = readTarget(given)
  return target.kind === 'problem' ? target : { kind, ...target.target }
}

function readTarget({ words, target, environments }: Arguments): { kind: 'target'; target: Target } | CommandProblemOf {
  const [environment, surplus] = words
  if (surplus !== undefined) return problem('too-many-arguments')
  if (environment === undefined) return { kind: 'target', target }
  const known = environments.length === 0 ? NAME.test(environment) : environments.includes(environment)
  if (!known) return { kind: 'problem', problem: { kind: 'environment-unknown', environments } }
  return { kind: 'target', target: { environment, ...target } }
}

function takeModel(
  words: readonly string[],
): { kind: 'taken'; rest: readonly string[]; target: { model?: string } } | CommandProblemOf {
  const at = words.findIndex(isModelOption)
  const option = words[at]
  if (option === undefined) return { kind: 'taken', rest: words, target: {} }
  const separate = option === '--model'
  const model = separate ? words[at + 1] : option.slice('--model='.length)
  const rest = [...words.slice(0, at), ...words.slice(at + (separate ? 2 : 1))]
  if (model === undefined || !NAME.test(model)) return problem('model-missing')
  if (rest.some(isModelOption)) return problem('model-twice')
  return { kind: 'taken', rest, target: { model } }
}

function isModelOption(word: string): boolean {
  return word === '--model' || word.startsWith('--model=')
}

function problem(
  kind: Exclude<CommandProblem['kind'], 'environment-unknown' | 'environment-or-sha-expected'>,
): CommandProblemOf {
  return { kind: 'problem', problem: { kind } }
}

function commandOn(line: string): CommandName | undefined {
  const word = COMMAND_LINE.exec(line)?.[1]
  // toLowerCase is safe on what the pattern lets through: A-Z only, no KELVIN SIGN.
  return word === undefined ? undefined : NAMES.get(word.toLowerCase())
}

/** Space and tab only: any other character belongs to its word, and then fails that word's pattern. */
function wordsOf(line: string): string[] {
  return line.split(/[ \t]+/).filter((word) => word !== '')
}

/** The lines after the command are free text, where people write their reasons; but one comment gives one command. */
function givesAnotherCommand(lines: Iterable<string>): boolean {
  for (const line of outsideFences(lines)) {
    if (commandOn(line) !== undefined) return true
  }
  return false
}
