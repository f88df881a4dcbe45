/** Elements of SVG and HTML that run, embed or load something. Names in XML may have a prefix. */
const ACTIVE = /<(?:[\w.-]+:)?(script|foreignObject|iframe|embed|object|handler|listener|audio|video)\b/i
const HANDLER = /[\s"'/]on[a-z]+\s*=\s*["']/i
const REFERENCE = /\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
const STYLE_REFERENCE = /url\(\s*["']?([^)"']*)/gi
/** A part of the same document, or a picture of dots within it. */
const OWN = /^\s*(?:#|data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]*$|$)/i

/**
 * What an SVG does besides being a picture, as the end of `an SVG with …`; undefined when it only draws. A browser runs
 * none of it where the picture stands in a report, but the picture can also be opened by itself. What draws is all that
 * plotting libraries write, so anything else is refused as a whole rather than taken out.
 */
export function svgDanger(text: string): string | undefined {
  // Comments are looked through as well: what looks like one may stand in CDATA, and what it hides would run.
  if (/<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)/i.test(text)) return 'declarations of its own'
  if (/<\?xml-stylesheet|@import/i.test(text)) return 'a style sheet from elsewhere'
  if (ACTIVE.test(text)) return 'a script or an embedded document'
  if (HANDLER.test(text)) return 'an event handler'
  if (/attributeName\s*=\s*["']\s*(?:[\w.-]+:)?(?:href|on)/i.test(text)) return 'an animated address'
  return hasForeignReference(text) ? 'an address outside itself' : undefined
}

function hasForeignReference(text: string): boolean {
  const references = [...text.matchAll(REFERENCE)].map(([, double, single]) => double ?? single ?? '')
  const styles = [...text.matchAll(STYLE_REFERENCE)].map(([, address]) => address ?? '')
  return [...references, ...styles].some((address) => !OWN.test(address))
}
