import { Disagreement } from '../src/config/agreement.ts'
import type { ReleasedModel } from '../src/config/gitops-config.ts'
import type { UserError } from '../src/errors.ts'
import type { Reply } from '../src/release/reply.ts'

/** What a mistake comes to that the person can mend. `model`: as far as it was known by then. */
export function mistakeOf(error: UserError, model?: ReleasedModel): Extract<Reply, { kind: 'mistake' }> {
  if (error instanceof Disagreement) return { kind: 'mistake', code: 'sides-disagree', error }
  const environments = model?.environments ?? []
  const files = environments.flatMap(({ file, settable = {} }) => [
    file,
    ...Object.values(settable).map((one) => one.file),
  ])
  const isInManifest = error.place.file !== undefined && files.includes(error.place.file)
  return { kind: 'mistake', code: isInManifest ? 'manifest-unreadable' : 'set-up', error }
}
