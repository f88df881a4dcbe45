import { z } from 'zod'
import { parseCommand } from '../src/release/command.ts'
import type { NewJob } from './queue/queue.ts'

/** A comment that gives a command, as the webhook told it. */
export interface CommentJob {
  readonly kind: 'comment'
  /** `owner/name` of the model repository. */
  readonly repository: string
  readonly pullRequest: number
  readonly comment: { readonly id: number; readonly url: string; readonly body: string; readonly createdAt: string }
  readonly author: {
    readonly id: number
    readonly login: string
    /** GitHub's `author_association`; it gives no right. */
    readonly association?: string
    /** Set for a bot that the operator lets command: GitHub states no role for it. */
    readonly isBot?: true
  }
  /** The app's installation on the repository's owner. */
  readonly installation?: number
}

/** A pull request of a gitops repository that was merged or closed. */
export interface ProposalJob {
  readonly kind: 'proposal'
  /** `owner/name` of the gitops repository. */
  readonly repository: string
  readonly pullRequest: number
}

export type AppJob = CommentJob | ProposalJob

// What becomes part of an address, a commit or a comparison is of GitHub's own shape, or it is nothing for us.
const id = z.int().positive()
const login = z.string().regex(/^[\w.-]{1,100}(\[bot\])?$/)
const account = z.object({ id, login, type: z.string() })
const repository = z.object({ id, full_name: z.string().regex(/^[\w.-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/) })

const commentPayload = z.object({
  action: z.literal('created'),
  repository,
  sender: account,
  installation: z.object({ id }).optional(),
  issue: z.object({ number: id, pull_request: z.object({}).optional() }),
  comment: z.object({
    id,
    html_url: z.string().regex(/^https?:\/\/[^\s<>]{1,500}$/),
    body: z.string(),
    created_at: z.iso.datetime({ offset: true }),
    user: account.nullable(),
    author_association: z.string().optional(),
    performed_via_github_app: z.object({}).nullish(),
  }),
})

const proposalPayload = z.object({
  action: z.literal('closed'),
  repository,
  pull_request: z.object({
    number: id,
    merged: z.boolean(),
    head: z.object({ ref: z.string(), sha: z.string() }),
  }),
})

/** A job as the app makes it. */
export type NewAppJob = NewJob & { readonly payload: AppJob }

/** The job of a webhook, or nothing: what the app does not work on. */
export function jobOfWebhook(
  webhook: { readonly id: string; readonly name: string; readonly payload: unknown },
  allowedBots: readonly number[] = [],
): NewAppJob | undefined {
  if (webhook.name === 'issue_comment') return jobOfComment(webhook.id, webhook.payload, allowedBots)
  return webhook.name === 'pull_request' ? jobOfClosedPullRequest(webhook.id, webhook.payload) : undefined
}

/**
 * The job of an `issue_comment` event, or nothing: only new comments by people on pull requests count, written by the
 * one who sends them, and only those whose first line gives a command. Bots do not, our own replies included.
 * Its key is the model's repository, so that what one repository releases happens in the order it was asked for.
 * @param allowedBots the user ids of those that count as persons.
 */
export function jobOfComment(
  delivery: string,
  payload: unknown,
  allowedBots: readonly number[] = [],
): NewAppJob | undefined {
  const { action, issue, comment, sender, repository: source, installation } = commentFields(payload)
  if (action !== 'created' || issue?.pull_request === undefined || !mayCommand(comment, sender, allowedBots))
    return undefined
  if (parseCommand(comment.body, { environments: [] }).kind === 'none') return undefined
  const job: CommentJob = {
    kind: 'comment',
    repository: source.full_name,
    pullRequest: issue.number,
    comment: { id: comment.id, url: comment.html_url, body: comment.body, createdAt: comment.created_at },
    author: {
      id: sender.id,
      login: sender.login,
      ...(comment.author_association !== undefined && { association: comment.author_association }),
      ...(sender.type === 'Bot' && { isBot: true }),
    },
    ...(installation && { installation: installation.id }),
  }
  return { deliveryId: delivery, intent: `comment:${comment.id}`, key: `repository:${source.id}`, payload: job }
}

/** The job of a `pull_request.closed` event on one of Serin's own proposals, or nothing. */
function jobOfClosedPullRequest(delivery: string, payload: unknown): NewAppJob | undefined {
  const parsed = proposalPayload.safeParse(payload)
  if (!parsed.success || !parsed.data.pull_request.head.ref.startsWith('serin/')) return undefined
  const { repository: gitops, pull_request: pull } = parsed.data
  const job: ProposalJob = { kind: 'proposal', repository: gitops.full_name, pullRequest: pull.number }
  const intent = `proposal:${gitops.id}:${pull.number}:${pull.head.sha}:${pull.merged ? 'merged' : 'closed'}`
  return { deliveryId: delivery, intent, key: `repository:${gitops.id}`, payload: job }
}

type CommentPayload = z.infer<typeof commentPayload>
type CommentFields =
  | CommentPayload
  | { action: 'other'; issue?: never; comment?: never; sender?: never; repository?: never; installation?: never }

function commentFields(payload: unknown): CommentFields {
  const parsed = commentPayload.safeParse(payload)
  return parsed.success ? parsed.data : { action: 'other' }
}

/** A person's own hand, or a bot that the operator knows. What an app does in a person's name is neither. */
function mayCommand(
  comment: CommentPayload['comment'],
  sender: CommentPayload['sender'],
  allowedBots: readonly number[],
): boolean {
  if (comment.user?.id !== sender.id) return false
  if (sender.type === 'Bot') return allowedBots.includes(sender.id)
  return sender.type === 'User' && comment.performed_via_github_app == null
}
