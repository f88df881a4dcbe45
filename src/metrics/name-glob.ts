/**
 * A test for dotted metric names. `*` and `?` stay inside one segment (they do not cross a dot), `**` as a whole segment
 * stands for any number of segments, `{a,b}` for either; everything else is itself, brackets and slashes included.
 * A glob that is equal to the name always matches. Linear in name times glob, whatever the name: names come from
 * pull requests, and regular expressions made from globs take minutes on a name of 10,000 equal letters.
 */
export function nameMatcher(glob: string): (name: string) => boolean {
  if (!/[*?{]/.test(glob)) return (name) => name === glob
  const patterns = expandBraces(glob).map((pattern) => pattern.split('.'))
  return (name) => {
    if (name === glob) return true
    const segments = name.split('.')
    return patterns.some((pattern) => matches({ pattern, text: segments, isAny: isGlobstar, fits: segmentFits }))
  }
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

function isGlobstar(segment: string): boolean {
  return segment === '**'
}

function segmentFits(pattern: string, segment: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === segment
  return matches({
    pattern: [...pattern],
    text: [...segment],
    isAny: (token) => token === '*',
    fits: (token, character) => token === '?' || token === character,
  })
}

interface Matching {
  readonly pattern: readonly string[]
  readonly text: readonly string[]
  /** Whether this token stands for any number of items. */
  readonly isAny: (token: string) => boolean
  readonly fits: (token: string, item: string) => boolean
}

/** Greedy wildcard matching: only the last `any` ever has to take one item more. */
function matches({ pattern, text, isAny, fits }: Matching): boolean {
  let at = 0
  let token = 0
  let retry: { token: number; at: number } | undefined
  while (at < text.length) {
    const expected = pattern[token]
    if (expected !== undefined && isAny(expected)) {
      retry = { token, at }
      token += 1
    } else if (expected !== undefined && fits(expected, text[at] ?? '')) {
      token += 1
      at += 1
    } else if (retry !== undefined) {
      retry.at += 1
      at = retry.at
      token = retry.token + 1
    } else {
      return false
    }
  }
  return pattern.slice(token).every(isAny)
}
