import { z } from 'zod'
import {
  type AutoMerge,
  autoMerge,
  autoMergeOf,
  type Protection,
  protection,
  protectionOf,
  type Reviewers,
  reviewers,
  reviewersOf,
} from './proposal-rules.ts'
import { recordOf } from './record.ts'
import { type Settable, settable, settableName, settableOf } from './settable.ts'
import { type Step, steps, stepsOf } from './step.ts'

/** How an environment may be changed. */
export interface ReleaseRules {
  /** The ladder that a version climbs, lowest first. */
  readonly steps?: readonly Step[]
  /** What `/set` may change, by the name that people write. */
  readonly settable?: Readonly<Record<string, Settable>>
  /** Set when nothing may change here but by `/rollback`. */
  readonly frozen?: true
  readonly reviewers?: Reviewers
  readonly autoMerge?: AutoMerge
  readonly protection?: Protection
}

/** The keys of an environment that say it. */
export const releaseRules = {
  steps: steps.optional(),
  settable: z
    .record(settableName, settable)
    .optional()
    .meta({
      description: 'What `/set` may change, by the name that people write.',
      examples: [{ threshold: { path: 'model.threshold', type: 'number', min: 0, max: 1 } }],
    }),
  frozen: z.boolean().optional().meta({ description: 'Nothing changes here but by `/rollback`.' }),
  reviewers: reviewers.optional(),
  'auto-merge': autoMerge.optional(),
  protection: protection.optional(),
}

type Written = z.output<z.ZodObject<typeof releaseRules>>

export function releaseRulesOf(written: Written): ReleaseRules {
  const { steps: ladder, settable: declared, reviewers: asked, protection: needed } = written
  const merging = autoMergeOf(written['auto-merge'])
  return {
    ...(ladder !== undefined && { steps: stepsOf(ladder) }),
    ...(declared !== undefined && { settable: recordOf(declared, (_, one) => settableOf(one)) }),
    ...(written.frozen && { frozen: true }),
    ...(asked !== undefined && { reviewers: reviewersOf(asked) }),
    ...(merging !== undefined && { autoMerge: merging }),
    ...(needed !== undefined && { protection: protectionOf(needed) }),
  }
}
