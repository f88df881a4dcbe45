/**
 * A test for dotted metric names. `*` and `?` stay inside one segment (they do not cross a dot), `**` as a whole segment
 * stands for any number of segments, `{a,b}` for either; everything else is itself, brackets and slashes included.
 * A glob that is equal to the name always matches. Linear in name times glob, whatever the name: names come from
 * pull requests, and regular expressions made from globs take minutes on a name of 10,000 equal letters.
 */
export function nameMatcher(glob: string): (name: string) => boolean {
  if (!/[*?{]/.test(glob)) return (name) => name === glob
  const patterns = expandBraces(glob).map((pattern) => pattern.split('.').map(segmentOf))
  return (name) => {
    if (name === glob) return true
    const segments = name.split('.')
    return patterns.some((pattern) => matches(pattern, segments))
  }
}

/** What one part of a pattern takes: any number of items, or one item that fits. */
type Token = { readonly any: true } | { readonly any: false; readonly fits: (item: string) => boolean }

const ANY = { any: true } as const

function segmentOf(segment: string): Token {
  if (segment === '**') return ANY
  if (!/[*?]/.test(segment)) return { any: false, fits: (item) => item === segment }
  const tokens = [...segment].map(characterOf)
  return { any: false, fits: (item) => matches(tokens, [...item]) }
}

function characterOf(character: string): Token {
  if (character === '*') return ANY
  return { any: false, fits: (item) => character === '?' || item === character }
}

const MOST_ALTERNATIVES = 1000

function expandBraces(glob: string): readonly string[] {
  let done: readonly string[] = ['']
  for (const part of glob.split(/(\{[^{}]*,[^{}]*\})/)) {
    const isChoice = /^\{[^{}]*,[^{}]*\}$/.test(part)
    const choices = isChoice ? part.slice(1, -1).split(',') : [part]
    if (done.length * choices.length > MOST_ALTERNATIVES) return [glob]
    done = done.flatMap((start) => choices.map((choice) => start + choice))
  }
  return done
}

/** Greedy wildcard matching: only the last `any` ever has to take one item more. */
function matches(pattern: readonly Token[], text: readonly string[]): boolean {
  let at = 0
  let next = 0
  let retry: { next: number; at: number } | undefined
  while (at < text.length) {
    const token = pattern[next]
    if (token?.any) {
      retry = { next, at }
      next += 1
    } else if (token?.fits(text[at] ?? '')) {
      next += 1
      at += 1
    } else if (retry !== undefined) {
      retry.at += 1
      at = retry.at
      next = retry.next + 1
    } else {
      return false
    }
  }
  return pattern.slice(next).every(({ any }) => any)
}
