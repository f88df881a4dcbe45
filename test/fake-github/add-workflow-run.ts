import { accountOf } from './account.ts'
import { digestOf, zipOf } from './artifacts.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { runJson, type WorkflowRun } from './workflow-runs.ts'
import { newId, now, type World } from './world.ts'

export interface RunDetails {
  readonly name?: string
  readonly path?: string
  readonly event?: string
  readonly conclusion?: string
  readonly headSha: string
  readonly headBranch: string
  /** Full name of the repository of the head; this one by default. */
  readonly head?: string
  readonly actor: string
  /** Files of each artifact by artifact name, or the zip itself. */
  readonly artifacts?: Readonly<Record<string, Readonly<Record<string, string | Buffer>> | Buffer>>
}

const NINETY_DAYS_MS = 90 * 86_400_000

/** Adds a completed run and tells the apps that hear `workflow_run`. */
export function addWorkflowRun(
  world: World,
  repository: StoredRepository,
  details: RunDetails,
): { readonly id: number; expireArtifacts(): void; corruptArtifacts(): void } {
  const createdAt = now(world)
  const actor = accountOf(world, details.actor)
  const artifacts = Object.entries(details.artifacts ?? {}).map(([name, files]) => {
    const data = Buffer.isBuffer(files) ? files : zipOf(files)
    const expiresAt = new Date(createdAt.getTime() + NINETY_DAYS_MS)
    return { id: newId(world), name, data, digest: digestOf(data), createdAt, expiresAt }
  })
  const run: WorkflowRun = {
    id: newId(world),
    name: details.name ?? 'Train',
    path: details.path ?? '.github/workflows/train.yml',
    event: details.event ?? 'pull_request',
    status: 'completed',
    conclusion: details.conclusion ?? 'success',
    headSha: details.headSha,
    headBranch: details.headBranch,
    repository,
    headRepository: details.head === undefined ? repository : findRepository(world, details.head),
    actor,
    artifacts,
    createdAt,
  }
  world.workflowRuns.push(run)
  const payload = {
    action: 'completed',
    workflow_run: runJson(world, run),
    workflow: { id: 1, name: run.name, path: run.path },
  }
  emit(world, { event: 'workflow_run', repository, actor: { kind: 'user', account: actor }, payload })
  return {
    id: run.id,
    expireArtifacts: () => {
      for (const artifact of artifacts) artifact.expiresAt = createdAt
    },
    // One bit on the way, as a bad disk or proxy flips it.
    corruptArtifacts: () => {
      for (const { data } of artifacts) data.writeUInt8(data.readUInt8(40) ^ 1, 40)
    },
  }
}
