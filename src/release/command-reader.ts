import { type CommandName, commandNamed } from './command-table.ts'

interface Target {
  readonly environment?: string
  readonly model?: string
}

/** A command that changes a file of the gitops repository. */
export type ChangingCommand =
  /** `skip`: leave out steps of the environment's ladder. */
  | ({ readonly kind: 'canary'; readonly percent: number; readonly skip?: true } & Target)
  | ({ readonly kind: 'promote'; readonly sha?: string; readonly skip?: true } & Target)
  | ({ readonly kind: 'rollback' } & Target)
  | ({ readonly kind: 'shadow'; readonly percent: number | 'off' } & Target)
  /** Key and value are one word each and otherwise unchecked: what the environment declares decides. */
  | ({ readonly kind: 'set'; readonly key: string; readonly value: string } & Target)
  | ({ readonly kind: 'freeze' } & Target)
  | ({ readonly kind: 'unfreeze' } & Target)

export interface RetrainCommand {
  readonly kind: 'retrain'
  readonly model?: string
}

/** A command that `/plan` tells the outcome of. */
export type PlannedCommand = ChangingCommand | RetrainCommand

export type Command =
  | ChangingCommand
  | RetrainCommand
  | { readonly kind: 'plan'; readonly command: PlannedCommand; readonly model?: string }
  | ({ readonly kind: 'status' } & Target)
  | { readonly kind: 'help' }

/**
 * Why a known command was not understood. Facts only, never the person's text: the reply is written elsewhere
 * and must not repeat what anyone on the internet can type.
 */
export type CommandProblem =
  | { readonly kind: 'percent-missing' }
  | { readonly kind: 'percent-not-1-to-99' }
  | { readonly kind: 'share-missing' }
  | { readonly kind: 'share-not-1-to-100-or-off' }
  | { readonly kind: 'environment-unknown'; readonly environments: readonly string[] }
  | { readonly kind: 'environment-or-sha-expected'; readonly environments: readonly string[] }
  | { readonly kind: 'sha-not-7-to-40-hex' }
  | { readonly kind: 'key-missing' }
  | { readonly kind: 'key-no-name' }
  | { readonly kind: 'value-missing' }
  | { readonly kind: 'value-too-long' }
  | { readonly kind: 'command-to-plan-missing' }
  | { readonly kind: 'command-not-to-plan' }
  | { readonly kind: 'too-many-arguments' }
  | { readonly kind: 'model-missing' }
  | { readonly kind: 'model-twice' }
  | { readonly kind: 'several-commands' }

type PlainProblem = Exclude<CommandProblem['kind'], 'environment-unknown' | 'environment-or-sha-expected'>

export interface ProblemFound {
  readonly kind: 'problem'
  readonly problem: CommandProblem
  /** The command inside `/plan` that was not understood. */
  readonly of?: CommandName
}

/** What stands behind a command's name, without `--model`. */
export interface Arguments {
  readonly words: readonly string[]
  readonly target: { readonly model?: string }
  readonly environments: readonly string[]
}

type Reading = Command | ProblemFound

const PERCENT = /^[1-9][0-9]?$/
const SHARE = /^(?:[1-9][0-9]?|100)$/
const SHA = /^[0-9a-f]{7,40}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const LONGEST_VALUE = 200

/** Reads the arguments of one command. */
export function readArguments(name: CommandName, given: Arguments): Reading {
  switch (name) {
    case 'help':
      return isEmpty(given) && given.target.model === undefined ? { kind: 'help' } : problem('too-many-arguments')
    case 'status':
      return withTarget(given, (target) => ({ kind: 'status', ...target }))
    case 'retrain':
      return readRetrain(given)
    case 'plan':
      return readPlan(given)
    default:
      return readChange(name, given)
  }
}

function readRetrain(given: Arguments): RetrainCommand | ProblemFound {
  return isEmpty(given) ? { kind: 'retrain', ...given.target } : problem('too-many-arguments')
}

type ChangeName = ChangingCommand['kind']

function readChange(name: ChangeName, given: Arguments): ChangingCommand | ProblemFound {
  switch (name) {
    case 'canary':
      return readCanary(given)
    case 'promote':
      return readPromote(given)
    case 'rollback':
      return withTarget(given, (target) => ({ kind: 'rollback', ...target }))
    case 'shadow':
      return readShadow(given)
    case 'set':
      return readSet(given)
    case 'freeze':
      // What follows the environment is a reason for people: it stays in the comment.
      return withTarget({ ...given, words: given.words.slice(0, 1) }, (target) => ({ kind: 'freeze', ...target }))
    case 'unfreeze':
      return withTarget(given, (target) => ({ kind: 'unfreeze', ...target }))
  }
}

