import { lookUp, type Spot } from './look-up.ts'

export const DEPLOYMENT_MODE = 'serving.kserve.io/deploymentMode'

/** The mode that an InferenceService asks for; undefined leaves it to the cluster. */
export function modeOf(service: Spot): string | undefined {
  const mode = lookUp({ ...service, path: ['metadata', 'annotations', DEPLOYMENT_MODE] })
  return mode === undefined || mode === null ? undefined : String(mode)
}

/** `RawDeployment` is the old name of Standard (KServe `pkg/constants/constants.go`). */
export function isStandard(mode: string | undefined): boolean {
  return mode === 'Standard' || mode === 'RawDeployment'
}
