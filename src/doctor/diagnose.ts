import { parseGitopsConfig } from '../config/gitops-config.ts'
import { parseModelConfig } from '../config/model-config.ts'
import { applicationFindings } from './application-findings.ts'
import { applicationSetsIn, revisionsOf } from './application-set.ts'
import { type ChartTrial, chartTrials } from './chart-findings.ts'
import { environmentFindings, namedManifests, type OpenConfig } from './environment-findings.ts'
import { type Finding, findingsIn } from './finding.ts'
import { mirrorFindings } from './mirror-findings.ts'
import { modeFindings } from './mode-findings.ts'
import { type Schemas, schemaFindings } from './schema-findings.ts'
import { stageFindings } from './stage-findings.ts'
import { stepFindings } from './step-findings.ts'
import type { Repository, Tree } from './tree.ts'
import { versionFindings } from './version-findings.ts'
import { brokenFiles, warningFindings } from './warning-findings.ts'
import { weightFindings } from './weight-findings.ts'

/** Where the two configuration files are; undefined for one that the repository does not have. */
export interface ConfigFiles {
  readonly model?: string
  readonly gitops?: string
}

export interface Diagnosis {
  readonly findings: readonly Finding[]
  /** What only helm can tell for sure. */
  readonly trials: readonly ChartTrial[]
  /** Configuration files that could be read, with the models that they list. */
  readonly configured: readonly ConfiguredFile[]
}

export interface ConfiguredFile {
  readonly file: string
  /** With the files that they are released through. */
  readonly models: readonly { readonly name: string; readonly manifests: readonly string[] }[]
}

/** The branches besides the work tree's that a check wants to look at: those of `serin.yml` and of ApplicationSets. */
export function branchesNamedIn(tree: Tree, files: ConfigFiles): readonly string[] {
  const { result } = openGitops(tree, files.gitops)
  const environments = Object.values(result?.config.models ?? {}).flatMap((model) => model.environments)
  const named = [...environments.map(({ branch }) => branch), ...applicationSetsIn(tree).flatMap(revisionsOf)]
  return [
    ...new Set(named.filter((branch) => branch !== undefined && /^[^-\s~^:?*[\\]+$/.test(branch) && branch !== 'HEAD')),
  ] as string[]
}

/** Everything that is wrong in a repository of models or in a gitops repository, from its files alone; not in order. */
export function diagnose(repository: Repository, files: ConfigFiles, schemas: Schemas): Diagnosis {
  const { workTree } = repository
  const model = openModel(workTree, files.model)
  const gitops = openGitops(workTree, files.gitops)
  const open = gitops.result
  const manifests = open === undefined ? [] : namedManifests(open, repository)
  const charts = chartTrials(manifests, repository)
  const findings = [
    ...model.findings,
    ...gitops.findings,
    ...(open === undefined
      ? []
      : [
          ...environmentFindings(open, repository),
          ...stageFindings(open, repository),
          ...stepFindings(open, manifests),
        ]),
    ...applicationFindings(repository),
    ...versionFindings(repository, open),
    ...weightFindings(manifests),
    ...modeFindings(manifests),
    ...mirrorFindings(workTree),
    ...schemaFindings(workTree, schemas),
    ...charts.findings,
  ]
  const placeOf = ({ file, branch, line, column }: Finding) => JSON.stringify([file, branch, line, column])
  const told = new Set(findings.filter(({ severity }) => severity === 'error').map(placeOf))
  const seen = [...brokenFiles(workTree), ...warningFindings(manifests, workTree)]
  const warnings = seen.filter((warning) => !told.has(placeOf(warning)))
  return {
    findings: [...findings, ...warnings],
    trials: charts.trials,
    configured: [
      ...(model.result === undefined ? [] : [configured(model.result, () => [])]),
      ...(open === undefined ? [] : [configured(open, ({ environments }) => environments.map(({ file }) => file))]),
    ],
  }
}

function configured<Model>(
  { file, config }: { readonly file: string; readonly config: { readonly models: Readonly<Record<string, Model>> } },
  manifestsOf: (model: Model) => readonly string[],
): ConfiguredFile {
  const models = Object.entries(config.models).map(([name, model]) => ({ name, manifests: manifestsOf(model) }))
  return { file, models }
}

function openModel(tree: Tree, file: string | undefined) {
  const text = file === undefined ? undefined : tree.texts.get(file)
  if (file === undefined || text === undefined) return { findings: [] }
  return findingsIn({ severity: 'error', rule: 'config', file }, () => ({ file, config: parseModelConfig(text, file) }))
}

function openGitops(tree: Tree, file: string | undefined): { result?: OpenConfig; findings: readonly Finding[] } {
  const text = file === undefined ? undefined : tree.texts.get(file)
  if (file === undefined || text === undefined) return { findings: [] }
  const read = findingsIn({ severity: 'error', rule: 'config', file }, () => parseGitopsConfig(text, file))
  const document = tree.documents(file)?.[0]
  if (read.result === undefined || document === undefined) return { findings: read.findings }
  return { result: { file, config: read.result, document }, findings: read.findings }
}