function readCanary(given: Arguments): ChangingCommand | ProblemFound {
  const { words, skip } = takeSkip(given.words)
  const [percent, ...rest] = words
  if (percent === undefined) return problem('percent-missing')
  // By pattern, not by Number(), which also reads 1e1, 0x14 and 020.
  if (!PERCENT.test(percent)) return problem('percent-not-1-to-99')
  return withTarget({ ...given, words: rest }, (target) => ({
    kind: 'canary',
    percent: Number(percent),
    ...skip,
    ...target,
  }))
}

function readShadow(given: Arguments): ChangingCommand | ProblemFound {
  const [share, ...words] = given.words
  if (share === undefined) return problem('share-missing')
  if (share !== 'off' && !SHARE.test(share)) return problem('share-not-1-to-100-or-off')
  const percent = share === 'off' ? share : Number(share)
  return withTarget({ ...given, words }, (target) => ({ kind: 'shadow', percent, ...target }))
}

function readSet(given: Arguments): ChangingCommand | ProblemFound {
  const [key, value, ...words] = given.words
  if (key === undefined) return problem('key-missing')
  if (!NAME.test(key)) return problem('key-no-name')
  if (value === undefined) return problem('value-missing')
  if (value.length > LONGEST_VALUE) return problem('value-too-long')
  return withTarget({ ...given, words }, (target) => ({ kind: 'set', key, value, ...target }))
}

function readPromote(given: Arguments): ChangingCommand | ProblemFound {
  const { environments, target } = given
  const { words, skip } = takeSkip(given.words)
  const [first, second] = words
  if (words.length > 2) return problem('too-many-arguments')
  if (second !== undefined) {
    if (!SHA.test(second)) {
      const environment = withTarget({ ...given, words: words.slice(0, 1) }, () => undefined)
      return environment ?? problem('sha-not-7-to-40-hex')
    }
    return withTarget({ ...given, words: words.slice(0, 1) }, (where) => ({
      kind: 'promote',
      ...where,
      sha: second,
      ...skip,
    }))
  }
  if (first !== undefined && !environments.includes(first) && SHA.test(first))
    return { kind: 'promote', sha: first, ...skip, ...target }
  const command = withTarget({ ...given, words }, (where) => ({ kind: 'promote' as const, ...where, ...skip }))
  if (command.kind === 'promote') return command
  return { kind: 'problem', problem: { kind: 'environment-or-sha-expected', environments } }
}

/** `/plan /canary 20` and `/plan canary 20`. */
function readPlan(given: Arguments): Reading {
  const [first, ...words] = given.words
  if (first === undefined) return problem('command-to-plan-missing')
  const name = commandNamed(first.replace(/^\//, ''))
  if (name === undefined || !(name === 'retrain' || isChange(name))) return problem('command-not-to-plan')
  const rest = { ...given, words }
  const command = name === 'retrain' ? readRetrain(rest) : readChange(name, rest)
  return command.kind === 'problem' ? { ...command, of: name } : { kind: 'plan', command, ...given.target }
}

const CHANGES: readonly CommandName[] = ['canary', 'promote', 'rollback', 'shadow', 'set', 'freeze', 'unfreeze']

function isChange(name: CommandName): name is ChangeName {
  return CHANGES.includes(name)
}

function withTarget<Made>(
  { words, target, environments }: Arguments,
  make: (target: Target) => Made,
): Made | ProblemFound {
  const [environment, surplus] = words
  if (surplus !== undefined) return problem('too-many-arguments')
  if (environment === undefined) return make(target)
  const known = environments.length === 0 ? NAME.test(environment) : environments.includes(environment)
  if (!known) return { kind: 'problem', problem: { kind: 'environment-unknown', environments } }
  return make({ environment, ...target })
}

function takeSkip(words: readonly string[]): { words: readonly string[]; skip: { skip?: true } } {
  const at = words.indexOf('--skip')
  return at < 0 ? { words, skip: {} } : { words: words.toSpliced(at, 1), skip: { skip: true } }
}

/** Takes `--model <name>` or `--model=<name>` out of the words. */
export function takeModel(
  words: readonly string[],
): { kind: 'taken'; rest: readonly string[]; target: { model?: string } } | ProblemFound {
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

function isEmpty({ words }: Arguments): boolean {
  return words.length === 0
}

function problem(kind: PlainProblem): ProblemFound {
  return { kind: 'problem', problem: { kind } }
}
