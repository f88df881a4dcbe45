import { createHash } from 'node:crypto'
import { UserError } from '../errors.ts'
import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, permitted } from './failure.ts'

/** What a run of a workflow left behind. */
export interface Artifact {
  readonly id: number
  /** Of the zip file, in bytes, as GitHub counted them. */
  readonly size: number
  /** `sha256:…` of the zip file; older servers do not tell. */
  readonly digest: string | undefined
  readonly isExpired: boolean
}

const LONGEST_WAIT_MS = 120_000

/** The newest artifact of a name that a run has; `undefined` without one. A run that is repeated keeps the old ones. */
export async function findArtifact(
  client: GitHubClient,
  search: { readonly repository: string; readonly runId: number; readonly name: string },
): Promise<Artifact | undefined> {
  const purpose = { doing: `read the artifacts of ${search.repository}`, permissions: ['actions: read'] }
  const answer = await permitted(purpose, () =>
    client.rest.actions.listWorkflowRunArtifacts({
      ...repositoryName(search.repository),
      run_id: search.runId,
      name: search.name,
      per_page: 100,
    }),
  )
  const [found] = answer.data.artifacts.filter(({ name }) => name === search.name).sort((a, b) => b.id - a.id)
  if (found === undefined) return undefined
  const { id, size_in_bytes: size, digest, expired: isExpired } = found
  return { id, size, digest: digest ?? undefined, isExpired }
}

/** The zip file of an artifact, or why it was not taken. */
export type Download =
  | { readonly kind: 'downloaded'; readonly bytes: Buffer }
  | { readonly kind: 'expired' }
  | { readonly kind: 'too-large' }

/**
 * Downloads the zip file of an artifact into memory. The address that GitHub redirects to is another host's and signed:
 * it gets no token. What comes is counted, `largest` bytes at most, and compared with the digest.
 * @throws UserError when it cannot be had just now, or is not what GitHub has stored; MissingPermission without
 * `actions: read`.
 */
export async function downloadArtifact(
  client: GitHubClient,
  from: {
    readonly repository: string
    readonly artifact: Artifact
    readonly largest: number
    readonly signal: AbortSignal
  },
): Promise<Download> {
  const { artifact, largest } = from
  if (artifact.isExpired) return { kind: 'expired' }
  if (artifact.size > largest) return { kind: 'too-large' }
  const address = await readAddress(client, from.repository, artifact.id)
  if (address === undefined) return { kind: 'expired' }
  const signal = AbortSignal.any([from.signal, AbortSignal.timeout(LONGEST_WAIT_MS)])
  const bytes = await orUnreachable(from.signal, () => receive(fetchOf(client), { address, largest, signal }))
  if (bytes === undefined) return { kind: 'too-large' }
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (artifact.digest !== undefined && artifact.digest !== digest) {
    throw new UserError('What was downloaded is not the artifact that GitHub has stored: its SHA-256 is another one.', {
      fix: 'Run the workflow again.',
    })
  }
  return { kind: 'downloaded', bytes }
}

/** `undefined` for an artifact that has expired. */
async function readAddress(client: GitHubClient, repository: string, id: number): Promise<string | undefined> {
  const purpose = { doing: `download an artifact of ${repository}`, permissions: ['actions: read'] }
  try {
    const { headers } = await permitted(purpose, () =>
      client.rest.actions.downloadArtifact({
        ...repositoryName(repository),
        artifact_id: id,
        archive_format: 'zip',
        request: { redirect: 'manual' },
      }),
    )
    if (headers.location !== undefined) return headers.location
  } catch (error) {
    if (isRequestFailure(error, 410)) return undefined
    throw error
  }
  throw new UserError('GitHub does not say where the artifact lies.', { fix: 'Run the workflow again.' })
}

type Fetch = typeof globalThis.fetch

/** The client's own, which knows the runner's proxy. */
function fetchOf(client: GitHubClient): Fetch {
  const { request } = client.rest.actions.downloadArtifact.endpoint.DEFAULTS
  return request?.fetch ?? globalThis.fetch
}

async function receive(
  fetch: Fetch,
  { address, largest, signal }: { address: string; largest: number; signal: AbortSignal },
): Promise<Buffer | undefined> {
  const answer = await fetch(address, { redirect: 'error', signal })
  if (!answer.ok) {
    throw new UserError(`The storage of artifacts answered ${answer.status}.`, { fix: 'Run the workflow again.' })
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > largest) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function orUnreachable<T>(cancelled: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof UserError || cancelled.aborted) throw cause
    throw new UserError('The storage of artifacts cannot be reached, or was too slow.', {
      fix: 'Check that this runner reaches it, and run the workflow again.',
      cause,
    })
  }
}
