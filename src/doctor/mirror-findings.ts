import { atPath, listAt, textAt } from './at-path.ts'
import type { Finding } from './finding.ts'
import { type Tree, yamlPaths } from './tree.ts'

/** Routes with `mirror` beside `mirrors`, which Istio refuses (istio `pkg/config/validation/virtualservice.go`). */
export function mirrorFindings(tree: Tree): readonly Finding[] {
  return yamlPaths(tree).flatMap((file) =>
    (tree.documents(file) ?? []).flatMap((document): readonly Finding[] => {
      const { value } = document
      const [group] = (textAt(value, 'apiVersion') ?? '').split('/')
      if (group !== 'networking.istio.io' || textAt(value, 'kind') !== 'VirtualService') return []
      return listAt(value, 'spec', 'http').flatMap((route, index): readonly Finding[] => {
        if (atPath(route, 'mirror') === undefined || atPath(route, 'mirrors') === undefined) return []
        const steps = ['spec', 'http', index]
        return [
          {
            file,
            ...document.positionOf([...steps, 'mirror']),
            ...(tree.branch !== undefined && { branch: tree.branch }),
            severity: 'error',
            rule: 'mirror',
            what: `${steps.join('.')} has mirror beside mirrors: Istio refuses the whole VirtualService ${textAt(value, 'metadata', 'name')}, so that nothing of it is applied.`,
            fix: 'Keep one of the two; Serin writes mirror with mirrorPercentage.',
          },
        ]
      })
    }),
  )
}
