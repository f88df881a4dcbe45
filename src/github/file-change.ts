/** A file of a repository that gets another text. */
export interface FileChange {
  readonly repository: string
  readonly path: string
  readonly mode: '100644' | '100755'
  readonly before: string
  readonly after: string
  readonly message: string
}
