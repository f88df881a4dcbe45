import { UserError } from '../src/errors.ts'

/** Turns a variable's text into its value; `text` is `undefined` when it is neither set nor has a default. */
export type ReadValue<T> = (text: string | undefined, name: string) => T

/** Says in one sentence what is wrong with a variable, and never shows its value: it may be a secret. */
export function wrongSetting(name: string, what: string, fix: string): UserError {
  return new UserError(`The environment variable ${name} ${what}.`, { fix })
}

/** A variable without which the app does not start; `fix` says where its value is found. */
export function needed<T>(fix: string, read: (text: string, name: string) => T): ReadValue<T> {
  return (text, name) => {
    if (text === undefined) throw wrongSetting(name, 'is not set', fix)
    return read(text, name)
  }
}

export function optional<T>(read: (text: string, name: string) => T): ReadValue<T | undefined> {
  return (text, name) => (text === undefined ? undefined : read(text, name))
}

/** For variables with a default: there always is a text. */
export function given<T>(read: (text: string, name: string) => T): ReadValue<T> {
  return needed('Give it a value.', read)
}

export function plainText(text: string): string {
  return text
}

/** Digits only, at most `most`. */
export function wholeNumber(most: number): (text: string, name: string) => number {
  return (text, name) => {
    if (!/^\d{1,10}$/.test(text)) throw wrongSetting(name, 'is not a number', 'Write digits only.')
    if (Number(text) > most) throw wrongSetting(name, `is above ${most}`, `Write a number from 0 to ${most}.`)
    return Number(text)
  }
}

/** A whole number that is not too small either. */
export function numberBetween(least: number, most: number): (text: string, name: string) => number {
  return (text, name) => {
    const number = wholeNumber(most)(text, name)
    if (number < least) throw wrongSetting(name, `is below ${least}`, `Write a number from ${least} to ${most}.`)
    return number
  }
}

/** Whole numbers with commas between them; none of an empty text. */
export function numberList(text: string | undefined, name: string): readonly number[] {
  const words = (text ?? '').split(',').map((word) => word.trim())
  const numbers = words.filter((word) => word !== '')
  if (numbers.every((word) => /^\d{1,15}$/.test(word))) return numbers.map(Number)
  throw wrongSetting(name, 'is not a list of numbers', 'Write ids with commas between them: `41898282,49699333`.')
}

/** A key in one line is taken too, with `\n` for its line ends. */
export function pemKey(text: string | undefined, name: string): string {
  const key = (text ?? '').replaceAll('\\n', '\n')
  if (key.includes('PRIVATE KEY-----')) return key
  throw wrongSetting(
    name,
    'is not a PEM key',
    'Generate one on the app’s settings page, and give its text, or its path as `PRIVATE_KEY_FILE`.',
  )
}

const SHORTEST_SECRET = 32
/** `openssl rand -hex 32` never has fewer. */
const FEWEST_DIFFERENT_CHARACTERS = 8

/**
 * A secret that nobody guesses: long, not one character over and over. Probot's own `development` is too short already.
 */
export function secretText(text: string | undefined, name: string): string {
  const secret = text ?? ''
  const fix = 'Make one by `openssl rand -hex 32` and give it to GitHub too.'
  if (secret.length < SHORTEST_SECRET) throw wrongSetting(name, `has fewer than ${SHORTEST_SECRET} characters`, fix)
  if (new Set(secret).size < FEWEST_DIFFERENT_CHARACTERS)
    throw wrongSetting(name, `has fewer than ${FEWEST_DIFFERENT_CHARACTERS} different characters`, fix)
  return secret
}

/** Without slashes at its end. */
export function httpAddress(text: string, name: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw wrongSetting(
    name,
    'is not an address',
    'For GitHub Enterprise Server write `https://HOST/api/v3`; leave it out for github.com.',
  )
}

/** The address of a PostgreSQL database; it holds a password. */
export function postgresAddress(text: string, name: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text
  throw wrongSetting(
    name,
    'is not the address of a PostgreSQL database',
    'Write `postgres://USER:PASSWORD@HOST/DATABASE`; of a password’s special characters each is `%` and its code.',
  )
}

export function oneOf<const Word extends string>(what: string, words: readonly Word[]) {
  return (text: string, name: string): Word => {
    const word = words.find((known) => known === text)
    if (word !== undefined) return word
    throw wrongSetting(name, `is not a ${what}`, `Write one of ${words.join(', ')}.`)
  }
}
