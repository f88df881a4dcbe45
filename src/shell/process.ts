import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../errors.ts'
import { LastLines } from './last-lines.ts'

export interface ProcessEnd {
  /** Null when a signal ended the command. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** At most 40 lines of both outputs, each cut at 500 characters. */
  readonly lastLines: readonly string[]
  readonly durationMs: number
}

export interface ProcessOptions {
  /** A shell script of one or more lines. */
  readonly command: string
  readonly cwd: string
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gets both outputs as they come. What it gets in all ends with a line end. */
  readonly onOutput: (text: string) => void
  /** Ends the command and everything that it started: SIGTERM, and SIGKILL after `killAfterMs`. */
  readonly signal?: AbortSignal
  /** Default: 5000. */
  readonly killAfterMs?: number
}

type Child = ChildProcessByStdio<null, Readable, Readable>

const KILL_AFTER_MS = 5000
// Output that was written before the end is read within this time; a process left behind may hold the pipe for ever.
const DRAIN_MS = 500
const POLL_MS = 50

/**
 * Runs a shell command in a process group of its own and waits for its end.
 * What the command leaves running is ended with it, so that nothing can change the results afterwards.
 * Throws a UserError when `cwd` is no folder; a command that fails is a normal result.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  if (!existsSync(options.cwd))
    throw new UserError('The folder to run in does not exist.', { place: { file: options.cwd } })
  const started = performance.now()
  const [shell, args] = shellFor(options.env)
  const child = spawn(shell, [...args, options.command], {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = forwardOutput(child, options.onOutput)
  const ending = endOnAbort(child, options)
  try {
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    await ending.groupGone()
    await Promise.race([output.closed, sleep(DRAIN_MS, undefined, { ref: false })])
    return { exitCode, signal, lastLines: output.finish(), durationMs: performance.now() - started }
  } finally {
    ending.stop()
    signalGroup(child, 'SIGKILL')
  }
}

// The shell and the switches of a workflow's `run:` step; `sh` where there is no bash.
function shellFor(env: ProcessOptions['env']): readonly [string, readonly string[]] {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const bash = folders.map((folder) => join(folder, 'bash')).find(isExecutable)
  return bash === undefined ? ['/bin/sh', ['-ec']] : [bash, ['--noprofile', '--norc', '-eo', 'pipefail', '-c']]
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function forwardOutput(child: Child, onOutput: (text: string) => void) {
  const lastLines = new LastLines()
  const streams = [child.stdout, child.stderr]
  let lastCharacter = '\n'
  for (const stream of streams) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      lastLines.add(text)
      lastCharacter = text.at(-1) ?? lastCharacter
      onOutput(text)
    })
  }
  return {
    closed: new Promise<void>((resolve) => child.once('close', () => resolve())),
    finish(): readonly string[] {
      for (const stream of streams) stream.removeAllListeners('data').destroy()
      if (lastCharacter !== '\n') onOutput('\n')
      return lastLines.get()
    },
  }
}

function endOnAbort(child: Child, { signal, killAfterMs = KILL_AFTER_MS }: ProcessOptions) {
  let killed = false
  let killing: NodeJS.Timeout | undefined
  const end = () => {
    signalGroup(child, 'SIGTERM')
    killing = setTimeout(() => {
      killed = true
      signalGroup(child, 'SIGKILL')
    }, killAfterMs)
  }
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, { once: true })
  return {
    // The shell ends at once; what it started may need its time to store a checkpoint.
    async groupGone(): Promise<void> {
      while (killing && !killed && signalGroup(child, 0)) await sleep(POLL_MS)
    },
    stop(): void {
      signal?.removeEventListener('abort', end)
      clearTimeout(killing)
    },
  }
}

/** False when nobody is left in the group whom we may signal (macOS says EPERM when only dead ones are left). */
function signalGroup(child: Child, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, signal)
  } catch (error) {
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
