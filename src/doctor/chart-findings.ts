import { UserError } from '../errors.ts'
import { type ChartFile, chartFolderOf, type Rendering, rendersKey, trafficKeyOf } from '../manifest/chart.ts'
import { readManifest, writeManifest } from '../manifest/manifest.ts'
import { applicationSetsIn } from './application-set.ts'
import { type Application, applicationsOf } from './applications.ts'
import type { NamedManifest } from './environment-findings.ts'
import type { Finding } from './finding.ts'
import type { Repository, Tree } from './tree.ts'
import { ANY_VERSION } from './try-release.ts'

/** A values file and the chart that it is for, to be rendered with a percentage and without. */
export interface ChartTrial {
  readonly manifest: NamedManifest
  /** Of the chart, in the tree of the manifest. */
  readonly folder: string
  /** Dotted. */
  readonly key: string
  readonly values: { readonly stable: string; readonly canary: string }
  /** Whether the file has a percentage now, so that what git says about the traffic is not so. */
  readonly isInUse: boolean
  /** What the text of the templates tells. */
  readonly byText: Rendering
}

/** What the real helm makes of a trial. `random`: it differs from one time to the next, whatever the values. */
export type HelmAnswer =
  | { readonly kind: 'same' | 'differs' | 'random' }
  | { readonly kind: 'failed'; readonly reason: string }

const PERCENT = 37

/** The trials that can be made in this clone, and what is said where the chart is elsewhere. */
export function chartTrials(
  manifests: readonly NamedManifest[],
  repository: Repository,
): { readonly trials: readonly ChartTrial[]; readonly findings: readonly Finding[] } {
  const applications = applicationSetsIn(repository.workTree).flatMap((set) => applicationsOf(set, repository))
  const trials: ChartTrial[] = []
  const elsewhere = new Map<string, NamedManifest[]>()
  for (const manifest of manifests) {
    const place = chartPlace(manifest, applications)
    if (place.kind === 'here') trials.push(...trialOf(manifest, place.folder))
    if (place.kind !== 'elsewhere' || !isValues(manifest)) continue
    elsewhere.set(place.where, [...(elsewhere.get(place.where) ?? []), manifest])
  }
  return { trials, findings: [...elsewhere].flatMap(([where, some]) => notHere(some, where)) }
}

type Place =
  | { readonly kind: 'here'; readonly folder: string }
  | { readonly kind: 'elsewhere'; readonly where: string }
  | { readonly kind: 'none' }

function chartPlace(manifest: NamedManifest, applications: readonly Application[]): Place {
  const { environment, tree } = manifest
  const { chart } = environment
  if (chart?.repository !== undefined) return { kind: 'elsewhere', where: chart.repository }
  const made = applications.find((one) => one.file === environment.file && one.tree === tree)
  const source = chart === undefined ? made?.sources.find(({ path }) => path !== undefined) : undefined
  if (source?.path?.kind === 'text' && source.repository.kind === 'text' && made !== undefined) {
    const folder = source.path.text.replace(/^\.?\/|\/$/g, '')
    const isHere = made.set.generators.some(
      (one) => 'repository' in one && one.repository === textOf(source.repository),
    )
    if (!isHere) return { kind: 'elsewhere', where: source.repository.text }
    return tree.paths.has(`${folder}/Chart.yaml`) ? { kind: 'here', folder } : { kind: 'none' }
  }
  const folder = isValues(manifest) ? chartFolderOf(manifest, (path) => tree.paths.has(path)) : undefined
  return folder !== undefined && tree.paths.has(`${folder}/Chart.yaml`) ? { kind: 'here', folder } : { kind: 'none' }
}

function textOf(rendered: Application['name']): string | undefined {
  return rendered.kind === 'text' ? rendered.text : undefined
}

function isValues(manifest: NamedManifest): boolean {
  return runningOf(manifest)?.layout === 'helm-values'
}

function runningOf(manifest: NamedManifest) {
  return attempt(() => readManifest(manifest))
}

