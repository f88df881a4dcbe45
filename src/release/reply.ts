import type { Scalar } from '../config/gitops-config.ts'
import type { UserError } from '../errors.ts'
import type { Running } from '../manifest/layout.ts'
import { escapeText, fence, inlineCode, link, prose, tableOf } from '../report/markdown.ts'
import { type CommandName, type CommandProblem, renderCommandTable, usageOf } from './command.ts'
import { type Freezing, renderFreezing } from './freeze-reply.ts'
import { outcomeText } from './outcome-text.ts'
import { problemText } from './problem-text.ts'
import type { Reason, ReasonCode } from './reason.ts'
import { renderStatus, type StatusChange, type StatusRow } from './reply-status.ts'
import { renderWithdrawal, type Withdrawal } from './withdrawal.ts'

export type { StatusChange, StatusRow } from './reply-status.ts'

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

/** Where a change would be written to. */
export interface Destination {
  readonly kind: 'commit' | 'pull-request'
  readonly repository: string
  readonly branch: string
  readonly file: string
}

interface Change {
  readonly model: string
  readonly environment: string
  /** The lines that changed, as unified diff hunks. */
  readonly diff: string
  /** What a person should know about it: plain sentences. */
  readonly warnings?: readonly string[]
}
interface Rollout {
  readonly next: Running
  /** What takes the traffic that the version does not get, where that is known. */
  readonly previous: string | undefined
}
interface NewValue {
  readonly key: string
  readonly value: Scalar
}
/** A workflow on a branch of the model's repository, and the page of its runs. */
interface Training {
  readonly workflow: string
  readonly branch: string
  readonly url: string
}
type Frozen = { readonly freezes: readonly string[] } | { readonly frees: readonly string[] }

/** What a command has come to: everything that its one reply tells. */
export type Reply =
  | ({
      readonly kind: 'changed'
      readonly written: Written
      /** The commit of the model's repository whose version this brings. */
      readonly commit?: string
    } & Change &
      Rollout)
  | ({ readonly kind: 'set'; readonly written: Written } & Change & NewValue)
  | ({
      readonly kind: 'planned'
      readonly outcome: Rollout | NewValue | Frozen
      readonly to: Destination
      /** The right that the person who asks for the plan does not have. */
      readonly lacks?: string
    } & Change)
  | (Freezing & { readonly written: Extract<Written, { kind: 'commit' }> })
  | {
      readonly kind: 'planned'
      /** What would be done without a change of a file. */
      readonly outcome: { readonly withdraws: Withdrawal } | { readonly starts: Training }
      readonly lacks?: string
    }
  | (Withdrawal & { readonly kind: 'withdrawn' })
  | (Training & { readonly kind: 'retrained' })
  | ({ readonly kind: 'unchanged' } & Reason)
  | ({ readonly kind: 'refused' } & Reason)
  | { readonly kind: 'mistake'; readonly code: ReasonCode; readonly error: UserError }
  | { readonly kind: 'usage'; readonly command: CommandName; readonly problem: CommandProblem }
  | { readonly kind: 'which-model'; readonly models: readonly string[] }
  | {
      readonly kind: 'status'
      readonly model: string
      readonly rows: readonly StatusRow[]
      /** The newest first. */
      readonly changes: readonly StatusChange[]
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'late'; readonly minutes: number }
  | { readonly kind: 'broken'; readonly id: string }

/**
 * The text of a reply, as Markdown. No line of it starts with a command, and nothing that a person typed is repeated:
 * names come from checked configuration, versions and messages are escaped.
 */
export function renderReply(reply: Reply): string {
  switch (reply.kind) {
    case 'changed':
      return renderChange(reply, outcomeText(reply.next, reply.previous))
    case 'set':
      return renderChange(reply, valueText(reply))
    case 'planned':
      return renderPlan(reply)
    case 'frozen':
    case 'unfrozen':
      return renderFreezing(reply, commitText(reply.written))
    case 'withdrawn':
      return renderWithdrawal(reply, 'done')
    case 'retrained':
      return `Started ${link(reply.workflow, reply.url)} on ${inlineCode(reply.branch)}. Its runs are listed there; the newest is this one.`
    case 'unchanged':
      return `**Nothing to do.** ${prose(reply.reason)}`
    case 'refused':
      return `**Not done.** ${prose(reply.reason)}`
    case 'mistake':
      return renderMistake(reply.error)
    case 'usage':
      return `**Not understood**, so nothing was done: ${problemText(reply.problem)}\n\nUsage: \`${usageOf(reply.command)}\``
    case 'which-model':
      return `**Which model?** There are ${reply.models.map((name) => inlineCode(name)).join(', ')}. Add ${inlineCode('--model <name>')} to the command.`
    case 'status':
      return renderStatus(reply.model, reply.rows, reply.changes)
    case 'help':
      return tableOf(renderCommandTable())
    case 'late':
      return `**Not done.** This command is ${reply.minutes} minutes old, and things may have changed since. Comment it again if it still holds.`
    case 'broken':
      return `**Something went wrong on Serin’s side**, and it stopped. The operator finds it in the log under ${inlineCode(reply.id)}. Ask for the status before you try again.`
  }
}

