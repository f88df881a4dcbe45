import { lookUp, type Spot } from './look-up.ts'

/**
 * A number as the file spells it: `0123456` and `1234e56` are commits that lost their quotes, and their value is not
 * what the person meant. Undefined when the number is not written after its key, as with an alias.
 */
export function writtenNumber(spot: Spot): string | undefined {
  return typeof lookUp(spot) === 'number' ? bareWord(spot) : undefined
}

/** A word that is written without quotes behind its key; undefined for anything else. */
export function bareWord(spot: Spot): string | undefined {
  const position = spot.manifest.documents[spot.document]?.positionOf(spot.path)
  if (position === undefined || lookUp(spot) === undefined) return undefined
  const lines = spot.manifest.text.replace(/^\uFEFF/, '').split('\n')
  const [first = '', ...rest] = lines.slice(position.line - 1, position.line + 1)
  const fromKey = [first.slice(position.column - 1), ...rest].join('\n')
  return /^(?:"[^"]*"|'[^']*'|[^:'"]+)\s*:\s+([-+.\w]+)(?=[\s,}\]]|$)/.exec(fromKey)?.[1]
}
