import type { ModelSettings } from '../src/config/model-config.ts'
import { react } from '../src/github/comment.ts'
import { dispatchWorkflow } from '../src/github/workflow-dispatch.ts'
import type { ReasonCode } from '../src/release/reason.ts'
import type { Reply } from '../src/release/reply.ts'
import { whyCommentStale } from './comment-stale.ts'
import type { Desk } from './desk.ts'
import type { CommentJob } from './job.ts'
import { MODEL_CONFIG, type OpenRepository, openRepository } from './load-release.ts'

/** Asked for only when a workflow is to be started: an app without it can do everything else. */
const TO_START = { metadata: 'read', actions: 'write' } as const

/**
 * Starts a model's training workflow on the default branch, once: a run cannot be told from another one, so the comment
 * is marked (🚀) before, and a marked comment starts nothing more.
 * @throws UserError when the app was not granted `actions: write`.
 */
export async function retrain(
  model: ModelSettings,
  job: CommentJob,
  source: OpenRepository,
  desk: Desk,
): Promise<Reply> {
  const { retrain: workflow } = model
  const { fullName, defaultBranch: branch, url: home } = source.repository
  if (workflow === undefined) {
    return refused(
      'no-workflow',
      `\`${model.name}\` names no workflow to start. Add \`retrain: <file name>\` to it in ${MODEL_CONFIG}.`,
    )
  }
  const { client } = await openRepository(fullName, TO_START, desk)
  const stale = await whyCommentStale(job, source)
  if (stale !== undefined) return { kind: 'refused', ...stale }
  desk.ending.throwIfAborted()
  const url = `${home}/actions/workflows/${workflow}`
  const isFirst = await react(source.client, { repository: fullName, id: job.comment.id, content: 'rocket' })
  if (!isFirst) {
    return refused(
      'maybe-started',
      `Serin was interrupted while it started \`${workflow}\`, which may run or not. Look at \`${url}\`, and comment again if it does not.`,
    )
  }
  switch (await dispatchWorkflow(client, { repository: fullName, workflow, branch })) {
    case 'started':
      return { kind: 'retrained', workflow, branch, url }
    case 'no-such-workflow':
      return refused(
        'no-workflow',
        `There is no workflow \`${workflow}\` on the default branch. Correct \`retrain\` of \`${model.name}\` in ${MODEL_CONFIG}.`,
      )
    case 'not-startable':
      return refused(
        'workflow-not-startable',
        `\`${workflow}\` cannot be started: it has no \`workflow_dispatch\` under \`on:\` on the default branch, or one with inputs that have no default. Add it, without inputs.`,
      )
  }
}

function refused(code: ReasonCode, reason: string): Reply {
  return { kind: 'refused', code, reason }
}
