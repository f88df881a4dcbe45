import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  createFileCommands,
  createRunnerFolders,
  type FileCommands,
  inputVariables,
  type RunnerEvent,
  type RunnerFolders,
  type RunnerGitHub,
  type RunSettings,
  readFileCommand,
  runnerVariables,
} from './action-environment.ts'
import { readActionMetadata } from './action-metadata.ts'
import { acceptSummary, parseNameValueFile, parsePathFile } from './file-commands.ts'
import { createMasker, type Masker } from './masker.ts'
import { type CancelGrace, findOrphans, RUNNER_GRACE, runStepProcess, type StepEnd } from './step-process.ts'
import { type Annotation, CommandReader } from './workflow-commands.ts'

export type { RunnerEvent, RunnerGitHub } from './action-environment.ts'
export type { Annotation } from './workflow-commands.ts'

export interface ActionRun {
  /** The bundled script, for example `dist/index.js`. */
  readonly bundle: string
  /** Path of the `action.yml` whose defaults, `pre` and `post` count. */
  readonly actionYml: string
  readonly inputs: Readonly<Record<string, string>>
  readonly event: RunnerEvent
  readonly github: RunnerGitHub
  /** The checked-out repository, which is the working directory too. */
  readonly workspace: string
  /** What `${{ github.token }}` is; masked from the start. */
  readonly token: string
  /** Further secrets of the workflow, masked from the start. */
  readonly secrets?: readonly string[]
  /** The step's `env:`. */
  readonly env?: Readonly<Record<string, string>>
  /** Cancels the run so many milliseconds after its start. */
  readonly cancelAfterMs?: number
  /** Cancels the run when aborted. */
  readonly cancel?: AbortSignal
  /** Other waiting times than the runner's 7.5 s and 2.5 s, for tests that must not take so long. */
  readonly cancelGrace?: CancelGrace
  /** Sees every line of the log as it comes, masked. */
  readonly onLine?: (line: string) => void
}

export interface ActionResult {
  /** What the main script ended with; null when a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** How the step shows in the job: a refused command or a broken file command fails it whatever the exit code. */
  readonly conclusion: 'success' | 'failure' | 'cancelled'
  readonly outputs: Readonly<Record<string, string>>
  /** What the job's page shows: masked, and empty when the file was too large. */
  readonly summary: string
  /** What the job's log shows: masked. */
  readonly log: string
  /** What the scripts wrote, before masking. */
  readonly rawLog: string
  readonly annotations: readonly Annotation[]
  readonly masks: readonly string[]
  /** What later steps would get through `GITHUB_ENV` and `GITHUB_PATH`. */
  readonly env: Readonly<Record<string, string>>
  readonly path: readonly string[]
  /** Processes still alive after the end; they have been ended since. */
  readonly orphans: readonly number[]
  readonly durationMs: number
}

interface Job {
  readonly run: ActionRun
  readonly settings: RunSettings
  readonly folders: RunnerFolders
  readonly variables: Readonly<Record<string, string>>
  readonly reader: CommandReader
  readonly masker: Masker
  readonly lines: { shown: string[]; raw: string[] }
  readonly left: { outputs: Record<string, string>; env: Record<string, string>; path: string[]; summary: string }
  readonly state: Record<string, string>
}

