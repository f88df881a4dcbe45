import { type App, appJson } from './app.ts'
import { pullsOf } from './pull.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, type World } from './world.ts'

type Json = Schema<'check-run'>

export interface CheckRun {
  readonly id: number
  readonly suiteId: number
  readonly app: App
  name: string
  readonly headSha: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: Json['conclusion']
  detailsUrl: string | null
  externalId: string
  startedAt: Date | undefined
  completedAt: Date | undefined
  title: string | null
  summary: string | null
  text: string | null
  readonly annotations: Schema<'check-annotation'>[]
  actions: readonly unknown[]
}

export function checkRunJson(world: World, repository: StoredRepository, run: CheckRun): Json {
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/check-runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${world.url}/${name}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${world.url}/${name}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt ? iso(run.startedAt) : null,
    completed_at: run.completedAt ? iso(run.completedAt) : null,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appJson(world, run.app),
    pull_requests: pullsAt(world, repository, run.headSha),
  }
}

/** Open pull requests with that head; those from forks are never named. */
export function pullsAt(world: World, repository: StoredRepository, sha: string): Json['pull_requests'] {
  const side = (of: StoredRepository, ref: string, at: string) => {
    const url = `${world.apiUrl}/repos/${fullName(of)}`
    return { ref, sha: at, repo: { id: of.id, url, name: of.name } }
  }
  return pullsOf(repository)
    .filter((issue) => issue.state === 'open' && issue.pull.headSha === sha && issue.pull.headRepository === repository)
    .map((issue) => ({
      id: issue.id,
      number: issue.number,
      url: `${world.apiUrl}/repos/${fullName(repository)}/pulls/${issue.number}`,
      head: side(repository, issue.pull.headRef, issue.pull.headSha),
      base: side(repository, issue.pull.baseRef, issue.pull.baseSha),
    }))
}
