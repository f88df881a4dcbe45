import { atPath, listAt, textAt } from './at-path.ts'
import type { NamedManifest } from './environment-findings.ts'
import type { Finding } from './finding.ts'
import { type Tree, yamlPaths } from './tree.ts'

interface Owner {
  readonly kind: 'VirtualService' | 'HTTPRoute'
  /** The route whose weights it writes. */
  readonly route: string
  readonly namespace: string | undefined
  /** `the Rollout iris (rollouts/iris.yaml)`. */
  readonly owner: string
  readonly file: string
}

/**
 * Routes that a release would write and whose weights belong to a controller in another file of the repository.
 * (Of one in the same file the manifest itself tells: `refuseOwnedWeights`.)
 */
export function weightFindings(manifests: readonly NamedManifest[]): readonly Finding[] {
  const owners = new Map<Tree, readonly Owner[]>()
  return manifests.flatMap(({ environment, tree }) => {
    const known = owners.get(tree) ?? ownersIn(tree)
    owners.set(tree, known)
    return (tree.documents(environment.file) ?? []).flatMap((document): Finding[] => {
      const kind = textAt(document.value, 'kind')
      const name = textAt(document.value, 'metadata', 'name')
      const namespace = textAt(document.value, 'metadata', 'namespace')
      const owner = known.find(
        (one) =>
          one.kind === kind && one.route === name && one.file !== environment.file && isSame(one.namespace, namespace),
      )
      if (owner === undefined) return []
      return [
        {
          file: environment.file,
          ...document.positionOf(['metadata', 'name']),
          ...(tree.branch !== undefined && { branch: tree.branch }),
          severity: 'error',
          rule: 'weight-owner',
          what: `The weights of the ${kind} ${name} belong to ${owner.owner}, which would overwrite what /canary writes.`,
          fix: `Name ${owner.file} in serin.yml as the file of this environment, or take the route out of it.`,
        },
      ]
    })
  })
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other
}

function ownersIn(tree: Tree): readonly Owner[] {
  return yamlPaths(tree).flatMap((file) => (tree.documents(file) ?? []).flatMap(({ value }) => owned(value, file)))
}

function owned(value: unknown, file: string): readonly Owner[] {
  const [group] = (textAt(value, 'apiVersion') ?? '').split('/')
  const kind = textAt(value, 'kind')
  const namespace = textAt(value, 'metadata', 'namespace')
  const owner = `the ${kind} ${textAt(value, 'metadata', 'name')} (${file})`
  const about = { namespace, owner, file }
  if (group === 'argoproj.io' && kind === 'Rollout') {
    const routing = atPath(value, 'spec', 'strategy', 'canary', 'trafficRouting')
    return [
      ...names(atPath(routing, 'istio'), 'virtualService', 'virtualServices').map((route) => ({
        ...about,
        kind: 'VirtualService' as const,
        route,
      })),
      ...names(atPath(routing, 'plugins', 'argoproj-labs/gatewayAPI'), 'httpRoute', 'httpRoutes').map((route) => ({
        ...about,
        kind: 'HTTPRoute' as const,
        route,
      })),
    ]
  }
  if (group !== 'flagger.app' || kind !== 'Canary') return []
  const route = textAt(value, 'spec', 'service', 'name') ?? textAt(value, 'spec', 'targetRef', 'name')
  if (route === undefined) return []
  return (['VirtualService', 'HTTPRoute'] as const).map((each) => ({ ...about, kind: each, route }))
}

/** One named at `one` (a name, or a mapping with it), and those of the list at `several`. */
function names(routing: unknown, one: string, several: string): readonly string[] {
  const written = [textAt(routing, one) ?? textAt(routing, one, 'name')]
  return [...written, ...listAt(routing, several).map((each) => textAt(each, 'name'))].filter(
    (name) => name !== undefined,
  )
}
