import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './median.ts'

export interface Usage {
  /** From the start of the process to its end. */
  readonly wallMs: number
  /** User and system time of all its threads. */
  readonly cpuMs: number
  readonly peakMb: number
}

export interface Program {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
}

const PRELOAD = fileURLToPath(new URL('./write-usage.cjs', import.meta.url))

/** Runs a Node program once, from start to end. Throws when it fails. */
export async function measureProcess(program: Program): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'serin-usage-'))
  const file = join(folder, 'usage.json')
  try {
    const started = performance.now()
    const child = spawn(process.execPath, ['--require', PRELOAD, ...program.args], {
      env: { ...program.env, USAGE_FILE: file },
      stdio: ['ignore', 'ignore', 'inherit'],
      ...(program.cwd !== undefined && { cwd: program.cwd }),
    })
    const [exitCode] = await once(child, 'exit')
    const wallMs = performance.now() - started
    if (exitCode !== 0) throw new Error(`${program.args.join(' ')} ended with exit code ${exitCode}`)
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, 'utf8'))
    return { wallMs, cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakMb: maxRSS / 1_024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The middle of each number by itself. */
export function medianUsage(usages: readonly Usage[]): Usage {
  const middle = (name: keyof Usage) => median(usages.map((usage) => usage[name]))
  return { wallMs: middle('wallMs'), cpuMs: middle('cpuMs'), peakMb: middle('peakMb') }
}
