import type { Environment } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { warningsOn } from '../manifest/warnings.ts'
import { readYaml } from '../yaml/read.ts'
import { atPath } from './at-path.ts'
import type { NamedManifest } from './environment-findings.ts'
import { type Finding, findingsIn } from './finding.ts'
import { isKnativeLayout, MODE_KEY } from './mode-findings.ts'
import { type Tree, yamlPaths } from './tree.ts'

/** What the manifests of `serin.yml` and all other resources of the work tree say and do not do (`warningsOn`). */
export function warningFindings(manifests: readonly NamedManifest[], workTree: Tree): readonly Finding[] {
  const named = new Set(manifests.flatMap(({ environment, tree }) => (tree === workTree ? [environment.file] : [])))
  const others = yamlPaths(workTree).filter((file) => !named.has(file) && isResources(workTree, file))
  return [
    // Of a manifest that is released to, what the mode means is an error or a warning of its own: `modeFindings`.
    ...manifests.flatMap((manifest) => {
      const without = isKnativeLayout(manifest) ? [MODE_KEY] : []
      return warningsIn(manifest.environment, manifest.tree, without)
    }),
    ...others.flatMap((file) => warningsIn({ name: file, file, set: {}, keys: {} }, workTree)),
  ]
}

/** Files that are no YAML, and no templates that only become YAML: nothing else here looks at them. */
export function brokenFiles(tree: Tree): readonly Finding[] {
  return yamlPaths(tree).flatMap((file) => {
    const text = tree.texts.get(file) ?? ''
    if (tree.documents(file) !== undefined || text.includes('{{')) return []
    return findingsIn({ severity: 'warning', rule: 'yaml', file }, () => readYaml(text, { file })).findings
  })
}

function isResources(tree: Tree, file: string): boolean {
  return (tree.documents(file) ?? []).some(({ value }) => atPath(value, 'kind') !== undefined)
}

function warningsIn(environment: Environment, tree: Tree, without: readonly string[] = []): readonly Finding[] {
  const { file } = environment
  const isValues = !isResources(tree, file)
  return (
    read(environment, tree)
      // Of values it is known what Helm makes of a version: `versionFindings`.
      .filter(({ concerns, key }) => !(isValues && concerns === 'version') && !without.includes(key))
      .map(({ line, column, what, fix }) => ({
        file,
        line,
        column,
        ...(tree.branch !== undefined && { branch: tree.branch }),
        severity: 'warning',
        rule: 'manifest',
        what,
        fix,
      }))
  )
}

/** That a file cannot be read is told by other checks. */
function read(environment: Environment, tree: Tree): ReturnType<typeof warningsOn> {
  try {
    const { file } = environment
    return warningsOn({ environment, text: tree.texts.get(file) ?? '', documents: tree.documents(file) })
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}
