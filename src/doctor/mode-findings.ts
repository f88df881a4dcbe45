import { UserError } from '../errors.ts'
import { readManifest } from '../manifest/manifest.ts'
import type { YamlDocument } from '../yaml/read.ts'
import { atPath, textAt } from './at-path.ts'
import type { NamedManifest } from './environment-findings.ts'
import type { Finding } from './finding.ts'

const ANNOTATION = 'serving.kserve.io/deploymentMode'
const PERCENTAGE = ['spec', 'predictor', 'canaryTrafficPercent']
/** The key of the warnings in whose place these findings stand. */
export const MODE_KEY = PERCENTAGE.join('.')

const FIX = `Write the annotation ${ANNOTATION}: Knative, or, for a cluster in Standard mode with KServe 0.20 or later, "layout: kserve-standard" in serin.yml.`

/** InferenceServices whose percentage nobody obeys, or only by the default of a cluster. */
export function modeFindings(manifests: readonly NamedManifest[]): readonly Finding[] {
  return manifests.flatMap((manifest) => {
    if (!isKnativeLayout(manifest)) return []
    const { environment, tree } = manifest
    const documents = tree.documents(environment.file) ?? []
    return documents.flatMap((document) => {
      const found = inMode(document)
      const branch = tree.branch === undefined ? {} : { branch: tree.branch }
      return found === undefined ? [] : [{ file: environment.file, ...branch, ...found }]
    })
  })
}

/** Whether canaries are written as `canaryTrafficPercent`. */
export function isKnativeLayout(manifest: NamedManifest): boolean {
  const documents = manifest.tree.documents(manifest.environment.file) ?? []
  if (!documents.some(({ value }) => textAt(value, 'kind') === 'InferenceService')) return false
  try {
    return readManifest(manifest).layout === 'kserve'
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

function inMode(document: YamlDocument): Omit<Finding, 'file'> | undefined {
  const { value } = document
  const group = textAt(value, 'apiVersion')?.split('/')[0]
  if (textAt(value, 'kind') !== 'InferenceService' || group !== 'serving.kserve.io') return undefined
  const mode = textAt(value, 'metadata', 'annotations', ANNOTATION)
  if (mode === 'Knative' || mode === 'Serverless') return undefined
  const percent = atPath(value, ...PERCENTAGE)
  if (mode === undefined) {
    return {
      ...document.positionOf(percent === undefined ? ['metadata', 'name'] : PERCENTAGE),
      severity: 'warning',
      rule: 'kserve-mode',
      what: `The deployment mode of ${textAt(value, 'metadata', 'name')} is not written, so the cluster's default applies: defaultDeploymentMode in the ConfigMap inferenceservice-config (Serverless as KServe ships it, Standard where the key is missing). In Standard mode ${percent === undefined ? 'every /canary is' : 'canaryTrafficPercent is'} silently ignored.`,
      fix: FIX,
    }
  }
  const rule = { rule: 'kserve-mode', fix: FIX } as const
  const ignores = `In ${mode} mode KServe ignores canaryTrafficPercent`
  if (percent === undefined) {
    const what = `${ignores}, so every /canary is refused here.`
    return { ...document.positionOf(['metadata', 'annotations', ANNOTATION]), severity: 'info', ...rule, what }
  }
  const what = `${ignores}: the version in the file has all the traffic, not ${String(percent)} %.`
  return { ...document.positionOf(PERCENTAGE), severity: 'error', ...rule, what }
}
