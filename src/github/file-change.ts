import { UserError } from '../errors.ts'

/** A file of a repository that gets another text. */
export interface FileChange {
  readonly repository: string
  readonly path: string
  readonly mode: '100644' | '100755'
  readonly before: string
  readonly after: string
  readonly message: string
}

/**
 * The last door: whatever was decided, a change writes one regular file, and none that GitHub or git acts on.
 * @throws UserError for a path in `.github` or `.git`, or one that is not plain.
 */
export function refuseOddPath(path: string): void {
  const parts = path.split('/')
  const isOdd = parts.some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()))
  if (!isOdd && parts[0]?.toLowerCase() !== '.github' && !path.includes('\\')) return
  throw new UserError('Serin does not write there.', {
    place: { file: path },
    fix: 'Name a manifest outside .github as "file:" in serin.yml.',
  })
}
