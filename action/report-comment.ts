import { type CommentOutcome, readViewer, upsertComment } from '../src/github/comment.ts'
import { readPullRequest } from '../src/github/pull-request.ts'
import type { Workplace } from './workplace.ts'

/** The hidden first line by which a model's comment is found again. */
export function reportMarker(model: string): string {
  return `<!-- serin:report model=${model} -->`
}

/** The same of the one comment on several models; each job that reports some of them has its own. */
export function combinedMarker(asked: readonly string[]): string {
  const models = asked.length === 0 ? '*' : asked.map(encodeURIComponent).toSorted().join(',')
  return `<!-- serin:report models=${models} -->`
}

export function isReportMarker(line: string): boolean {
  return line.startsWith('<!-- serin:report model=')
}

export function isCombinedMarker(line: string): boolean {
  return line.startsWith('<!-- serin:report models=')
}

/** The pull request and the commit that a comment is about. */
export interface CommentSubject {
  readonly repository: string
  readonly pullRequest: number
  readonly sha: string
}

/** Writes the comment with a marker, or leaves it to the run of a newer commit. */
export async function writeReportComment(
  subject: CommentSubject,
  { marker, text }: { readonly marker: string; readonly text: string },
  workplace: Pick<Workplace, 'client' | 'log'>,
): Promise<CommentOutcome> {
  const { repository, pullRequest } = subject
  const { client } = workplace
  const author = () => readViewer(client)
  const mayReplace = () => isNewest(subject, workplace)
  const body = `${marker}\n${text}`
  return upsertComment(client, { repository, pullRequest, marker, body, author, mayReplace })
}

/** Whether no newer commit was pushed, whose run writes comments of its own. */
export async function isNewest(
  { repository, pullRequest, sha }: CommentSubject,
  { client, log }: Pick<Workplace, 'client' | 'log'>,
): Promise<boolean> {
  const { headSha } = await readPullRequest(client, repository, pullRequest)
  if (headSha !== sha) log.info(`The comment is left to the run on ${headSha.slice(0, 7)}, which is newer.`)
  return headSha === sha
}
