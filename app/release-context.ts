import type { ReleasedModel } from '../src/config/gitops-config.ts'
import type { Standing } from '../src/release/authorize.ts'
import type { AuditTrail } from './audit.ts'
import type { Desk } from './desk.ts'
import type { CommentJob } from './job.ts'
import type { ReleaseSides } from './load-release.ts'

/** Everything that a command is decided from, besides what is read at the moment of deciding. */
export interface ReleaseContext {
  readonly job: CommentJob
  readonly sides: ReleaseSides
  readonly model: ReleasedModel
  readonly standing: Standing
  readonly desk: Desk
  readonly trail: AuditTrail
}