/** Why a reply tells of no change: exactly one code for each that does not, none for what was done or only looked at. */
export function reasonCodeOf(reply: Reply): ReasonCode | undefined {
  switch (reply.kind) {
    case 'unchanged':
    case 'refused':
    case 'mistake':
      return reply.code
    case 'usage':
      return 'not-understood'
    case 'which-model':
      return 'model-unclear'
    case 'late':
      return 'too-late'
    case 'broken':
      return 'broken'
    case 'changed':
    case 'set':
    case 'planned':
    case 'frozen':
    case 'unfrozen':
    case 'withdrawn':
    case 'retrained':
    case 'status':
    case 'help':
      return undefined
  }
}

function renderChange(reply: Change & { readonly written: Written }, outcome: string): string {
  const { written } = reply
  const told = written.kind === 'commit' ? committed(reply, written, outcome) : proposed(reply, written, outcome)
  return [told, ...warningsOf(reply), fence(reply.diff, 'diff')].join('\n\n')
}

function committed(change: Change, written: Extract<Written, { kind: 'commit' }>, outcome: string): string {
  return `${whereText(change)}: ${outcome} ${commitText(written)}`
}

function proposed(change: Change, written: Extract<Written, { kind: 'pull-request' }>, outcome: string): string {
  const pull = link(`${written.repository}#${written.number}`, written.url)
  const opening = written.isNew ? `Proposed as ${pull}` : `Proposed already, as ${pull}`
  return `${whereText(change)} changes by pull request only. ${opening}; when it is merged: ${outcome}`
}

type Plan = Extract<Reply, { kind: 'planned' }>
type FilePlan = Extract<Plan, { readonly to: Destination }>

function renderPlan(reply: Plan): string {
  return [...('to' in reply ? filePlan(reply) : [deedText(reply.outcome)]), ...lackText(reply)].join('\n\n')
}

function lackText({ lacks }: Plan): readonly string[] {
  return lacks === undefined ? [] : [`You may not give this command yourself: it needs ${prose(lacks)}.`]
}

function deedText(outcome: Exclude<Plan, FilePlan>['outcome']): string {
  if ('withdraws' in outcome) return renderWithdrawal(outcome.withdraws, 'planned')
  const { workflow, branch, url } = outcome.starts
  return `**Plan**; nothing was started. ${inlineCode('/retrain')} starts ${link(workflow, url)} on ${inlineCode(branch)}, without inputs. It changes no file; what it trains is released as by any other run there.`
}

function filePlan(reply: FilePlan): readonly string[] {
  const { outcome, to } = reply
  const way = to.kind === 'commit' ? 'a commit' : 'a pull request'
  const place = `${inlineCode(to.file)} on ${inlineCode(to.branch)} of ${inlineCode(to.repository)}`
  const told = `**Plan**; nothing was written. By ${way} to ${place}, ${whereText(reply)}: ${outcomeOf(outcome)}`
  return [told, ...warningsOf(reply), fence(reply.diff, 'diff')]
}

function outcomeOf(outcome: FilePlan['outcome']): string {
  if ('next' in outcome) return outcomeText(outcome.next, outcome.previous)
  if ('key' in outcome) return valueText(outcome)
  return 'freezes' in outcome
    ? `only ${inlineCode('/rollback')} works in ${listOf(outcome.freezes)}.`
    : `changes go through again in ${listOf(outcome.frees)}.`
}

function valueText({ key, value }: NewValue): string {
  return `${inlineCode(key)} is ${inlineCode(String(value))}.`
}

function commitText({ sha, url, repository }: Extract<Written, { kind: 'commit' }>): string {
  return `Commit ${link(sha.slice(0, 7), url)} in ${inlineCode(repository)}.`
}

function whereText({ environment }: Change): string {
  return `**${escapeText(environment)}**`
}

function warningsOf({ warnings = [] }: Change): readonly string[] {
  return warnings.map((warning) => prose(warning))
}

function listOf(environments: readonly string[]): string {
  return environments.map((name) => `**${escapeText(name)}**`).join(', ')
}

/** What a person sees of a {@link UserError}. */
export function renderMistake({ what, fix, place }: UserError): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
  const key = place.key === undefined ? '' : ` (${inlineCode(place.key)})`
  const where = position === '' ? '' : ` ${inlineCode(position)}${key}:`
  return `**Not done.**${where} ${prose(what)}${fix === undefined ? '' : ` ${prose(fix)}`}`
}
