import { z } from 'zod'
import { say } from './complaint.ts'

/** Keys and list indexes from the root of a YAML document. */
export type KeyPath = readonly (string | number)[]

const DOTTED = /^[^.\s]+(\.[^.\s]+)*$/

/** Keys with dots between them. */
export const dotted = z
  .string()
  .regex(DOTTED, { error: say('this is not a dotted key path', 'Write for example "image.tag".') })

/** A place in a YAML document: `image.tag`, or `[image, tag]` where a key has a dot in it. */
export const keyPath = z
  .union([dotted, z.array(z.union([z.string().min(1), z.int().min(0)]))], {
    error: say('this is not a key path', 'Write "image.tag", or [image, tag] where a key has a dot in it.'),
  })
  .refine((path) => path.length > 0, { error: say('the key path is empty', 'Write for example "image.tag".') })
  .meta({ examples: ['image.tag'] })

/** In a dotted path, a whole number is an index of a list. */
export function keyPathOf(written: z.output<typeof keyPath>): KeyPath {
  if (typeof written !== 'string') return written
  return written.split('.').map((part) => (/^(0|[1-9]\d{0,5})$/.test(part) ? Number(part) : part))
}
