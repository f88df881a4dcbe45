import type { ReasonCode } from '../src/release/reason.ts'
import { type Reply, reasonCodeOf } from '../src/release/reply.ts'
import type { CommentJob } from './job.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** What is found out about a command on its way; what it did not get to is missing. */
interface Facts {
  readonly command?: string
  readonly model?: string
  readonly environment?: string
  /** On the gitops repository (for `/retrain`, on the model's), at that time. */
  readonly role?: string
  /** The commit of the model repository that the command is about: the pull request's head, or the merge commit. */
  readonly head?: string
  readonly version?: string
  /** The commits whose configuration was read. */
  readonly config?: { readonly source?: string | undefined; readonly gitops?: string | undefined }
  readonly gitops?: string
  readonly branch?: string
  /** The commit of the gitops repository that it was decided from. */
  readonly before?: string
}

/** What became of one command. Nothing in it is text that a person typed. */
export interface AuditEntry extends Facts {
  /** GitHub's id of the webhook. */
  readonly delivery?: string
  /** From 1: above it, an entry of an attempt that died before its end was noted may be there too. */
  readonly attempt?: number
  readonly repository: string
  readonly pullRequest: number
  readonly comment: { readonly id: number; readonly url: string }
  readonly actor: { readonly id: number; readonly login: string }
  /** The kind of the reply; `silent` where there is none, `unanswered` where nobody could be told. */
  readonly outcome: Reply['kind'] | Untold['untold']
  /** Set where nothing was changed although something was asked for. */
  readonly reason_code?: ReasonCode
  /** The commit that was made. */
  readonly after?: string
  /** The pull request that was opened, or was there already, in the gitops repository. */
  readonly proposal?: number
}

/** The end of a command that got no reply. */
interface Untold {
  readonly untold: 'silent' | 'unanswered'
  readonly code: ReasonCode
}

/** Collects what is found out about one command, for the one entry that it leaves. */
export class AuditTrail {
  readonly #job: CommentJob
  #facts: Facts = {}

  constructor(job: CommentJob) {
    this.#job = job
  }

  /** Of facts that are told twice the later ones hold. */
  note(facts: Facts): void {
    this.#facts = { ...this.#facts, ...facts }
  }

  /** The entry of a command that has come to its end. */
  entry(end: Reply | Untold): AuditEntry {
    const { repository, pullRequest, comment, author } = this.#job
    const isTold = 'kind' in end
    const code = isTold ? reasonCodeOf(end) : end.code
    return {
      repository,
      pullRequest,
      comment: { id: comment.id, url: comment.url },
      actor: { id: author.id, login: author.login },
      ...this.#facts,
      ...(isTold && writtenBy(end)),
      outcome: isTold ? end.kind : end.untold,
      ...(code !== undefined && { reason_code: code }),
    }
  }
}

/** Keeps entries as lines of the log, whatever its level is: who changed what is no detail. */
export function auditTo(log: Pick<Log, 'child'>, metrics: Pick<Metrics, 'command'>): (entry: AuditEntry) => void {
  const lines = log.child({ audit: true }, { level: 'info' })
  return (entry) => {
    lines.info(entry, 'a command came to its end')
    metrics.command(entry.command ?? 'none', entry.outcome, entry.reason_code)
  }
}

function writtenBy(end: Reply): Partial<AuditEntry> {
  switch (end.kind) {
    case 'changed':
      return { environment: end.environment, version: end.next.version, ...placeOf(end.written) }
    case 'set':
      return { environment: end.environment, ...placeOf(end.written) }
    case 'frozen':
    case 'unfrozen':
      return { environment: end.environments.join(', '), ...placeOf(end.written) }
    default:
      return {}
  }
}

function placeOf(written: Extract<Reply, { kind: 'changed' }>['written']): Partial<AuditEntry> {
  return {
    gitops: written.repository,
    ...(written.kind === 'commit' ? { after: written.sha } : { proposal: written.number }),
  }
}
