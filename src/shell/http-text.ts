import { UserError } from '../errors.ts'

export interface TextRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

export interface TextAnswer {
  readonly status: number
  readonly text: string
}

const LONGEST_WAIT_MS = 30_000
const LARGEST_BYTES = 32 * 1024 * 1024

/**
 * Sends a request and reads the answer as text, whatever its status. A redirect is an answer like others: headers
 * with a password go to no second server.
 * @throws UserError when the server cannot be reached or takes longer than 30 s, and for more than 32 MiB.
 */
export async function requestText({ method, url, headers, body, signal }: TextRequest): Promise<TextAnswer> {
  const init = { method, headers, redirect: 'manual', ...(body !== undefined && { body }) } as const
  try {
    const answer = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
    })
    return { status: answer.status, text: await textOf(answer) }
  } catch (cause) {
    if (cause instanceof UserError || signal.aborted) throw cause
    const { host } = new URL(url)
    throw new UserError(`The server ${host} cannot be reached: ${reasonOf(cause)}.`, {
      fix: 'Check the address, and that this runner can reach it.',
      cause,
    })
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > LARGEST_BYTES) throw new UserError(`The answer of ${new URL(answer.url).host} is larger than 32 MiB.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonOf(cause: unknown): string {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return `no answer in ${LONGEST_WAIT_MS / 1000} s`
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? inner.message : String(inner)
}
