import { UserError } from '../src/errors.ts'
import { rewriteComment } from '../src/github/comment.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { type RunningTraining, renderProgress } from '../src/report/progress.ts'
import { orMistake } from './or-mistake.ts'
import { type CommentSubject, writeReportComment } from './report-comment.ts'
import type { Workplace } from './workplace.ts'

/** The comment that shows a training, and will hold its report. */
export interface ProgressPlace extends CommentSubject {
  readonly model: string
  /** Its first line. */
  readonly marker: string
  readonly repositoryUrl: string
}

/** How the training stands. */
export type Standing = Pick<RunningTraining, 'state' | 'progress' | 'elapsedSeconds'>

/** A comment that is written anew as a training goes on, as long as nobody else writes it. */
export class ProgressComment {
  readonly #place: ProgressPlace
  readonly #workplace: Workplace
  #id: number | undefined
  /** What it may hold now: a request that seemed to fail may have been carried out. */
  #sent: string[] = []
  #isOver = false

  constructor(place: ProgressPlace, workplace: Workplace) {
    this.#place = place
    this.#workplace = workplace
  }

  /** @returns whether the comment shows it now; what stood in the way is left until the next time. */
  async write(standing: Standing): Promise<boolean> {
    if (this.#isOver) return false
    const text = this.#textOf(standing)
    const written = await orMistake('show the progress', () =>
      this.#id === undefined ? this.#begin(text) : this.#go(this.#id, text),
    )
    if (!(written instanceof UserError)) return written
    this.#isOver = written instanceof MissingPermission
    this.#workplace.log.info(`The progress is not shown just now. ${written.what}`)
    return false
  }

  /** Says that there will be no report, where a progress is shown. */
  async rewrite(standing: Standing): Promise<void> {
    if (this.#id !== undefined) await this.write(standing)
  }

  async #begin(text: string): Promise<boolean> {
    const { progress, log } = this.#workplace
    const { marker } = this.#place
    const outcome = await writeReportComment(this.#place, { marker, text }, { client: progress.client, log })
    // The report is left to the run of a newer commit, and so is this.
    this.#isOver = outcome.kind === 'unchanged'
    this.#id = outcome.id
    this.#sent = [`${marker}\n${text}`]
    return !this.#isOver
  }

  async #go(id: number, text: string): Promise<boolean> {
    const { repository, marker } = this.#place
    const body = `${marker}\n${text}`
    const seen = [...this.#sent]
    this.#sent.push(body)
    const isOurs = await rewriteComment(this.#workplace.progress.client, { repository, id, seen, body })
    if (isOurs) this.#sent = [body]
    this.#isOver = !isOurs
    return isOurs
  }

  #textOf(standing: Standing): string {
    const { model, sha, repositoryUrl } = this.#place
    const { runUrl } = this.#workplace
    return renderProgress({
      model,
      candidate: { sha },
      repositoryUrl,
      ...(runUrl !== undefined && { runUrl }),
      ...standing,
    })
  }
}
