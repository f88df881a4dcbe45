import { z } from 'zod'
import { say } from './complaint.ts'
import { type KeyPath, keyPath, keyPathOf } from './key-path.ts'
import { manifestPath } from './vocabulary.ts'

/** What a value must be. Numbers and truth values are also those that the file keeps as text. */
export type ValueRule =
  | { readonly type: 'number' | 'integer'; readonly min?: number; readonly max?: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'text'; readonly values: readonly string[] }
  /** A regular expression that the whole text matches. */
  | { readonly type: 'text'; readonly pattern: string }

/** A place in a file that `/set` may change, and what may stand there. */
export interface Settable {
  readonly path: KeyPath
  /** Default: the environment's own file. It lies on the environment's branch. */
  readonly file?: string
  /** `kind` and `metadata.name` of the resource in a file of several. */
  readonly kind?: string
  readonly resource?: string
  readonly rule: ValueRule
}

/** How a person names a settable value in a comment. */
export const settableName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, {
    error: say('this is not a name', 'Use a-z, 0-9, ".", "_" and "-", starting with a letter or digit.'),
  })
  .meta({ pattern: '^[a-z0-9][a-z0-9._-]*$' })

/** Longer values cannot be asked for, see the grammar of `/set`. */
const LONGEST_VALUE = 200
const word = z
  .string()
  .regex(/^[^\s\p{Cc}]+$/u, { error: say('a value is one word', 'Leave out spaces.') })
  .max(LONGEST_VALUE, { error: say('the value is too long', `Use at most ${LONGEST_VALUE} characters.`) })

const pattern = z.string().refine(isPattern, {
  error: say('this is not a regular expression', 'Write for example "[a-z]+-[0-9]+"; it must match the whole value.'),
})

/** An entry of `settable:`. */
export const settable = z
  .strictObject({
    path: keyPath.meta({ description: 'Where the value stands, as in `keys`.' }),
    file: manifestPath.optional().meta({ description: "Another file on the environment's branch." }),
    kind: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]*$/, { error: say('this is not the kind of a resource', 'Write for example Service.') })
      .optional()
      .meta({ description: 'The kind of the resource in a file of several.', examples: ['DestinationRule'] }),
    resource: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
        error: say('this is not the name of a resource', 'Write its metadata.name.'),
      })
      .optional()
      .meta({ description: 'metadata.name of the resource in a file of several.' }),
    type: z.enum(['number', 'integer', 'boolean', 'text']).meta({ description: 'What the value is.' }),
    min: z.number().optional().meta({ description: 'The least number.' }),
    max: z.number().optional().meta({ description: 'The greatest number.' }),
    values: z
      .array(word)
      .min(1, { error: say('no value is listed', 'List one, or give a pattern.') })
      .optional()
      .meta({ description: 'The texts that may be written.', examples: [['beta', 'staff']] }),
    pattern: pattern.optional().meta({ description: 'A regular expression for the whole text.', examples: ['[a-z]+'] }),
  })
  .superRefine((written, context) => {
    if (context.issues.length > 0) return
    const complaint = complainAbout(written)
    if (complaint === undefined) return
    context.addIssue({ code: 'custom', message: complaint.message, path: [complaint.key] })
  })
  .meta({ examples: [{ path: 'model.threshold', type: 'number', min: 0, max: 1 }] })

type Written = z.output<typeof settable>

function complainAbout(written: Written): { readonly key: keyof Written; readonly message: string } | undefined {
  const { type, min, max, values, pattern } = written
  const isNumber = type === 'number' || type === 'integer'
  for (const key of ['min', 'max'] as const) {
    if (isNumber || written[key] === undefined) continue
    return { key, message: say(`a ${type} has no "${key}"`, 'Remove it, or write "type: number".') }
  }
  for (const key of ['values', 'pattern'] as const) {
    if (type === 'text' || written[key] === undefined) continue
    return { key, message: say(`a ${type} has no "${key}"`, 'Remove it, or write "type: text".') }
  }
  if (type === 'text' && (values === undefined) === (pattern === undefined)) {
    return { key: 'type', message: say('a text needs to be limited', 'Write either "values" or "pattern" beside it.') }
  }
  if (min !== undefined && max !== undefined && min > max)
    return { key: 'min', message: say('"min" is above "max"', 'Swap them.') }
  return undefined
}

export function settableOf(written: Written): Settable {
  const { file, kind, resource } = written
  return {
    path: keyPathOf(written.path),
    ...(file !== undefined && { file }),
    ...(kind !== undefined && { kind }),
    ...(resource !== undefined && { resource }),
    rule: ruleOf(written),
  }
}

function ruleOf({ type, min, max, values, pattern }: Written): ValueRule {
  if (type === 'boolean') return { type }
  if (type === 'text') return values === undefined ? { type, pattern: pattern ?? '' } : { type, values }
  return { type, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return text !== ''
  } catch {
    return false
  }
}
