import webhooks from '@octokit/webhooks-examples' with { type: 'json' }
import type { Random } from '../yaml/random-manifest.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The package's types do not say that it is a list. */
const examples = webhooks as unknown as readonly { readonly name: string; readonly examples: readonly Json[] }[]

const EXAMPLES = examples.flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, payload })))
const OURS = EXAMPLES.filter(({ name }) => name === 'issue_comment' || name === 'pull_request')
/** Those that are work for the app, as far as nothing of them is replaced. */
const WORK = OURS.flatMap(({ name, payload }) => {
  const { issue, comment, pull_request: pull } = payload as Record<string, Record<string, Json> | undefined>
  const { head } = (pull ?? {}) as Record<string, Record<string, Json>>
  const changed = {
    ...(issue && { issue: { ...issue, pull_request: {} } }),
    ...(comment && { comment: { ...comment, body: '/canary 20' } }),
    ...(pull && { pull_request: { ...pull, head: { ...head, ref: 'serin/iris/test/x' } } }),
  }
  return [{ name, payload: { ...(payload as object), ...changed } as Json }]
})

/** What somebody could put where GitHub has a word, a number or an object; as JSON text, which alone can name `__proto__`. */
const ODD: readonly ((random: Random) => string)[] = [
  () => 'null',
  () => 'true',
  () => '-1',
  () => '0',
  () => '1e400',
  () => '9007199254740993',
  () => '1.5',
  () => '""',
  () => '[]',
  () => '{}',
  () => '"__proto__"',
  () => '{"__proto__":{"type":"User","isAdmin":true},"constructor":{"prototype":{"x":1}}}',
  () => '"\\u0000\\ud800\\u2028\\u202e"',
  () => '"../../../etc/passwd"',
  () => '"acme/iris?x=1#/../other"',
  () => '"/canary 20"',
  () => '"/promote prod\\r\\n::set-output name=x::y"',
  () => '"created"',
  () => '"closed"',
  () => '"not a date"',
  (random) => `"${'x'.repeat(random.below(20_000))}"`,
  (random) => '['.repeat(1 + random.below(2_000)).replace(/\[+/, (open) => open + ']'.repeat(open.length)),
  (random) => nested(1 + random.below(2_000)),
]

function nested(depth: number): string {
  return `${'{"comment":'.repeat(depth)}1${'}'.repeat(depth)}`
}

/** A webhook of GitHub's with some of its values replaced, or JSON that never was one. */
export function hostilePayload(random: Random): { readonly name: string; readonly text: string } {
  if (random.below(10) === 0) return { name: 'issue_comment', text: pick(random, ODD)(random) }
  const { name, payload } = pick(random, random.below(3) === 0 ? EXAMPLES : WORK)
  const replaced = new Map<string, string>()
  const changed = JSON.stringify(mutated(payload, random, replaced))
  let text = changed
  for (const [mark, odd] of replaced) text = text.replace(`"${mark}"`, () => odd)
  return { name, text }
}

/** Leaves marks where something odd is to stand, which JSON.stringify could not write. */
function mutated(value: Json, random: Random, replaced: Map<string, string>): Json {
  const rarely = () => random.below(200) === 0
  if (rarely()) {
    const mark = `odd-${replaced.size}-odd`
    replaced.set(mark, pick(random, ODD)(random))
    return mark
  }
  if (Array.isArray(value)) return value.map((one: Json) => mutated(one, random, replaced))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(() => !rarely() || random.below(4) > 0)
  return Object.fromEntries(entries.map(([key, one]) => [key, mutated(one, random, replaced)]))
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}
