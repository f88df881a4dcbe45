import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createFileCommands,
  createRunnerFolders,
  inputVariables,
  type RunSettings,
  runnerVariables,
} from '../test/runner/action-environment.ts'
import { readActionMetadata } from '../test/runner/action-metadata.ts'
import type { ActionRun } from '../test/runner/runner.ts'
import { measureProcess, medianUsage, type Program, type Usage } from './measure-process.ts'
import { median } from './median.ts'
import { BUNDLE, recordRun } from './recorded-run.ts'
import { startServer } from './server-process.ts'

const REPEATING = fileURLToPath(new URL('./repeating-github.ts', import.meta.url))
const SAME_CALLS = fileURLToPath(new URL('./same-calls.mjs', import.meta.url))

export interface CommentResult {
  /** `node -e 0`: what a process costs that does nothing. */
  readonly nothing: Usage
  /** A script of ten lines that makes the same HTTP calls as the action. */
  readonly script: Usage
  readonly action: Usage
  /** The action by the script, the middle of what each round showed; below 1 is less. */
  readonly ratio: Usage
  readonly calls: number
  readonly reportBytes: number
}

/** What it costs to report on a pull request: whole processes, in turns, with a GitHub in another process. */
export async function benchComment(rounds = 15): Promise<CommentResult> {
  const recorded = await recordRun()
  const folder = mkdtempSync(join(tmpdir(), 'serin-bench-'))
  const exchanges = join(folder, 'exchanges.json')
  writeFileSync(exchanges, JSON.stringify(recorded.exchanges))
  const github = await startServer(REPEATING, { EXCHANGES: exchanges })
  try {
    const sameCalls = { args: [SAME_CALLS], env: { EXCHANGES: exchanges, GITHUB_API_URL: github.url } }
    const usages = await measureInTurns(rounds, { sameCalls, action: actionProgram(recorded.run, github.url) })
    return { ...usages, calls: recorded.exchanges.length, reportBytes: Buffer.byteLength(recorded.report) }
  } finally {
    await github.stop()
    rmSync(folder, { recursive: true })
    rmSync(recorded.run.workspace, { recursive: true })
  }
}

/** The action's process as the runner starts it. */
function actionProgram(run: ActionRun, apiUrl: string): Program & { folder: string } {
  const settings: RunSettings = {
    ...run,
    github: { ...run.github, apiUrl },
    metadata: readActionMetadata(run.actionYml),
  }
  const folders = createRunnerFolders(run.event.payload)
  const env = {
    ...runnerVariables(settings, folders),
    ...inputVariables(settings),
    ...createFileCommands(folders),
  }
  return { args: [BUNDLE], env, cwd: run.workspace, folder: folders.root }
}

async function measureInTurns(
  rounds: number,
  { sameCalls, action }: { sameCalls: Program; action: Program & { folder: string } },
): Promise<Pick<CommentResult, 'nothing' | 'script' | 'action' | 'ratio'>> {
  const seen = { nothing: [] as Usage[], script: [] as Usage[], action: [] as Usage[] }
  // The first round warms the disk's cache and does not count.
  for (let round = -1; round < rounds; round++) {
    const nothing = await measureProcess({ args: ['-e', '0'], env: {} })
    const script = await measureProcess(sameCalls)
    const whole = await measureProcess(action)
    if (round < 0) continue
    seen.nothing.push(nothing)
    seen.script.push(script)
    seen.action.push(whole)
  }
  rmSync(action.folder, { recursive: true })
  return {
    nothing: medianUsage(seen.nothing),
    script: medianUsage(seen.script),
    action: medianUsage(seen.action),
    ratio: ratioOf(seen.action, seen.script),
  }
}

function ratioOf(above: readonly Usage[], below: readonly Usage[]): Usage {
  const middle = (name: keyof Usage) =>
    median(above.map((usage, round) => usage[name] / (below[round]?.[name] ?? Number.NaN)))
  return { wallMs: middle('wallMs'), cpuMs: middle('cpuMs'), peakMb: middle('peakMb') }
}
