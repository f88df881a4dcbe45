import { z } from 'zod'
import type { GateRule, WhenUnclear } from '../gate/rule.ts'
import { quoted, say } from './complaint.ts'

const PERCENT = /^\d+(\.\d+)?%$/

/** `0.005` is an absolute amount, `2%` is relative to the baseline; both are how much worse a metric may get. */
const maxRegression = z
  .union([z.number(), z.string()], {
    error: ({ input }) =>
      say(`${quoted(input)} is not an amount`, 'Write a number (0.005) for an absolute limit or a percentage (2%).'),
  })
  .superRefine((input, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message })
    if (typeof input === 'number' && input < 0) {
      complain(
        say(`${input} is negative`, 'Write by how much the metric may get worse, for example 0.005; 0 for not at all.'),
      )
    }
    if (typeof input === 'string' && !PERCENT.test(input)) {
      complain(
        say(
          `${quoted(input)} is not an amount`,
          'Write a bare number (0.005) for an absolute limit or a percentage (2%).',
        ),
      )
    }
  })
  .meta({ examples: [0.005, '2%'], description: 'How much worse than the baseline the metric may get.' })

const limit = z.number()

/** What becomes of `max-regression` when the test set cannot tell. */
export const whenUnclear = z.enum(['pass', 'warn', 'fail']).meta({
  description:
    'What to do when the examples cannot tell whether "max-regression" is kept: pass, pass with a warning (default), or fail.',
  examples: ['fail'],
})

/** One line of `gates:`; the metric it is about is its key. */
export const gateRule = z
  .strictObject({
    min: limit.optional().meta({ description: 'The lowest value that passes.', examples: [0.9] }),
    max: limit.optional().meta({ description: 'The highest value that passes.', examples: [0.2] }),
    'max-regression': maxRegression.optional(),
    better: z.enum(['higher', 'lower']).optional().meta({ description: 'Which direction is an improvement.' }),
    'when-unclear': whenUnclear.optional(),
  })
  .superRefine((rule, context) => {
    const complain = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path })
    // With an unknown key, that one is what was meant.
    if (Object.keys(rule).length === 0 && context.issues.length === 0) {
      complain(say('the rule asks for nothing', 'Write for example { min: 0.9 } or { max-regression: 2% }.'))
    }
    if (rule['when-unclear'] !== undefined && rule['max-regression'] === undefined) {
      complain(say('only "max-regression" can be unclear, and the rule has none', 'Add it, or leave this key out.'), [
        'when-unclear',
      ])
    }
    if (rule.min !== undefined && rule.max !== undefined && rule.min > rule.max) {
      complain(say(`no value is at least ${rule.min} and at most ${rule.max}`, 'Exchange the two.'), ['min'])
    }
  })
  .meta({ examples: [{ min: 0.9 }] })

/** The rule as the gate evaluates it; `usual` is the model's `when-unclear`, which the rule's own overrides. */
export function gateRuleOf(metric: string, rule: z.output<typeof gateRule>, usual?: WhenUnclear): GateRule {
  const regression = rule['max-regression']
  const unclear = rule['when-unclear'] ?? usual
  return {
    metric,
    ...(rule.min !== undefined && { min: rule.min }),
    ...(rule.max !== undefined && { max: rule.max }),
    ...(regression !== undefined && { maxRegression: amountOf(regression) }),
    ...(rule.better !== undefined && { better: rule.better }),
    ...(unclear !== undefined && regression !== undefined && { whenUnclear: unclear }),
  }
}

function amountOf(written: number | string): NonNullable<GateRule['maxRegression']> {
  if (typeof written === 'number') return { amount: written, unit: 'absolute' }
  return { amount: Number(written.slice(0, -1)), unit: 'percent' }
}
