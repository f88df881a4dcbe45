import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long the runner waits after each of its two signals. */
export interface CancelGrace {
  readonly interruptMs: number
  readonly terminateMs: number
}

export const RUNNER_GRACE: CancelGrace = { interruptMs: 7500, terminateMs: 2500 }
const WAIT_FOR_OUTPUT_MS = 5000

export interface StepEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly cancelled: boolean
}

/** Runs one stage of an action: stdin closed, both outputs read by line, cancelled as the runner cancels. */
export async function runStepProcess(options: {
  node: string
  script: string
  cwd: string
  env: Readonly<Record<string, string>>
  onLine: (line: string) => void
  cancel: AbortSignal
  grace: CancelGrace
}): Promise<StepEnd> {
  const child = spawn(options.node, [options.script], { cwd: options.cwd, env: options.env, stdio: 'pipe' })
  child.stdin.on('error', () => undefined)
  child.stdin.end()
  const outputs = Promise.all([readLines(child.stdout, options.onLine), readLines(child.stderr, options.onLine)])
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const finished = new AbortController()
  const cancelling = cancelLikeRunner(child, { ...options, finished: finished.signal })
  try {
    const [exitCode, signal] = await exited
    return { exitCode, signal, cancelled: options.cancel.aborted }
  } finally {
    finished.abort()
    await cancelling
    await Promise.race([outputs, sleep(WAIT_FOR_OUTPUT_MS, undefined, { ref: false })])
    child.stdout.destroy()
    child.stderr.destroy()
  }
}

// The signals go to the node process alone, never to its children.
async function cancelLikeRunner(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  { cancel, grace, finished }: { cancel: AbortSignal; grace: CancelGrace; finished: AbortSignal },
): Promise<void> {
  const over = new Promise<void>((resolve) => finished.addEventListener('abort', () => resolve(), { once: true }))
  const asked = new Promise<void>((resolve) => {
    if (cancel.aborted) resolve()
    else cancel.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.race([asked, over])
  const steps = [['SIGINT', grace.interruptMs] as const, ['SIGTERM', grace.terminateMs] as const]
  for (const [signal, wait] of steps) {
    if (finished.aborted) return
    child.kill(signal)
    await Promise.race([sleep(wait, undefined, { ref: false }), over])
  }
  if (!finished.aborted) child.kill('SIGKILL')
}

// A lone carriage return ends a line too, as it does for the runner's line reader.
async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  stream.setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of stream) {
      const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
  if (rest !== '') onLine(rest.replace(/\r$/, ''))
}

/** The processes that a run left behind, told by its tracking id as the runner does. Empty where /proc is missing. */
export function findOrphans(trackingId: string): number[] {
  return processIds().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)
    } catch {
      return false // ended meanwhile, or another user's
    }
  })
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}
