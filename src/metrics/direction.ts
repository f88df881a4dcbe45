import { DIRECTION_WORDS, type WordDirection } from './direction-words.ts'
import { nameMatcher } from './name-glob.ts'

/** Which way a metric gets better. */
export type Direction = 'higher' | 'lower' | 'unknown'

/** The part of a gate's rule that can say the direction; `metric` is a glob over dotted names. */
export interface DirectionHint {
  readonly metric: string
  readonly better?: 'higher' | 'lower'
}

/** The direction of one metric; see directionFinder for how. */
export function directionOf(name: string, gates: readonly DirectionHint[]): Direction {
  return directionFinder(gates)(name)
}

/**
 * Finds directions for many names. A gate's `better` wins: the rule with exactly this name first, then the first glob
 * that fits. Without one, the last telling word of the name decides (`val.loss`, `top5_accuracy`, `meanSquaredError`);
 * a name without one is `unknown`, and nothing is guessed.
 */
export function directionFinder(gates: readonly DirectionHint[]): (name: string) => Direction {
  const hints = gates.flatMap(({ metric, better }) =>
    better === undefined ? [] : [{ metric, better, fits: nameMatcher(metric) }],
  )
  const known = new Map<string, WordDirection | undefined>()
  return (name) => {
    const exact = hints.find(({ metric }) => metric === name)
    return (exact ?? hints.find(({ fits }) => fits(name)))?.better ?? directionByName(name, known)
  }
}

const LONGEST_NAME = 500

/** Many names end alike, so what a segment says is kept in `known`. */
function directionByName(name: string, known: Map<string, WordDirection | undefined>): Direction {
  for (const segment of name
    .slice(-LONGEST_NAME)
    .split(/[./\\: ]+/)
    .reverse()) {
    if (!known.has(segment)) known.set(segment, directionByWords(wordsOf(segment)))
    const direction = known.get(segment)
    if (direction === 'neither') return 'unknown'
    if (direction !== undefined) return direction
  }
  return 'unknown'
}

function directionByWords(words: readonly string[]): WordDirection | undefined {
  const per = words.lastIndexOf('per')
  if (per > 0) return rateDirection(words.slice(0, per), words[per + 1])
  const at = words.findLastIndex((word) => directionOfWord(word) !== undefined)
  const direction = directionOfWord(words[at] ?? '')
  return isNegated(words, at) ? opposite(direction) : direction
}

/** "tokens per second" is a speed; "errors per second" and "ms per step" go by what is counted. */
function rateDirection(counted: readonly string[], unit: string | undefined): WordDirection | undefined {
  const direction = directionByWords(counted)
  if (direction === 'higher' || direction === 'lower') return direction
  return unit !== undefined && /^(s|secs?|seconds?|mins?|minutes?|hours?)$/.test(unit) ? 'higher' : direction
}

/** scikit-learn's `neg_mean_squared_error` is higher-is-better; `negative_log_likelihood` is a loss. */
function isNegated(words: readonly string[], at: number): boolean {
  const first = words[0]
  if (words[at] === 'likelihood') return first === 'neg' || words.includes('negative')
  return first === 'neg' && directionOfWord(words[at] ?? '') === 'lower'
}

function opposite(direction: WordDirection | undefined): WordDirection | undefined {
  if (direction === 'higher') return 'lower'
  return direction === 'lower' ? 'higher' : direction
}

function directionOfWord(word: string): WordDirection | undefined {
  return DIRECTION_WORDS.get(word) ?? DIRECTION_WORDS.get(word.replace(/\d+$/, ''))
}

/** `meanSquaredError` → mean, squared, error; `MSELoss` → mse, loss; `mAP50` → m, ap50; `recall@5` → recall, 5. */
function wordsOf(segment: string): readonly string[] {
  return segment
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}
