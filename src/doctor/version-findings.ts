import type { KeyPath } from '../config/gitops-config.ts'
import { applicationSetsIn } from './application-set.ts'
import { applicationsOf } from './applications.ts'
import { atPath } from './at-path.ts'
import type { OpenConfig } from './environment-findings.ts'
import { namedManifests } from './environment-findings.ts'
import type { Finding } from './finding.ts'
import { renderedByHelm } from './helm-number.ts'
import type { Repository, Tree } from './tree.ts'

/** Where the values files of this world keep a version. */
const USUAL: readonly KeyPath[] = [['version'], ['tag'], ['image', 'tag']]

/** Versions without quotes that Helm reads as another text: helm#1643, #3246, #6867. */
export function versionFindings(repository: Repository, open: OpenConfig | undefined): readonly Finding[] {
  const named = open === undefined ? [] : namedManifests(open, repository)
  const released = named.flatMap(({ environment, tree }) => {
    if (environment.layout !== undefined && environment.layout !== 'helm-values') return []
    if (isManifest(tree, environment.file)) return []
    return misread(tree, environment.file, environment.keys.version === undefined ? USUAL : [environment.keys.version])
  })
  const applications = applicationSetsIn(repository.workTree).flatMap((set) => applicationsOf(set, repository))
  const deployed = applications.flatMap(({ tree, file }) => (file === undefined ? [] : misread(tree, file, USUAL)))
  return [...released, ...deployed]
}

function isManifest(tree: Tree, file: string): boolean {
  return (tree.documents(file) ?? []).some(({ value }) => atPath(value, 'kind') !== undefined)
}

function misread(tree: Tree, file: string, paths: readonly KeyPath[]): readonly Finding[] {
  const document = tree.documents(file)?.[0]
  if (document === undefined) return []
  return paths.flatMap((path): Finding[] => {
    const value = atPath(document.value, ...path)
    if (value === undefined || typeof value === 'object') return []
    const place = document.positionOf(path)
    const written = plainScalarAfter(tree.texts.get(file) ?? '', place)
    const rendered = written === undefined ? undefined : renderedByHelm(written)
    if (written === undefined || rendered === undefined) return []
    return [
      {
        file,
        ...place,
        ...(tree.branch !== undefined && { branch: tree.branch }),
        severity: 'error',
        rule: 'unquoted-version',
        what: `Helm reads ${path.join('.')}: ${written} as ${rendered === '' ? 'nothing' : rendered}, which is another version.`,
        fix: `Put it in quotes: "${written}".`,
      },
    ]
  })
}

/** The scalar without quotes that stands on the line of its key; undefined when it is written in another way. */
function plainScalarAfter(text: string, { line, column }: { line: number; column: number }): string | undefined {
  const whole = text.replace(/^\uFEFF/, '').split('\n')[line - 1] ?? ''
  return /^(?:"[^"]*"|'[^']*'|[^:'"]+)\s*:\s+([-+.~\w]+)\s*(?:[,}#]|$)/.exec(whole.slice(column - 1))?.[1]
}
