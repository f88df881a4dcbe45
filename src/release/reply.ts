import type { UserError } from '../errors.ts'
import type { Rollout, Running } from '../manifest/layout.ts'
import { codeLink, escapeText, fence, inlineCode, link, prose, tableOf } from '../report/markdown.ts'
import { type CommandName, type CommandProblem, renderCommandTable, usageOf } from './command.ts'
import { outcomeText } from './outcome-text.ts'

/** Where a change was written to. */
export type Written =
  | { readonly kind: 'commit'; readonly sha: string; readonly url: string; readonly repository: string }
  | {
      readonly kind: 'pull-request'
      readonly number: number
      readonly url: string
      readonly repository: string
      readonly isNew: boolean
    }

/** What a command has come to: everything that its one reply tells. */
export type Reply =
  | {
      readonly kind: 'changed'
      readonly model: string
      readonly environment: string
      readonly next: Running
      /** What takes the traffic that the version does not get, where that is known. */
      readonly previous: string | undefined
      readonly written: Written
      /** The lines that changed, as unified diff hunks. */
      readonly diff: string
    }
  | { readonly kind: 'unchanged'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'mistake'; readonly error: UserError }
  | { readonly kind: 'usage'; readonly command: CommandName; readonly problem: CommandProblem }
  | { readonly kind: 'which-model'; readonly models: readonly string[] }
  | { readonly kind: 'status'; readonly model: string; readonly rows: readonly StatusRow[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'late'; readonly minutes: number }
  | { readonly kind: 'broken'; readonly id: string }

export interface StatusRow {
  readonly environment: string
  readonly file: string
  readonly running: Running | undefined
  /** Why the manifest could not be read. */
  readonly problem: string | undefined
  readonly isThisPullRequests: boolean
  readonly changed: { readonly date: string; readonly url: string } | undefined
}

/**
 * The text of a reply, as Markdown. No line of it starts with a command, and nothing that a person typed is repeated:
 * names come from checked configuration, versions and messages are escaped.
 */
export function renderReply(reply: Reply): string {
  switch (reply.kind) {
    case 'changed':
      return renderChange(reply)
    case 'unchanged':
      return `**Nothing to do.** ${prose(reply.reason)}`
    case 'refused':
      return `**Not done.** ${prose(reply.reason)}`
    case 'mistake':
      return renderMistake(reply.error)
    case 'usage':
      return `**Not understood**, so nothing was done: ${problemText(reply.problem)}\n\nUsage: ${inlineCode(usageOf(reply.command))}`
    case 'which-model':
      return `**Which model?** There are ${reply.models.map((name) => inlineCode(name)).join(', ')}. Add ${inlineCode('--model <name>')} to the command.`
    case 'status':
      return renderStatus(reply.model, reply.rows)
    case 'help':
      return tableOf(renderCommandTable())
    case 'late':
      return `**Not done.** This command is ${reply.minutes} minutes old, and things may have changed since. Comment it again if it still holds.`
    case 'broken':
      return `**Something went wrong on Serin’s side**, and it stopped. The operator finds it in the log under ${inlineCode(reply.id)}. Ask for the status before you try again.`
  }
}

function renderChange(reply: Extract<Reply, { kind: 'changed' }>): string {
  const { written } = reply
  const told = written.kind === 'commit' ? committed(reply, written) : proposed(reply, written)
  return `${told}\n\n${fence(reply.diff, 'diff')}`
}

function committed(reply: Extract<Reply, { kind: 'changed' }>, written: Extract<Written, { kind: 'commit' }>): string {
  const where = `**${escapeText(reply.environment)}**`
  return `${where}: ${outcomeText(reply.next, reply.previous)} Commit ${link(written.sha.slice(0, 7), written.url)} in ${inlineCode(written.repository)}.`
}

function proposed(
  reply: Extract<Reply, { kind: 'changed' }>,
  written: Extract<Written, { kind: 'pull-request' }>,
): string {
  const pull = link(`${written.repository}#${written.number}`, written.url)
  const opening = written.isNew ? `Proposed as ${pull}` : `Proposed already, as ${pull}`
  return `**${escapeText(reply.environment)}** changes by pull request only. ${opening}; when it is merged: ${outcomeText(reply.next, reply.previous)}`
}

/** What a person sees of a {@link UserError}. */
export function renderMistake({ what, fix, place }: UserError): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
  const key = place.key === undefined ? '' : ` (${inlineCode(place.key)})`
  const where = position === '' ? '' : ` ${inlineCode(position)}${key}:`
  return `**Not done.**${where} ${prose(what)}${fix === undefined ? '' : ` ${prose(fix)}`}`
}

function renderStatus(model: string, rows: readonly StatusRow[]): string {
  const cells = rows.map((row) => [
    escapeText(row.environment),
    row.running === undefined
      ? escapeText(row.problem ?? 'no version yet')
      : `${inlineCode(row.running.version)}${row.isThisPullRequests ? ' (this pull request)' : ''}`,
    row.running === undefined ? '' : trafficText(row.running.rollout),
    row.changed === undefined ? '' : codeLink(row.changed.date.slice(0, 16).replace('T', ' '), row.changed.url),
  ])
  return `What runs of ${inlineCode(model)}:\n\n${tableOf([['environment', 'version', 'traffic', 'since (UTC)'], ...cells])}`
}

function trafficText(rollout: Rollout): string {
  switch (rollout.kind) {
    case 'stable':
      return 'all'
    case 'canary':
      return `canary, ${rollout.percent} %`
    case 'pinned':
      return 'none (rolled back)'
  }
}

function problemText(problem: CommandProblem): string {
  switch (problem.kind) {
    case 'percent-missing':
      return 'the percentage is missing.'
    case 'percent-not-1-to-99':
      return 'the percentage is a whole number from 1 to 99.'
    case 'environment-unknown':
      return `there is no such environment; there ${listOf(problem.environments)}.`
    case 'environment-or-sha-expected':
      return `the argument is neither an environment nor a commit; there ${listOf(problem.environments)}.`
    case 'sha-not-7-to-40-hex':
      return 'a commit is written as 7 to 40 hexadecimal digits.'
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
