import { didYouMean } from '../config/did-you-mean.ts'
import type { Environment, GitopsConfig, KeyPath, ReleasedModel } from '../config/gitops-config.ts'
import { missingManifest, readManifest, writeManifest } from '../manifest/manifest.ts'
import type { YamlDocument } from '../yaml/read.ts'
import { atPath } from './at-path.ts'
import { type Finding, findingsIn, findingsOf } from './finding.ts'
import { type Repository, type Tree, treeOf } from './tree.ts'
import { ANY_VERSION, refusalOfRelease } from './try-release.ts'

/** `serin.yml` as it was read: its meaning, and where its keys are. */
export interface OpenConfig {
  readonly file: string
  readonly config: GitopsConfig
  readonly document: YamlDocument
}

/** A manifest that `serin.yml` names and that is there. */
export interface NamedManifest {
  readonly model: ReleasedModel
  readonly environment: Environment
  readonly tree: Tree
  readonly text: string
  /** Undefined where the text is no YAML. */
  readonly documents: readonly YamlDocument[] | undefined
}

/** The manifests that `serin.yml` names, as far as this clone has them. */
export function namedManifests({ config }: OpenConfig, repository: Repository): readonly NamedManifest[] {
  return Object.values(config.models).flatMap((model) =>
    model.environments.flatMap((environment) => {
      const tree = treeOf(repository, environment.branch)
      const text = tree?.texts.get(environment.file)
      if (tree === undefined || text === undefined) return []
      return [{ model, environment, tree, text, documents: tree.documents(environment.file) }]
    }),
  )
}

/** What is wrong between `serin.yml` and the manifests that it names. */
export function environmentFindings(open: OpenConfig, repository: Repository): readonly Finding[] {
  return [
    ...absent(open, repository),
    ...sameFile(open, repository),
    ...namedManifests(open, repository).flatMap((one) => [...unreadable(one), ...setOfUnknownKeys(open, one)]),
  ]
}

function inConfig({ file, document }: OpenConfig, model: string, environment: string, ...path: readonly string[]) {
  return { file, ...document.positionOf(['models', model, 'environments', environment, ...path]) }
}

function absent(open: OpenConfig, repository: Repository): readonly Finding[] {
  return Object.values(open.config.models).flatMap((model) =>
    model.environments.flatMap((environment): Finding[] => {
      const { name, branch, file } = environment
      const tree = treeOf(repository, branch)
      if (tree === undefined) {
        const what = `The branch ${branch} is not in this clone, so ${file} was not looked at.`
        const place = inConfig(open, model.name, name, 'branch')
        return [
          { ...place, severity: 'info', rule: 'not-looked-at', what, fix: `Fetch it: git fetch origin ${branch}.` },
        ]
      }
      if (tree.texts.has(file)) return []
      const where = tree.branch === undefined ? '' : ` on the branch ${tree.branch}`
      const found = inTheWay(tree, file)
      const { fix = '' } = found ?? missingManifest(environment, { repository: '', branch: '' })
      const what = found === undefined ? `There is no ${file}${where}.` : `${file}${where}: ${found.what}`
      return [{ ...inConfig(open, model.name, name, 'file'), severity: 'error', rule: 'manifest', what, fix }]
    }),
  )
}

const REGULAR = 'Serin reads and writes regular files only; name the file itself.'

/** What is in the place of a manifest, or on the way to it, and is no file that the app would read. */
function inTheWay(tree: Tree, file: string): { readonly what: string; readonly fix: string } | undefined {
  const steps = file.split('/')
  const prefixes = steps.map((_, index) => steps.slice(0, index + 1).join('/'))
  const known = prefixes.map((path) => tree.unreadable.get(path)).find((one) => one !== undefined)
  if (known !== undefined) return known
  const isFolder = [...tree.paths].some((path) => path.startsWith(`${file}/`))
  return isFolder ? { what: 'This is a folder, not a file.', fix: REGULAR } : undefined
}

