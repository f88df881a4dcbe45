import * as core from '@actions/core'
import { UserError } from '../src/errors.ts'

/** Which comments a pull request gets: one for each model, one for all, or none. */
export type CommentMode = 'per-model' | 'combined' | 'none'

/** What the step was asked for. Every field has been checked; empty texts are `undefined`. */
export interface Inputs {
  readonly token: string
  readonly gitopsToken: string | undefined
  readonly config: string
  /** Empty: every model that the change concerns. */
  readonly models: readonly string[]
  readonly comment: CommentMode
  /** Whether a training that runs is shown in the comment. */
  readonly progress: boolean
  readonly failOnGate: boolean
  readonly dataBranch: string
  /** Whether a merge is trained though its pull request's evaluation of the same files could be taken. */
  readonly retrain: boolean
}

/** The names in `action.yml`; a test holds that the two lists are equal. */
export const INPUT_NAMES = [
  'token',
  'gitops-token',
  'config',
  'models',
  'comment',
  'progress',
  'fail-on-gate',
  'data-branch',
  'retrain',
] as const
type InputName = (typeof INPUT_NAMES)[number]

/**
 * Reads the step's inputs.
 * @throws UserError naming the input that is missing or wrong.
 */
export function readInputs(): Inputs {
  return {
    token: required('token', 'Leave it out to use the workflow’s own token.'),
    gitopsToken: text('gitops-token'),
    config: path('config'),
    models: (text('models') ?? '')
      .split(/[,\n]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    comment: commentMode(),
    progress: flag('progress'),
    failOnGate: flag('fail-on-gate'),
    dataBranch: branch('data-branch'),
    retrain: flag('retrain'),
  }
}

function text(name: InputName): string | undefined {
  return core.getInput(name) || undefined
}

function required(name: InputName, fix: string): string {
  const value = text(name)
  if (value === undefined) throw wrong(name, 'is empty', fix)
  return value
}

function flag(name: InputName): boolean {
  const value = text(name)?.toLowerCase()
  if (value !== 'true' && value !== 'false') throw wrong(name, 'is neither true nor false', 'Write `true` or `false`.')
  return value === 'true'
}

function commentMode(): CommentMode {
  switch (text('comment')?.toLowerCase()) {
    case 'true':
      return 'per-model'
    case 'combined':
      return 'combined'
    case 'false':
      return 'none'
    default:
      throw wrong('comment', 'is none of true, combined and false', 'Write `true`, `combined` or `false`.')
  }
}

function path(name: InputName): string {
  const value = required(name, 'Write a path inside the repository, for example `.github/serin.yml`.')
  if (value.startsWith('/') || value.split(/[\\/]/).includes('..')) {
    throw wrong(name, 'leaves the repository', 'Write a path inside the repository, for example `.github/serin.yml`.')
  }
  return value
}

/** Source: git-check-ref-format(1), narrowed to what needs no quoting anywhere. */
function branch(name: InputName): string {
  const value = required(name, 'Write a branch name, for example `serin-data`.')
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(value) || /\.\.|\/\/|\/$|\.lock$/.test(value)) {
    throw wrong(name, 'is not a branch name', 'Use letters, digits, `.`, `_`, `/` and `-`.')
  }
  return value
}

function wrong(name: InputName, what: string, fix: string): UserError {
  return new UserError(`The input \`${name}\` ${what}.`, { fix })
}
