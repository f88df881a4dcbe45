import { freezePath, renderFreeze } from './freeze.ts'

/** Who freezes or frees which environments of a model, and where it was asked for. */
export interface FreezeChange {
  readonly kind: 'freeze' | 'unfreeze'
  readonly model: string
  readonly environments: readonly string[]
  readonly by: string
  /** ISO 8601. */
  readonly at: string
  /** The comment's address. */
  readonly comment: string
}

/** A freeze as files and the message of their commit; a text of `undefined` removes the file. */
export function freezeFiles(change: FreezeChange): {
  readonly files: readonly { readonly path: string; readonly text: string | undefined }[]
  readonly message: string
} {
  const { kind, model, environments, by, at, comment } = change
  const text = kind === 'freeze' ? renderFreeze({ by, at, comment }) : undefined
  const names = environments.join(', ')
  const verb = kind === 'freeze' ? 'Freeze' : 'Unfreeze'
  const trailers = `Serin-Command: ${comment}\nSerin-Model: ${model}\nSerin-Environment: ${names}\nSerin-By: ${by}`
  return {
    files: environments.map((environment) => ({ path: freezePath(model, environment), text })),
    message: `${verb} ${model} in ${names}\n\n${trailers}\n`,
  }
}
