import type { Environment } from '../config/gitops-config.ts'
import { readManifest } from '../manifest/manifest.ts'
import type { NamedManifest, OpenConfig } from './environment-findings.ts'
import { type Finding, findingsIn } from './finding.ts'

/** Ladders with a step that the manifest of their environment cannot carry, so that no version gets past it. */
export function stepFindings(open: OpenConfig, manifests: readonly NamedManifest[]): readonly Finding[] {
  return manifests.flatMap((manifest) => {
    const { model, environment } = manifest
    if (environment.steps === undefined) return []
    const where = ['models', model.name, 'environments', environment.name, 'steps']
    const file = environment.file
    return impossible(manifest, environment.steps).map(({ kind, why }) => ({
      file: open.file,
      ...open.document.positionOf(where),
      severity: 'warning',
      rule: 'steps',
      what: `A step asks for a ${kind}, which ${file} cannot carry, so no version gets past it without --skip: ${why}`,
      fix: `Take the ${kind} out of the steps, or release through a file that carries it.`,
    }))
  })
}

function impossible(manifest: NamedManifest, steps: NonNullable<Environment['steps']>) {
  // That a file cannot be read is told by other checks.
  const about = { severity: 'warning', rule: 'steps', file: manifest.environment.file } as const
  const read = findingsIn(about, () => readManifest(manifest)).result
  if (read?.running === undefined) return []
  const { wholeOnly, shadowing } = read
  const asks = (kind: 'canary' | 'shadow') => steps.some((step) => step.kind === kind)
  const canary = asks('canary') ? wholeOnly?.canary : undefined
  const shadow = asks('shadow') && shadowing.kind === 'cannot' ? shadowing.reason : undefined
  return [
    ...(canary === undefined ? [] : [{ kind: 'canary', why: canary }]),
    ...(shadow === undefined ? [] : [{ kind: 'shadow', why: shadow }]),
  ] as const
}
