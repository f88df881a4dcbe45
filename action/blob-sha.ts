import { createHash } from 'node:crypto'

/** The name that git gives a blob. Source: git-hash-object(1), SHA-1 repositories. */
export function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
