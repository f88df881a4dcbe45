import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Permissions } from '../fake-github/app.ts'
import { type ActionResult, runAction } from '../runner/runner.ts'
import { hostileZip } from '../zip/hostile-zip.ts'
import type { Pull, World } from './world.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** What a pull request from a fork gets, whatever its workflow asks for. */
export const READ_ONLY: Permissions = { contents: 'read', pull_requests: 'read', checks: 'read' }
/** `permissions:` of the README's second workflow. */
export const REPORTING: Permissions = { actions: 'read', contents: 'read', pull_requests: 'write', checks: 'write' }
export const ARTIFACT = 'serin-report'

/** The first workflow, with the step after the action: what it uploads, as actions/upload-artifact packs it. */
export async function evaluateFork(
  world: World,
  pull: Pull,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ result: ActionResult; artifact: Buffer }> {
  const temp = mkdtempSync(join(tmpdir(), 'serin-fork-'))
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }))
  const env = { RUNNER_TEMP: temp, ...variables }
  const result = await world.runOn({ pullRequest: pull.number }, { permissions: READ_ONLY, env })
  const folder = result.outputs.bundle ?? ''
  return { result, artifact: folder === '' ? Buffer.alloc(0) : zipOfFolder(folder) }
}

function zipOfFolder(folder: string): Buffer {
  return hostileZip(readdirSync(folder).map((name) => ({ name, data: readFileSync(join(folder, name)) })))
}

export interface ForkRun {
  readonly headSha: string
  readonly artifact?: Buffer | undefined
  readonly headBranch?: string
  readonly head?: string
  readonly event?: string
  readonly conclusion?: string
  readonly actor?: string
}

/** The first workflow has ended. */
export async function endRun(world: World, { artifact, ...run }: ForkRun) {
  const ended = world.model.addWorkflowRun({
    name: 'serin',
    path: '.github/workflows/serin.yml',
    headBranch: 'change',
    head: 'mallory/iris',
    actor: 'mallory',
    ...run,
    artifacts: artifact === undefined ? {} : { [ARTIFACT]: artifact },
  })
  await world.github.settled()
  const payload = world.github.events.findLast(({ event }) => event === 'workflow_run')?.payload
  if (payload === undefined) throw new Error('GitHub told nobody of the run.')
  return { ...ended, payload }
}

/** The second workflow: the built action, nothing checked out. */
export async function publish(
  world: World,
  payload: object,
  options: {
    readonly permissions?: Permissions
    readonly inputs?: Readonly<Record<string, string>>
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<ActionResult> {
  const workspace = mkdtempSync(join(tmpdir(), 'serin-publish-'))
  mkdirSync(workspace, { recursive: true })
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }))
  const { model, github } = world
  return runAction({
    bundle: join(ROOT, 'dist/index.js'),
    actionYml: join(ROOT, 'action.yml'),
    inputs: options.inputs ?? {},
    event: { name: 'workflow_run', payload },
    github: {
      serverUrl: github.url,
      apiUrl: github.apiUrl,
      graphqlUrl: github.graphqlUrl,
      repository: { fullName: model.fullName, id: model.id, ownerId: model.ownerId },
      sha: model.log('main')[0]?.sha ?? '',
      ref: 'refs/heads/main',
    },
    workspace,
    token: github.createActionsToken('acme/iris', options.permissions ?? REPORTING),
    ...(options.env !== undefined && { env: options.env }),
  })
}

/** Both workflows, one after the other. */
export async function report(world: World, pull: Pull, artifact?: Buffer): Promise<ActionResult> {
  const made = artifact ?? (await evaluateFork(world, pull)).artifact
  const { payload } = await endRun(world, { headSha: pull.head, artifact: made })
  return publish(world, payload)
}
