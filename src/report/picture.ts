import { svgDanger } from './svg.ts'

/** What GitHub and every browser show as a picture, by what a file holds. */
export type PictureKind = 'png' | 'jpeg' | 'svg'

/** What the first bytes say of a file. */
export type Picture =
  | { readonly kind: 'picture'; readonly type: PictureKind }
  | {
      readonly kind: 'unusable'
      /** Why, as the end of a sentence about the file: `is cut off`. */
      readonly reason: string
    }
  /** Text that is no picture; it may be a table of values. */
  | { readonly kind: 'text'; readonly text: string }

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** The last chunk of every PNG, with its checksum. Source: PNG specification, 11.2.5. */
const PNG_END = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
const JPEG = [0xff, 0xd8, 0xff]
const JPEG_END = [0xff, 0xd9]
/** Some writers put zeros or a comment behind the end. */
const TRAILING_BYTES = 1024

/** Recognises a picture by its content; its name says nothing. */
export function pictureOf(bytes: Uint8Array): Picture {
  if (bytes.length === 0) return { kind: 'unusable', reason: 'is empty' }
  if (startsWith(bytes, PNG)) return endsWith(bytes, PNG_END) ? picture('png') : CUT_OFF
  if (startsWith(bytes, JPEG)) return endsWith(bytes, JPEG_END) ? picture('jpeg') : CUT_OFF
  const text = textOf(bytes)
  if (text === undefined) return { kind: 'unusable', reason: 'is no PNG, JPEG or SVG picture' }
  if (!isSvg(text)) return { kind: 'text', text }
  const danger = svgDanger(text)
  return danger === undefined ? picture('svg') : { kind: 'unusable', reason: `is an SVG with ${danger}` }
}

const CUT_OFF: Picture = { kind: 'unusable', reason: 'is cut off' }

function picture(type: PictureKind): Picture {
  return { kind: 'picture', type }
}

/** The endings that browsers know a kind by; the first is given to files that have another. */
const ENDINGS: Readonly<Record<PictureKind, readonly [string, ...string[]]>> = {
  png: ['.png'],
  jpeg: ['.jpg', '.jpeg'],
  svg: ['.svg'],
}

/** A path under which a server tells the picture's type right, whatever its author called it. */
export function picturePath(path: string, type: PictureKind): string {
  const [first] = ENDINGS[type]
  return ENDINGS[type].some((ending) => path.toLowerCase().endsWith(ending)) ? path : path + first
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

function endsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  const first = Math.max(0, bytes.length - signature.length - TRAILING_BYTES)
  for (let at = bytes.length - signature.length; at >= first; at -= 1) {
    if (signature.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const LONGEST_PROLOGUE = 20_000

/** What may stand before the root element: a declaration, a document type, comments, white space. */
function isSvg(text: string): boolean {
  let rest = text.slice(0, LONGEST_PROLOGUE).trimStart()
  for (;;) {
    const end = PROLOGUE.find(([begin]) => rest.toLowerCase().startsWith(begin))?.[1]
    if (end === undefined) return /^<svg[\s>]/.test(rest)
    const at = rest.indexOf(end)
    if (at < 0) return false
    rest = rest.slice(at + end.length).trimStart()
  }
}

const PROLOGUE: readonly (readonly [begin: string, end: string])[] = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!doctype svg', '>'],
]
