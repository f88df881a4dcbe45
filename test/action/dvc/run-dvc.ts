import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface DvcQuestion {
  readonly folder: string
  readonly args: readonly string[]
}

export interface DvcAnswer {
  /** By path, then by metric; null when DVC failed. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, DvcRow>>>> | null
  readonly errors: string
}

interface DvcRow {
  readonly old: unknown
  readonly new: unknown
  readonly diff?: unknown
}

const DRIVER = fileURLToPath(new URL('./diff.py', import.meta.url))
const LARGEST = 1 << 28

/** DVC's answers in order. Throws where DVC is not on the PATH: these tests are nothing without it. */
export function askDvc(questions: readonly DvcQuestion[]): readonly DvcAnswer[] {
  const input = JSON.stringify(questions)
  return JSON.parse(execFileSync(python(), [DRIVER], { input, encoding: 'utf8', maxBuffer: LARGEST }))
}

/** Runs a command of DVC's, as people do. */
export function dvc(folder: string, ...args: readonly string[]): void {
  execFileSync('dvc', [...args], { cwd: folder, stdio: 'ignore' })
}

/** The interpreter that has DVC: the one in the first line of its program. */
function python(): string {
  const program = execFileSync('sh', ['-c', 'command -v dvc'], { encoding: 'utf8' }).trim()
  const [, interpreter] = /^#!(\S+)/.exec(readFileSync(program, 'utf8')) ?? []
  if (interpreter === undefined) throw new Error(`${program} does not name its interpreter`)
  return interpreter
}
