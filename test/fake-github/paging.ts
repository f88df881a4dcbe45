import { type Call, ok, type Reply } from './route.ts'

const DEFAULT_SIZE = 30
const MAXIMUM_SIZE = 100

/**
 * One page of a list with GitHub's `Link` header: 30 entries by default, 100 at most (more is clamped), no header when
 * everything fits on one page. `wrap` makes the body of the list answers that are objects.
 */
export function page<T>(
  call: Call,
  all: readonly T[],
  render: (item: T) => unknown,
  wrap?: (items: unknown[]) => unknown,
): Reply {
  const size = clamp(Number(call.query.get('per_page') ?? DEFAULT_SIZE), 1, MAXIMUM_SIZE)
  const number = clamp(Number(call.query.get('page') ?? 1), 1, Number.MAX_SAFE_INTEGER)
  const items = all.slice((number - 1) * size, number * size).map(render)
  const last = Math.max(1, Math.ceil(all.length / size))
  const link = last > 1 ? { link: linkHeader(call, number, last) } : {}
  return ok(wrap ? wrap(items) : items, link)
}

function linkHeader(call: Call, number: number, last: number): string {
  const to = (target: number, rel: string) => {
    const url = new URL(call.url)
    url.searchParams.set('page', String(target))
    return `<${url}>; rel="${rel}"`
  }
  const links = []
  if (number > 1) links.push(to(number - 1, 'prev'))
  if (number < last) links.push(to(number + 1, 'next'), to(last, 'last'))
  if (number > 1) links.push(to(1, 'first'))
  return links.join(', ')
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, Math.trunc(value))) : low
}
