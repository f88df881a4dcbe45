import { execFile } from 'node:child_process'

/** What `helm template` says; `absent` when helm is not installed. */
export type HelmOutput =
  | { readonly kind: 'rendered'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'absent' }

const TIME_LIMIT_MS = 20_000
const LARGEST_BYTES = 64 * 1024 * 1024

/**
 * Renders the chart of a folder with a values file, as a release called `serin-check`. Offline: a folder's templates
 * have no network, cluster or file of the machine (`lookup` finds nothing, DNS is off unless asked for).
 */
export function helmTemplate(options: {
  /** Absolute, so that helm cannot take it for the name of a repository. */
  readonly chart: string
  readonly values: string
  readonly env: Readonly<Record<string, string | undefined>>
}): Promise<HelmOutput> {
  const args = ['template', 'serin-check', options.chart, '--values', options.values]
  const limits = { timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: LARGEST_BYTES } as const
  return new Promise((resolve) => {
    execFile('helm', args, { ...limits, env: { ...options.env } }, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'rendered', text: stdout })
      else if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ kind: 'absent' })
      else resolve({ kind: 'failed', reason: reasonOf(stderr, error.killed === true) })
    })
  })
}

function reasonOf(errors: string, isKilled: boolean): string {
  if (isKilled) return `it took more than ${TIME_LIMIT_MS / 1000} seconds or wrote too much.`
  const line = errors.split('\n').find((each) => each.startsWith('Error:')) ?? errors.trim().split('\n')[0] ?? ''
  return line.replace(/^Error:\s*/, '').slice(0, 300)
}
