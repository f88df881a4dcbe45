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
  const fits = (count: number): boolean => space.sizeOf(render(items.slice(0, count))) <= space.size
  const count = largest(most, fits)
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

function largest(most: number, fits: (count: number) => boolean): number {
  if (fits(most)) return most
  let low = 0
  let high = most
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}
