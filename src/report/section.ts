/** How much room a section has. */
export interface Space {
  readonly size: number
  readonly sizeOf: (text: string) => number
}

/** A part of a report: Markdown, empty when it has nothing to say, never larger than its space. */
export interface Section {
  readonly text: string
  /** What did not fit, for people: `12 parameters`. */
  readonly left?: string
}

export const NOTHING: Section = { text: '' }

/** No item of a list or table is shorter than this with what stands around it. */
const SMALLEST_ITEM = 5

/**
 * Renders as many items as the space has room for, from the first; the text is empty when none fits.
 * `render` must not get shorter with more items. `called` names what was left out, for one and for several.
 */
export function fitItems<T>(input: {
  readonly items: readonly T[]
  readonly render: (items: readonly T[]) => string
  readonly space: Space
  readonly called: readonly [one: string, several: string]
}): Section {
  const { items, render, space, called } = input
  if (items.length === 0) return NOTHING
  const most = Math.min(items.length, Math.max(0, Math.floor(space.size / SMALLEST_ITEM)))
  const count = largest(most, space.size, (some) => space.sizeOf(render(items.slice(0, some))))
  const text = count === 0 ? '' : render(items.slice(0, count))
  return count === items.length ? { text } : { text, left: counted(items.length - count, called) }
}

/** The whole text, or nothing and its name when it does not fit. */
export function fitWhole(text: string, space: Space, called: string): Section {
  if (text === '') return NOTHING
  return space.sizeOf(text) <= space.size ? { text } : { text: '', left: called }
}

/** `1 metric`, `2 metrics`. */
export function counted(count: number, [one, several]: readonly [one: string, several: string]): string {
  return `${count} ${count === 1 ? one : several}`
}

/** Of more items it is first seen how large these are. */
const FIRST_LOOK = 100

interface Tried {
  readonly count: number
  readonly size: number
}

/**
 * The largest count whose size is within the limit. Of 60,000 rows some thousand fit, and rendering all of them to find
 * out would take as long as everything else: so it is guessed from how large those are that were rendered.
 */
function largest(most: number, limit: number, sizeOf: (count: number) => number): number {
  let low: Tried = { count: 0, size: 0 }
  let high: Tried | undefined
  let next = Math.min(most, FIRST_LOOK)
  let width = most
  let slow = 0
  while (low.count < most && (high === undefined || high.count - low.count > 1)) {
    const tried = { count: next, size: sizeOf(next) }
    if (tried.size <= limit) low = tried
    else high = tried
    const left = (high?.count ?? most) - low.count
    slow = left > width / 2 ? slow + 1 : 0
    width = left
    if (high === undefined) next = Math.min(most, further(low, limit))
    else next = slow < 2 ? between(low, high, limit) : Math.floor((low.count + high.count) / 2)
  }
  return low.count
}

/** Where items as large as those so far would be too many; always further by a quarter, in case they become smaller. */
function further({ count, size }: Tried, limit: number): number {
  return Math.max(Math.floor((limit * count) / Math.max(1, size)) + 1, Math.ceil(count * 1.25))
}

/** Where the limit is if the items between are equally large; never at an end. */
function between(low: Tried, high: Tried, limit: number): number {
  const step = Math.floor(((limit - low.size) * (high.count - low.count)) / (high.size - low.size))
  return Math.min(high.count - 1, Math.max(low.count + 1, low.count + step))
}