/** What cannot be read or written is told by other checks. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function trialOf(manifest: NamedManifest, folder: string): readonly ChartTrial[] {
  const read = runningOf(manifest)
  if (read?.layout !== 'helm-values') return []
  const version = read.running?.version ?? ANY_VERSION
  const values = attempt(() => ({
    stable: writeManifest(manifest, { version, rollout: { kind: 'stable' } }),
    canary: writeManifest(manifest, { version, rollout: { kind: 'canary', percent: PERCENT } }),
  }))
  if (values === undefined) return []
  const key = trafficKeyOf(manifest.environment)
  const byText = rendersKey(chartFiles(manifest.tree, folder), key)
  const isInUse = read.running !== undefined && read.running.rollout.kind !== 'stable'
  return [{ manifest, folder, key: key.join('.'), values, isInUse, byText }]
}

/** The files of a chart, by their paths in it. */
export function chartFiles(tree: Tree, folder: string): readonly ChartFile[] {
  const prefix = `${folder}/`
  return [...tree.paths]
    .filter((path) => path.startsWith(prefix))
    .map((path) => ({ path: path.slice(prefix.length), text: tree.texts.get(path) ?? UNREAD }))
}

/** Stands for a text that is not known: nothing can be said about a template that may be anything. */
const UNREAD = '{{ tpl "" . }}'

/** What a trial tells; `answer` is undefined where helm is not installed. */
export function chartFinding(trial: ChartTrial, answer: HelmAnswer | undefined): readonly Finding[] {
  const { key, folder } = trial
  if (answer?.kind === 'differs') return []
  if (answer?.kind === 'same') {
    return [deaf(trial, `helm renders the chart ${folder} the same with ${key} and without it`)]
  }
  const failed = answer?.kind === 'failed' ? [notRendered(trial, answer.reason)] : []
  const why = answer === undefined ? 'helm is not installed' : 'helm gave no answer'
  if (trial.byText === 'no')
    return [
      ...failed,
      deaf(trial, `no template of the chart ${folder} reads ${key} (${why}, so its text was searched)`),
    ]
  if (trial.byText === 'yes' || failed.length > 0) return failed
  const what = `Whether the chart ${folder} renders ${key} was not found out: ${why}, and its text alone does not tell.`
  return [{ ...placeOf(trial.manifest), severity: 'info', rule: 'not-looked-at', what, fix: 'Install helm.' }]
}

function deaf(trial: ChartTrial, reason: string): Finding {
  return {
    ...placeOf(trial.manifest),
    severity: trial.isInUse ? 'error' : 'warning',
    rule: 'chart',
    what: `The chart does not render ${trial.key}, so every /canary is a silent no-op: ${reason}.`,
    fix: 'Render it as canaryTrafficPercent of the InferenceService, or name the right key as "keys: { traffic: … }" in serin.yml.',
  }
}

function notRendered(trial: ChartTrial, reason: string): Finding {
  return {
    ...placeOf(trial.manifest),
    severity: 'warning',
    rule: 'chart',
    what: `helm cannot render the chart ${trial.folder} with this file: ${reason}`,
    fix: 'Correct the values or the chart, unless the ApplicationSet adds what is missing.',
  }
}

/** Said once for all files whose charts are there. */
function notHere([first, ...others]: readonly NamedManifest[], where: string): readonly Finding[] {
  if (first === undefined) return []
  const whose = others.length === 0 ? 'this file' : `this file and of ${others.length} more`
  return [
    {
      ...placeOf(first),
      severity: 'info',
      rule: 'not-looked-at',
      what: `The chart of ${whose} is in ${where}, so whether it renders ${trafficKeyOf(first.environment).join('.')} was not looked at.`,
      fix: 'Run helm template there, with the percentage and without.',
    },
  ]
}

function placeOf({ environment, tree }: NamedManifest) {
  const document = tree.documents(environment.file)?.[0]
  const position = document === undefined ? { line: 1, column: 1 } : document.positionOf(['chart_path'])
  return { file: environment.file, ...position, ...(tree.branch !== undefined && { branch: tree.branch }) }
}
