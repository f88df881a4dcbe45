import { MODEL_CONFIG, OLD, values } from './files.ts'
import type { AppWorld } from './world.ts'

const MODELS = ['ash', 'birch', 'cedar', 'elm', 'fir'] as const
/** The last one takes changes as pull requests only. */
const ENVIRONMENTS = ['dev', 'test', 'stage', 'prod'] as const
const PROPOSED = 'prod'

export interface FleetEnvironment {
  readonly model: string
  readonly environment: string
  readonly isProposed: boolean
  readonly file: string
}

/** A command that somebody wrote on the pull request of a model. */
export interface Ordered {
  readonly target: FleetEnvironment
  readonly pull: FleetPull
  readonly id: number
  readonly url: string
  readonly body: string
}

export interface FleetPull {
  readonly model: string
  readonly number: number
  readonly version: string
}

/** Twenty environments on one branch of one gitops repository: of five models, each with a repository of its own. */
export const FLEET: readonly FleetEnvironment[] = MODELS.flatMap((model) =>
  ENVIRONMENTS.map((environment) => ({
    model,
    environment,
    isProposed: environment === PROPOSED,
    file: `deployments/${environment}/${model}.yaml`,
  })),
)

/** Makes all the repositories anew, and a pull request in each model's. */
export async function createFleet(world: AppWorld): Promise<ReadonlyMap<string, FleetPull>> {
  const manifests = FLEET.map(({ file }) => [file, values(OLD)] as const)
  await world.fresh({ gitops: { 'serin.yml': gitopsConfig(), ...Object.fromEntries(manifests) } })
  const pulls = await Promise.all(MODELS.map((model) => createModel(world, model)))
  return new Map(pulls.map((pull) => [pull.model, pull]))
}

async function createModel(world: AppWorld, model: string): Promise<FleetPull> {
  const files = { '.github/serin.yml': MODEL_CONFIG.replaceAll('iris', model), 'params.yaml': 'model: svm\n' }
  try {
    world.github.repository(`acme/${model}`).delete()
  } catch {
    // There is none the first time.
  }
  const repository = world.github.createRepository(`acme/${model}`, { files })
  repository.setRole('maintain', 'maintain')
  const at = { owner: 'acme', repo: model }
  const head = await repository.commit({ branch: 'forest', message: 'Change', files: { 'params.yaml': 'model: f\n' } })
  const { data } = await world
    .as('maintain')
    .rest.pulls.create({ ...at, head: 'forest', base: 'main', title: 'Forest' })
  const client = world.asActions({ checks: 'write' }, `acme/${model}`)
  await client.rest.checks.create({ ...at, name: `serin / ${model}`, head_sha: head, conclusion: 'success' })
  return { model, number: data.number, version: head.slice(0, 12) }
}

function gitopsConfig(): string {
  const lines = MODELS.flatMap((model) => [
    `  ${model}:`,
    `    source: acme/${model}`,
    '    default-environment: dev',
    '    environments:',
    ...FLEET.filter((one) => one.model === model).flatMap(({ environment, isProposed, file }) => [
      `      ${environment}:`,
      `        file: ${file}`,
      '        settable: { most: { path: replicas.max, type: integer } }',
      ...(isProposed ? ['        change: pull-request'] : []),
    ]),
  ])
  return `models:\n${lines.join('\n')}\n`
}

/** A maintainer's command. */
export async function order(
  world: AppWorld,
  target: FleetEnvironment,
  pull: FleetPull,
  body: string,
): Promise<Ordered> {
  const at = { owner: 'acme', repo: target.model, issue_number: pull.number }
  const { data } = await world.as('maintain').rest.issues.createComment({ ...at, body })
  return { target, pull, id: data.id, url: data.html_url, body }
}

/** The replies of the app's to each comment, by the comment's id. */
export async function fleetReplies(world: AppWorld, pulls: Iterable<FleetPull>): Promise<Map<number, string[]>> {
  const replies = new Map<number, string[]>()
  const client = world.as('maintain')
  for (const { model, number } of pulls) {
    const at = { owner: 'acme', repo: model, issue_number: number, per_page: 100 }
    for (const { body = '', user } of await client.paginate(client.rest.issues.listComments, at)) {
      const id = /^<!-- serin:reply (\d+)/.exec(body)?.[1]
      if (id === undefined || user?.login !== 'serin[bot]') continue
      replies.set(Number(id), [...(replies.get(Number(id)) ?? []), body.split('\n').slice(1).join('\n')])
    }
  }
  return replies
}

/** How often each command stands in a commit of the gitops repository's branch. */
export function commitsByCommand(world: AppWorld, branch = 'main'): ReadonlyMap<string, number> {
  const made = world.gitops.log(branch).flatMap(({ message }) => /^Serin-Command: (.+)$/m.exec(message)?.[1] ?? [])
  return new Map([...Map.groupBy(made, (url) => url)].map(([url, all]) => [url, all.length]))
}
