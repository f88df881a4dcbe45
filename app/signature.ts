import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether a body was signed with one of the secrets, as GitHub does it: `sha256=` and the HMAC-SHA-256 of the raw bytes
 * in hexadecimal. Takes as long whichever secret fits, and wherever a wrong signature differs.
 */
export function isSigned(body: Uint8Array, signature: unknown, secrets: readonly string[]): boolean {
  if (typeof signature !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false
  const given = Buffer.from(signature.slice('sha256='.length), 'hex')
  const fits = secrets.map((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(body).digest()))
  return fits.includes(true)
}
