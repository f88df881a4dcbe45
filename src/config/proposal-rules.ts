import { z } from 'zod'
import { quoted, say } from './complaint.ts'

/** Who is asked to review an environment's pull requests. */
export interface Reviewers {
  readonly users: readonly string[]
  /** Slugs of teams of the organization that owns the gitops repository. */
  readonly teams: readonly string[]
}

/** `any`: whichever way of merging the repository allows. */
export type AutoMerge = 'any' | 'merge' | 'squash' | 'rebase'

/** What the branch of an environment must be protected by, at least. */
export interface Protection {
  /** The least number of approving reviews. */
  readonly reviews?: number
  readonly codeOwners?: true
  /** A new commit makes earlier approvals void. */
  readonly dismissStale?: true
  /** Somebody else than who pushed last approves. */
  readonly lastPushApproval?: true
  /** Checks that must have passed, by name. */
  readonly checks?: readonly string[]
}

const USER = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/
const TEAM = /^[A-Za-z0-9][A-Za-z0-9-]*\/[a-z0-9][a-z0-9_-]*$/

const reviewer = z
  .string()
  .superRefine((input, context) => {
    if (USER.test(input) || TEAM.test(input)) return
    const bare = input.replace(/^@/, '')
    const fix = USER.test(bare) || TEAM.test(bare) ? `Write "${bare}".` : 'Write a login, or a team as owner/slug.'
    context.addIssue({ code: 'custom', message: say(`${quoted(input)} is neither a user nor a team`, fix) })
  })
  .meta({ examples: ['octocat', 'acme/release'] })

export const reviewers = z
  .array(reviewer)
  .min(1, { error: say('nobody is listed', 'Name somebody, or leave the key out.') })
  .meta({
    description: 'Who is asked to review the pull requests: users, and teams as owner/slug.',
    examples: [['octocat', 'acme/release']],
  })

export const autoMerge = z
  .union([z.boolean(), z.enum(['merge', 'squash', 'rebase'])], {
    error: say('this is not a way of merging', 'Write true, merge, squash or rebase.'),
  })
  .meta({ description: 'Merge the pull requests by themselves once what the branch asks for is there.' })

const flag = z.boolean().optional()

export const protection = z
  .strictObject({
    reviews: z
      .int({ error: say('this is not a number of reviews', 'Write a whole number from 1 to 10.') })
      .min(1, { error: say('no review is no protection', 'Write 1 or more, or leave the key out.') })
      .max(10, { error: say('GitHub asks for at most 10 reviews', 'Write 10 or less.') })
      .optional()
      .meta({ description: 'The least number of approving reviews.' }),
    'code-owners': flag.meta({ description: 'A code owner approves.' }),
    'dismiss-stale': flag.meta({ description: 'A new commit makes earlier approvals void.' }),
    'last-push-approval': flag.meta({ description: 'Somebody else than who pushed last approves.' }),
    checks: z
      .array(z.string().min(1))
      .min(1, { error: say('no check is listed', 'Name one, or leave the key out.') })
      .optional()
      .meta({ description: 'Checks that must have passed, by name.', examples: [['render']] }),
  })
  .meta({
    description: 'What the branch must be protected by, at least; else nothing is changed here.',
    examples: [{ reviews: 1, 'dismiss-stale': true }],
  })

/** Teams are told from users by the slash. */
export function reviewersOf(written: z.output<typeof reviewers>): Reviewers {
  const teams = written.flatMap((name) => name.split('/')[1] ?? [])
  return { users: written.filter((name) => !name.includes('/')), teams }
}

export function autoMergeOf(written: z.output<typeof autoMerge> | undefined): AutoMerge | undefined {
  if (written === undefined || written === false) return undefined
  return written === true ? 'any' : written
}

export function protectionOf(written: z.output<typeof protection>): Protection {
  const { reviews, checks } = written
  return {
    ...(reviews !== undefined && { reviews }),
    ...(written['code-owners'] && { codeOwners: true }),
    ...(written['dismiss-stale'] && { dismissStale: true }),
    ...(written['last-push-approval'] && { lastPushApproval: true }),
    ...(checks !== undefined && { checks }),
  }
}
