import { z } from 'zod'
import { say } from './complaint.ts'

/** One rung of an environment's ladder: the least that a version must have had there before it may have more. */
export interface Step {
  readonly kind: 'shadow' | 'canary'
  /** Of the requests, copied (1 to 100) or answered (1 to 99). */
  readonly percent: number
  /** How long it must have had this; 0 for no time at all. */
  readonly soakMinutes: number
}

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const

const soak = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, { error: say('this is not a length of time', 'Write for example 30m, 2h or 1d.') })
  .optional()
  .meta({ description: 'How long the version must have had this share.', examples: ['2h'] })

const NO_PERCENT = say('a canary gets a whole number of percent from 1 to 99', 'Write for example 20.')
const canary = z.int({ error: NO_PERCENT }).min(1, { error: NO_PERCENT }).max(99, { error: NO_PERCENT })
const NO_SHARE = say('a shadow gets a whole number of percent from 1 to 100', 'Write for example 100.')
const shadow = z.int({ error: NO_SHARE }).min(1, { error: NO_SHARE }).max(100, { error: NO_SHARE })

const entry = z.union(
  [
    z.literal('shadow'),
    canary,
    z.strictObject({ canary: canary.meta({ description: 'Percent of the traffic.' }), soak }),
    z.strictObject({ shadow: shadow.meta({ description: 'Percent of the requests, copied.' }), soak }),
  ],
  { error: say('this is not a step', 'Write shadow, a percentage, or for example { canary: 5, soak: 2h }.') },
)

type WrittenStep = z.output<typeof entry>

/** `steps:` of an environment. */
export const steps = z
  .array(entry)
  .min(1, { error: say('no step is listed', 'List one, or leave the key out.') })
  .superRefine((written, context) => {
    const rungs = written.map((step) => stepOf(step))
    for (const [index, rung] of rungs.entries()) {
      const before = rungs[index - 1]
      if (before === undefined || rankOf(before) < rankOf(rung)) continue
      const message = say('this step is not above the one before it', 'List shadows first, then percentages upward.')
      context.addIssue({ code: 'custom', message, path: [index] })
    }
  })
  .meta({
    description: 'The ladder that a version climbs here, one step after the other.',
    examples: [['shadow', 1, 5, { canary: 20, soak: '2h' }, 50]],
  })

export function stepsOf(written: z.output<typeof steps>): readonly Step[] {
  return written.map(stepOf)
}

/** How far up a share stands: every canary is above every shadow. */
export function rankOf({ kind, percent }: Pick<Step, 'kind' | 'percent'>): number {
  return kind === 'shadow' ? percent : 100 + percent
}

function stepOf(written: WrittenStep): Step {
  if (written === 'shadow') return { kind: 'shadow', percent: 1, soakMinutes: 0 }
  if (typeof written === 'number') return { kind: 'canary', percent: written, soakMinutes: 0 }
  const soakMinutes = minutesOf(written.soak)
  if ('canary' in written) return { kind: 'canary', percent: written.canary, soakMinutes }
  return { kind: 'shadow', percent: written.shadow, soakMinutes }
}

function minutesOf(text: string | undefined): number {
  const [, amount = '0', unit = 'm'] = /^(\d+)([mhd])$/.exec(text ?? '') ?? []
  return Number(amount) * MINUTES[unit as keyof typeof MINUTES]
}
