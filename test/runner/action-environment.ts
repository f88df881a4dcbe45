import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActionMetadata } from './action-metadata.ts'
import { resolveExpressions } from './expression.ts'

/** The `github` context as the caller sets it; what is absent is taken from the event or made up plausibly. */
export interface RunnerGitHub {
  readonly serverUrl: string
  readonly apiUrl: string
  readonly graphqlUrl?: string
  readonly repository: { readonly fullName: string; readonly id: number; readonly ownerId: number }
  readonly sha: string
  /** For example `refs/heads/main` or `refs/pull/1/merge`. */
  readonly ref: string
  readonly headRef?: string
  readonly baseRef?: string
  readonly actor?: { readonly login: string; readonly id: number }
  readonly runId?: number
  readonly runNumber?: number
  readonly runAttempt?: number
  readonly workflow?: string
  readonly workflowFile?: string
  readonly job?: string
}

export interface RunnerEvent {
  readonly name: string
  readonly payload: object
}

/** Everything one run of an action is started from. */
export interface RunSettings {
  readonly metadata: ActionMetadata
  readonly inputs: Readonly<Record<string, string>>
  readonly event: RunnerEvent
  readonly github: RunnerGitHub
  readonly workspace: string
  readonly token: string
}

/** The runner's own folders, apart from the workspace. Their name holds a space, as a self-hosted runner's may. */
export interface RunnerFolders {
  readonly root: string
  readonly temp: string
  readonly toolCache: string
  readonly eventFile: string
}

export const FILE_COMMANDS = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
] as const
export type FileCommands = Readonly<Record<(typeof FILE_COMMANDS)[number], string>>

export function createRunnerFolders(payload: object): RunnerFolders {
  const root = mkdtempSync(join(tmpdir(), 'serin runner '))
  const temp = join(root, 'temp')
  const toolCache = join(root, 'tools')
  const eventFile = join(temp, '_github_workflow', 'event.json')
  for (const folder of [toolCache, join(temp, '_github_workflow'), join(temp, '_runner_file_commands')]) {
    mkdirSync(folder, { recursive: true })
  }
  writeFileSync(eventFile, JSON.stringify(payload))
  return { root, temp, toolCache, eventFile }
}

/** Fresh, existing, empty files for the commands of one stage. */
export function createFileCommands(folders: RunnerFolders): FileCommands {
  const files = FILE_COMMANDS.map((name) => {
    const file = join(folders.temp, '_runner_file_commands', `${name.slice(7).toLowerCase()}_${randomUUID()}`)
    writeFileSync(file, '')
    return [name, file]
  })
  return Object.fromEntries(files) as FileCommands
}

export function readFileCommand(files: FileCommands, name: keyof FileCommands): string {
  return readFileSync(files[name], 'utf8').replace(/^\uFEFF/, '')
}

/** `INPUT_*` as the runner names them: spaces become `_`, hyphens stay, and defaults are there when the user says nothing. */
export function inputVariables(settings: RunSettings): Record<string, string> {
  const context = { github: githubContext(settings), runner: { os: 'Linux', arch: 'X64' } }
  const defaults = settings.metadata.inputs.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, resolveExpressions(value, context)] as const],
  )
  const chosen = Object.entries(settings.inputs).map(([name, value]) => [name, value] as const)
  return Object.fromEntries(
    [...defaults, ...chosen].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

/** The variables that the runner sets for every step, and nothing of ours but what a process cannot live without. */
export function runnerVariables(settings: RunSettings, folders: RunnerFolders): Record<string, string> {
  const { github } = settings
  const variables: Record<string, string> = {
    ...inherited(),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: folders.eventFile,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_NAME: 'serin-test-runner',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: folders.root,
    RUNNER_TRACKING_ID: `github_${randomUUID()}`,
    ACTIONS_RUNTIME_URL: 'http://127.0.0.1:9/',
    ACTIONS_RUNTIME_TOKEN: runtimeToken(github),
    ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/',
    ACTIONS_CACHE_URL: 'http://127.0.0.1:9/',
    ACTIONS_CACHE_SERVICE_V2: 'True',
  }
  for (const [key, value] of Object.entries(githubContext(settings))) {
    if (typeof value === 'string' && key !== 'token') variables[`GITHUB_${key.toUpperCase()}`] = value
  }
  return variables
}

function githubContext(settings: RunSettings): Record<string, unknown> {
  const { github, event } = settings
  const { login, id } = github.actor ?? senderOf(event.payload)
  const refName = github.ref.replace(/^refs\/(heads|tags|pull)\//, '')
  const workflowFile = github.workflowFile ?? '.github/workflows/serin.yml'
  return {
    action: '__serin',
    actor: login,
    actor_id: String(id),
    api_url: github.apiUrl,
    base_ref: github.baseRef ?? branchOf(event.payload, 'base'),
    event: event.payload,
    event_name: event.name,
    graphql_url: github.graphqlUrl ?? github.apiUrl.replace(/(\/v3)?$/, '/graphql'),
    head_ref: github.headRef ?? branchOf(event.payload, 'head'),
    job: github.job ?? 'serin',
    ref: github.ref,
    ref_name: refName,
    ref_protected: 'false',
    ref_type: github.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: github.repository.fullName,
    repository_id: String(github.repository.id),
    repository_owner: github.repository.fullName.split('/')[0],
    repository_owner_id: String(github.repository.ownerId),
    retention_days: '90',
    run_attempt: String(github.runAttempt ?? 1),
    run_id: String(github.runId ?? 1),
    run_number: String(github.runNumber ?? 1),
    server_url: github.serverUrl,
    sha: github.sha,
    token: settings.token,
    triggering_actor: login,
    workflow: github.workflow ?? 'serin',
    workflow_ref: `${github.repository.fullName}/${workflowFile}@${github.ref}`,
    workflow_sha: github.sha,
    workspace: settings.workspace,
  }
}

function inherited(): Record<string, string> {
  // Compiling the bundle anew each time is most of what a run takes.
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]])
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined))
}

function senderOf(payload: object): { login: string; id: number } {
  const { sender } = payload as { sender?: { login?: string; id?: number } }
  return { login: sender?.login ?? 'octocat', id: sender?.id ?? 1 }
}

function branchOf(payload: object, side: 'base' | 'head'): string {
  const { pull_request: pull } = payload as { pull_request?: Partial<Record<'base' | 'head', { ref?: string }>> }
  return pull?.[side]?.ref ?? ''
}

// Unsigned: whoever uses it only decodes it.
function runtimeToken(github: RunnerGitHub): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ scp: `Actions.Results:${github.runId ?? 1}:1` })}.`
}