/** Runs a built action as the GitHub runner does: `pre`, the bundle, `post`, each in a fresh Node 24 process. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const started = performance.now()
  const job = prepare(run)
  const { pre, post } = job.settings.metadata
  const node = node24()
  try {
    if (pre) await runStage(job, { node, script: pre, cancel: never() })
    const end = await runStage(job, { node, script: run.bundle, cancel: cancelSignal(run) })
    if (post) await runStage(job, { node, script: post, cancel: never() })
    const orphans = endOrphans(job.variables.RUNNER_TRACKING_ID ?? '')
    return { ...describe(job, end), orphans, durationMs: performance.now() - started }
  } finally {
    rmSync(job.folders.root, { recursive: true, force: true, maxRetries: 3 })
  }
}

function prepare(run: ActionRun): Job {
  const metadata = readActionMetadata(run.actionYml)
  const settings: RunSettings = { ...run, metadata }
  const folders = createRunnerFolders(run.event.payload)
  const masker = createMasker()
  for (const secret of [run.token, ...(run.secrets ?? [])]) masker.add(secret)
  const lines = { shown: [] as string[], raw: [] as string[] }
  const log = (line: string) => {
    const shown = masker.hide(line)
    lines.shown.push(shown)
    run.onLine?.(shown)
  }
  const reader = new CommandReader({ masker, log })
  warnAboutInputs(settings, reader)
  const left = { outputs: {}, env: {}, path: [], summary: '' }
  const variables = runnerVariables(settings, folders)
  return { run, settings, folders, variables, reader, masker, lines, left, state: {} }
}

function warnAboutInputs({ metadata, inputs }: RunSettings, reader: CommandReader): void {
  const known = new Map(metadata.inputs.map((input) => [input.name.toLowerCase(), input]))
  const unknown = Object.keys(inputs).filter((name) => !known.has(name.toLowerCase()))
  const names = metadata.inputs.map(({ name }) => `'${name}'`).join(', ')
  if (unknown.length > 0) {
    const message = `Unexpected input(s) '${unknown.join("', '")}', valid inputs are [${names}]`
    reader.annotate({ level: 'warning', message })
  }
  for (const name of Object.keys(inputs)) {
    const message = known.get(name.toLowerCase())?.deprecationMessage
    if (message !== undefined) {
      reader.annotate({ level: 'warning', message: `Input '${name}' has been deprecated with message: ${message}` })
    }
  }
}

async function runStage(job: Job, stage: { node: string; script: string; cancel: AbortSignal }): Promise<StepEnd> {
  const files = createFileCommands(job.folders)
  const state = Object.entries({ ...job.reader.state, ...job.state }).map(([name, value]) => [`STATE_${name}`, value])
  const end = await runStepProcess({
    ...stage,
    cwd: job.run.workspace,
    env: {
      ...job.variables,
      ...job.run.env,
      ...inputVariables(job.settings),
      ...files,
      ...Object.fromEntries(state),
    },
    onLine: (line) => {
      job.lines.raw.push(line)
      job.reader.read(line)
    },
    grace: job.run.cancelGrace ?? RUNNER_GRACE,
  })
  takeFileCommands(job, files)
  return end
}

// Read once, after the process has ended, however it ended.
function takeFileCommands({ reader, left, state, masker }: Job, files: FileCommands): void {
  const take = (name: keyof FileCommands, use: (text: string) => void) => {
    try {
      use(readFileCommand(files, name))
    } catch (error) {
      const kind = name.replace('GITHUB_', '').toLowerCase()
      reader.refuse(`file command '${kind}'`, error instanceof Error ? error.message : String(error))
    }
  }
  take('GITHUB_OUTPUT', (text) => Object.assign(left.outputs, parseNameValueFile(text)))
  take('GITHUB_STATE', (text) => Object.assign(state, parseNameValueFile(text)))
  take('GITHUB_PATH', (text) => left.path.push(...parsePathFile(text)))
  take('GITHUB_ENV', (text) => Object.assign(left.env, allowedEnv(parseNameValueFile(text))))
  take('GITHUB_STEP_SUMMARY', (text) => {
    const { text: accepted, error } = acceptSummary(text)
    left.summary += masker.hide(accepted)
    if (error !== undefined) reader.annotate({ level: 'error', message: error })
  })
}

function allowedEnv(env: Record<string, string>): Record<string, string> {
  if ('NODE_OPTIONS' in env) throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.")
  return env
}

function describe(job: Job, end: StepEnd): Omit<ActionResult, 'orphans' | 'durationMs'> {
  const { reader, left, lines } = job
  const broken = end.exitCode !== 0 || reader.failed
  return {
    exitCode: end.exitCode,
    signal: end.signal,
    conclusion: end.cancelled ? 'cancelled' : broken ? 'failure' : 'success',
    outputs: { ...reader.outputs, ...left.outputs },
    summary: left.summary,
    log: lines.shown.join('\n'),
    rawLog: lines.raw.join('\n'),
    annotations: reader.annotations,
    masks: reader.masks,
    env: left.env,
    path: left.path,
  }
}

function endOrphans(trackingId: string): number[] {
  const orphans = findOrphans(trackingId)
  for (const pid of orphans) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  return orphans
}

function cancelSignal({ cancel, cancelAfterMs }: ActionRun): AbortSignal {
  const wishes = [cancel, cancelAfterMs === undefined ? undefined : AbortSignal.timeout(cancelAfterMs)]
  return AbortSignal.any(wishes.filter((wish) => wish !== undefined))
}

function never(): AbortSignal {
  return new AbortController().signal
}

/** The Node 24 that `npm ci` brought, whatever Node runs this file. */
export function node24(): string {
  if (process.version.startsWith('v24.')) return process.execPath
  const bundled = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
  if (!existsSync(bundled))
    throw new Error(`Node 24 is missing: run "npm ci", then start this through npm. (${bundled})`)
  return bundled
}
