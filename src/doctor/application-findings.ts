import { type ApplicationSet, applicationSetsIn } from './application-set.ts'
import { type Application, applicationsOf, foundBy } from './applications.ts'
import { atPath } from './at-path.ts'
import type { Finding } from './finding.ts'
import { type Repository, treeOf } from './tree.ts'

/** What will bite in the ApplicationSets of a repository and in the files that they read. */
export function applicationFindings(repository: Repository): readonly Finding[] {
  const sets = applicationSetsIn(repository.workTree)
  const applications = sets.flatMap((set) => applicationsOf(set, repository))
  return [
    ...sets.flatMap((set) => [...missingKeyOption(set), ...notFollowed(set, repository), ...notSynced(set)]),
    ...applications.flatMap((one) => [...ownPathKey(one), ...missingValues(one), ...missingChart(one), ...later(one)]),
    ...sameNames(applications),
  ]
}

function inSet(set: ApplicationSet, path: readonly (string | number)[]) {
  return { file: set.file, ...set.document.positionOf(path) }
}

/** The file that an Application is made from, at one of its keys; the set where there is no file. */
function inApplication({ set, file, document, tree }: Application, key?: string) {
  if (file === undefined) return inSet(set, ['spec', 'generators'])
  const position = key === undefined || document === undefined ? { line: 1, column: 1 } : document.positionOf([key])
  return { file, ...position, ...(tree.branch !== undefined && { branch: tree.branch }) }
}

function missingKeyOption(set: ApplicationSet): readonly Finding[] {
  if (!set.isGoTemplate || set.refusesMissingKeys) return []
  return [
    {
      ...inSet(set, ['spec', 'goTemplate']),
      severity: 'warning',
      rule: 'missingkey',
      what: `The ApplicationSet ${set.name} puts "<no value>" or nothing where a file lacks a key.`,
      fix: 'Write goTemplateOptions: ["missingkey=error"] beside goTemplate.',
    },
  ]
}

function notFollowed(set: ApplicationSet, repository: Repository): readonly Finding[] {
  const about = { severity: 'info', rule: 'not-looked-at' } as const
  return set.generators.flatMap((generator, index): Finding[] => {
    const place = inSet(set, ['spec', 'generators', index])
    if (generator.kind === 'other') {
      const what = `The Applications of a ${generator.name} generator were not looked at.`
      return [{ ...about, ...place, what, fix: 'What they read is checked where serin.yml names it.' }]
    }
    if (generator.kind === 'list') return []
    const tree = treeOf(repository, generator.revision)
    if (tree === undefined) {
      const what = `The revision ${generator.revision} is not in this clone, so its files were not looked at.`
      return [{ ...about, ...place, what, fix: `Fetch it: git fetch origin ${generator.revision}.` }]
    }
    if (foundBy(generator, tree).length > 0) return []
    const what = `The generator finds nothing here: no path fits ${generator.patterns.join(', ')}.`
    return [{ ...about, ...place, what, fix: 'Correct the path, unless the set reads another repository.' }]
  })
}

/** A release is a commit; without automated sync also the rollback waits for somebody in Argo CD. */
function notSynced(set: ApplicationSet): readonly Finding[] {
  const policy = atPath(set.template, 'spec', 'syncPolicy', 'automated')
  if (policy !== undefined && policy !== null && atPath(policy, 'enabled') !== false) return []
  return [
    {
      ...inSet(set, ['spec', 'template', 'spec', 'syncPolicy']),
      severity: 'info',
      rule: 'not-synced',
      what: `Argo CD does not sync the Applications of ${set.name} by itself: every release and every /rollback waits for a person.`,
      fix: 'Write syncPolicy: { automated: {} }, or say so to those who comment /rollback.',
    },
  ]
}

/** Argo CD puts the path of the file there (`applicationset/generators/git.go`). */
function ownPathKey(one: Application): readonly Finding[] {
  const generator = one.set.generators.find((each) => 'pathKey' in each)
  const key = generator !== undefined && 'pathKey' in generator ? generator.pathKey : 'path'
  if (atPath(one.document?.value, key) === undefined) return []
  return [
    {
      ...inApplication(one, key),
      severity: 'warning',
      rule: 'path-key',
      what: `Argo CD puts the path of this file in the place of the key "${key}", so the templates of ${one.set.name} never see this value.`,
      fix: `Rename the key, or set pathParamPrefix in the generator.`,
    },
  ]
}

function missingValues(one: Application): readonly Finding[] {
  return one.sources.flatMap(({ valueFiles }) =>
    valueFiles.flatMap((rendered): Finding[] => {
      if (rendered.kind !== 'text' || rendered.text === one.file) return []
      const isThere = one.tree.paths.has(rendered.text)
      if (isThere && nameOf(rendered.text) !== nameOf(one.file ?? '')) return []
      const wrong = isThere ? 'not from here' : 'which is not there'
      return [
        {
          ...inApplication(one),
          severity: 'error',
          rule: 'values-path',
          what: `The Application that ${one.set.name} makes of this file reads its values from ${rendered.text}, ${wrong}.`,
          fix: 'Move the folder up, or write {{ .path.path }} in place of {{ .path.basename }} into valueFiles.',
        },
      ]
    }),
  )
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function missingChart(one: Application): readonly Finding[] {
  // Of a file that cannot be read, nobody knows what it lacks.
  if (one.file !== undefined && one.tree.documents(one.file) === undefined) return []
  return one.sources.flatMap(({ path }): Finding[] => {
    const isEmpty = path?.kind === 'missing' || (path?.kind === 'text' && path.text === '')
    if (!isEmpty) return []
    const key = path.kind === 'missing' ? path.name.replace(/^\./, '') : 'the chart'
    const strict = one.set.refusesMissingKeys
    return [
      {
        ...inApplication(one),
        severity: strict ? 'error' : 'warning',
        rule: 'chart-path',
        what: strict
          ? `${key} is not in this file, so ${one.set.name} cannot be rendered: none of its Applications is changed until it is.`
          : `${key} is not in this file: the Application that ${one.set.name} makes of it deploys nothing.`,
        fix: `Write ${key}, or remove the file until there is something to deploy.`,
      },
    ]
  })
}

/** Argo CD and Helm read the first document of a file and ignore the rest without a word. */
function later(one: Application): readonly Finding[] {
  const documents = one.file === undefined ? [] : (one.tree.documents(one.file) ?? [])
  const ignored = documents.find(({ value }, index) => index > 0 && value !== null)
  if (ignored === undefined) return []
  return [
    {
      ...inApplication(one),
      ...ignored.positionOf([]),
      severity: 'error',
      rule: 'later-document',
      what: 'Helm ignores everything after the first document of a values file.',
      fix: 'Remove the "---" before it, or move this part to a file of its own.',
    },
  ]
}

function sameNames(applications: readonly Application[]): readonly Finding[] {
  const seen = new Map<string, Application>()
  return applications.flatMap((one): Finding[] => {
    if (one.name.kind !== 'text' || one.name.text === '') return []
    const name = one.name.text
    const key = `${one.set.namespace ?? ''}/${name}`
    const other = seen.get(key)
    if (other === undefined) {
      seen.set(key, one)
      return []
    }
    const of = [other, one].map(({ file, folder, set }) => file ?? folder ?? set.file)
    return [
      {
        ...inApplication(one),
        severity: 'error',
        rule: 'same-application',
        what: `${of[0]} and ${of[1]} make two Applications of the one name ${name}; there can be only one.`,
        fix: 'Rename one of the two folders, or put more of the path into the name.',
      },
    ]
  })
}
