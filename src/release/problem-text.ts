import { inlineCode } from '../report/markdown.ts'
import type { CommandProblem } from './command.ts'

/** What is wrong with a command, as the end of a sentence in Markdown; nothing of what was typed. */
export function problemText(problem: CommandProblem): string {
  switch (problem.kind) {
    case 'percent-missing':
    case 'share-missing':
      return 'the percentage is missing.'
    case 'percent-not-1-to-99':
      return 'the percentage is a whole number from 1 to 99.'
    case 'share-not-1-to-100-or-off':
      return `the percentage is a whole number from 1 to 100, or ${inlineCode('off')}.`
    case 'environment-unknown':
      return `there is no such environment; there ${listOf(problem.environments)}.`
    case 'environment-or-sha-expected':
      return `the argument is neither an environment nor a commit; there ${listOf(problem.environments)}.`
    case 'sha-not-7-to-40-hex':
      return 'a commit is written as 7 to 40 hexadecimal digits.'
    case 'key-missing':
      return 'the name of the value is missing.'
    case 'key-no-name':
      return 'the first argument is the name of a value.'
    case 'value-missing':
      return 'the value is missing.'
    case 'value-too-long':
      return 'the value is longer than 200 characters.'
    case 'command-to-plan-missing':
      return 'the command to plan is missing.'
    case 'command-not-to-plan':
      return 'only a command that changes something can be planned.'
    case 'too-many-arguments':
      return 'there are too many arguments.'
    case 'model-missing':
      return 'the name of the model is missing.'
    case 'model-twice':
      return 'the model is named twice.'
    case 'several-commands':
      return 'a comment gives one command.'
  }
}

function listOf(environments: readonly string[]): string {
  const names = environments.map((name) => inlineCode(name))
  return names.length === 1 ? `is only ${names[0]}` : `are ${names.join(', ')}`
}