/** What the configuration alone cannot tell: the branch that the work tree is of, named here and left out there. */
function sameFile(open: OpenConfig, repository: Repository): readonly Finding[] {
  const seen = new Map<string, { who: string; branch: string | undefined; environment: Environment }>()
  return Object.values(open.config.models).flatMap((model) =>
    model.environments.flatMap((environment): Finding[] => {
      const { name, file, branch, resource } = environment
      const isCurrent = branch === undefined || repository.current.has(branch)
      const key = JSON.stringify([isCurrent ? '' : branch, file])
      const other = seen.get(key)
      seen.set(key, { who: `${model.name}/${name}`, branch, environment })
      if (other === undefined || other.branch === branch) return []
      const apart = resource !== undefined && other.environment.resource !== undefined
      if (apart && resource !== other.environment.resource) return []
      return [
        {
          ...inConfig(open, model.name, name, 'file'),
          severity: 'error',
          rule: 'same-file',
          what: `${other.who} already writes this file: ${branch ?? other.branch} is the branch that is meant without "branch".`,
          fix: 'Give each its own file or branch; in a file of several resources, its own "resource:".',
        },
      ]
    }),
  )
}

/** Reads the manifest, and tries in memory what the next release and the next canary would write. */
function unreadable(manifest: NamedManifest): readonly Finding[] {
  const { environment, tree } = manifest
  const about = {
    file: environment.file,
    rule: 'manifest',
    ...(tree.branch !== undefined && { branch: tree.branch }),
  } as const
  const read = findingsIn({ ...about, severity: 'error' }, () => readManifest(manifest))
  if (read.result === undefined) return read.findings
  const { running, wholeOnly } = read.result
  const refused = (kind: 'release' | 'canary', findings: readonly Finding[]) =>
    findings.map((found) => ({ ...found, rule: kind, what: `A ${kind} would be refused: ${found.what}` }))
  const refusal = refusalOfRelease(manifest)
  if (refusal !== undefined) return refused('release', findingsOf(refusal, { ...about, severity: 'warning' }))
  if (running === undefined || wholeOnly?.canary !== undefined) return []
  const canary = { version: ANY_VERSION, rollout: { kind: 'canary', percent: 37 } } as const
  const tried = findingsIn({ ...about, severity: 'warning' }, () => writeManifest(manifest, canary))
  return refused('canary', tried.findings)
}

/** A key that a release writes and that the file does not have is more often a slip than a new one. */
function setOfUnknownKeys(
  open: OpenConfig,
  { model, environment, text, ...manifest }: NamedManifest,
): readonly Finding[] {
  if (text.trim().replace(/^---/, '') === '') return []
  const documents = (manifest.documents ?? []).map(({ value }) => value)
  const has = (steps: KeyPath) => documents.some((value) => atPath(value, ...steps) !== undefined)
  const version = environment.keys.version ?? []
  const named = [
    ...(version.every((step) => typeof step === 'string') ? [{ steps: version, at: ['keys', 'version'] }] : []),
    ...Object.keys(environment.set).map((key) => ({ steps: key.split('.'), at: ['set', key] })),
  ].filter(({ steps }) => steps.length > 0 && !has(steps))
  return named.map(({ steps, at }) => {
    const key = steps.join('.')
    const parents = documents.map((value) => atPath(value, ...steps.slice(0, -1)))
    const known = parents.flatMap((value) => (typeof value === 'object' && value !== null ? Object.keys(value) : []))
    const meant = didYouMean(String(steps.at(-1) ?? ''), known)
    return {
      ...inConfig(open, model.name, environment.name, ...at),
      severity: 'warning',
      rule: 'set',
      what: `${environment.file} has no "${key}"; the next release adds it.`,
      fix: meant === undefined ? 'Write it into the file too if it is meant.' : `Did you mean "${meant}"?`,
    }
  })
}
