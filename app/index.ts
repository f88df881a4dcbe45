import type { ApplicationFunction } from 'probot'
import { jobOfClosedPullRequest, jobOfComment } from './job.ts'
import type { NewJob, Queue } from './queue/queue.ts'

/**
 * The app: which event becomes which job, nothing else. The event is answered once its job is on disk, so what
 * GitHub believes to be delivered cannot be lost.
 * @param stored is told of every new job.
 */
export function serin(queue: Queue, stored: () => void): ApplicationFunction {
  const keep = async (job: NewJob | undefined) => {
    if (job !== undefined && (await queue.enqueue(job)) === 'stored') stored()
  }
  return (app) => {
    app.on('issue_comment.created', ({ id, payload }) => keep(jobOfComment(id, payload)))
    app.on('pull_request.closed', ({ id, payload }) => keep(jobOfClosedPullRequest(id, payload)))
  }
}
