import { createHash } from 'node:crypto'
import type { Environment } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { isRequestFailure } from '../src/github/failure.ts'
import { readHead, readRepository } from '../src/github/repository.ts'
import { listBlobs, listsAll, readBlob } from '../src/github/tree.ts'
import { type ChartFile, chartFolderOf, type Rendering, rendersKey, trafficKeyOf } from '../src/manifest/chart.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import type { Desk } from './desk.ts'
import type { OpenRepository } from './load-release.ts'

/** Above this many templates a chart is not read: a command asks GitHub for little. */
const MOST_TEMPLATES = 30

/** Answers by the blobs of a chart and the key, as a hash: what a blob holds never changes, and a folder may hold many. */
const answers = new Map<string, Rendering>()
const MOST_ANSWERS = 500

/**
 * Why a percentage in the values would change nothing: the chart that they are for does not read it. Undefined when it
 * does, when its text does not tell, and when the chart is out of reach. Costs one tree of the repository, and once one
 * blob for each template; nothing where the values name no chart and are not called values.
 */
export async function deafChart(
  at: { readonly environment: Environment; readonly text: string; readonly head: string },
  gitops: OpenRepository,
  desk: Desk,
): Promise<string | undefined> {
  if (readManifest(at).layout !== 'helm-values') return undefined
  const chart = await locate(at, gitops, desk)
  if (chart === undefined) return undefined
  const key = trafficKeyOf(at.environment)
  if ((await renderingOf(chart, key)) !== 'no') return undefined
  const where = chart.repository === gitops.repository.fullName ? '' : ` of \`${chart.repository}\``
  return `The chart \`${chart.folder}\`${where} does not render \`${key.join('.')}\`, so a canary would be a silent no-op: the version would get all traffic at once. Let the chart render it as canaryTrafficPercent, name the right key as \`keys: { traffic: … }\` in serin.yml, or release the version with \`/promote\`.`
}

interface Chart {
  readonly client: GitHubClient
  readonly repository: string
  readonly commit: string
  readonly folder: string
}

async function locate(
  { environment, text, head }: { environment: Environment; text: string; head: string },
  gitops: OpenRepository,
  desk: Desk,
): Promise<Chart | undefined> {
  const { chart } = environment
  if (chart?.repository !== undefined) {
    return reachable(() => elsewhere({ ...chart, repository: chart.repository ?? '' }, gitops, desk))
  }
  const beside = `${environment.file.slice(0, environment.file.lastIndexOf('/') + 1)}Chart.yaml`
  const isWorthALook = (path: string) => path !== beside || /(^|\/)values[^/]*$/.test(environment.file)
  if (chartFolderOf({ environment, text }, isWorthALook) === undefined) return undefined
  const { client, repository } = gitops
  const here = { client, repository: repository.fullName, commit: head }
  return reachable(async () => {
    const paths = new Set((await listBlobs(client, { ...here, folder: '' })).keys())
    const folder = chartFolderOf({ environment, text }, (path) => paths.has(path))
    return folder === undefined ? undefined : { ...here, folder }
  })
}

/** A chart of another repository is read only where the same owner answers for both. */
async function elsewhere(
  chart: { readonly repository: string; readonly path: string; readonly branch?: string },
  gitops: OpenRepository,
  desk: Desk,
): Promise<Chart | undefined> {
  const ownerOf = (name: string) => name.split('/')[0]?.toLowerCase()
  if (ownerOf(chart.repository) !== ownerOf(gitops.repository.fullName)) return undefined
  const client = await desk.github.open(chart.repository, { metadata: 'read', contents: 'read' })
  const repository = client && (await readRepository(client, chart.repository))
  if (client === undefined || repository === undefined || repository.ownerId !== gitops.repository.ownerId)
    return undefined
  const commit = await readHead(client, repository.fullName, chart.branch ?? repository.defaultBranch)
  return commit === undefined ? undefined : { client, repository: repository.fullName, commit, folder: chart.path }
}

async function renderingOf(chart: Chart, key: readonly (string | number)[]): Promise<Rendering> {
  const { client, repository, folder } = chart
  const blobs = await reachable(async () => ((await listsAll(client, chart)) ? listBlobs(client, chart) : undefined))
  if (blobs === undefined) return 'unknown'
  const read = [...blobs].map(([path, sha]) => ({ path: path.slice(folder.length + 1), sha }))
  const isRead = (path: string) => path === 'Chart.yaml' || path.startsWith('templates/')
  // Of a file that is not read the name alone counts: the values change with every command.
  const named = read.map(({ path, sha }) => (isRead(path) ? [path, sha] : [path]))
  const known = createHash('sha256')
    .update(JSON.stringify([named, key]))
    .digest('base64')
  const before = answers.get(known)
  if (before !== undefined) return before
  if (read.filter(({ path }) => isRead(path)).length > MOST_TEMPLATES) return 'unknown'
  const files = await reachable(() =>
    Promise.all(
      read.map(async ({ path, sha }): Promise<ChartFile> => {
        const text = isRead(path) ? await readBlob(client, repository, sha) : ''
        return { path, text: text ?? '{{ tpl "" . }}' }
      }),
    ),
  )
  if (files === undefined) return 'unknown'
  if (answers.size >= MOST_ANSWERS) answers.clear()
  const answer = rendersKey(files, key)
  answers.set(known, answer)
  return answer
}

/** A chart that cannot be read says nothing, and stands in nobody's way: it is a help, not a condition. */
async function reachable<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UserError || isRequestFailure(error)) return undefined
    throw error
  }
}
