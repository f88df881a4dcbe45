import type { Step } from '../config/gitops-config.ts'
import type { Running, Shadowing, WholeOnly } from '../manifest/manifest.ts'
import { nextStep, notReached, type Share, stepText } from './ladder.ts'
import type { Reason } from './reason.ts'

/** What a manifest can say, as `readManifest` tells. */
export interface Able {
  readonly running: Running | undefined
  readonly wholeOnly?: WholeOnly
  readonly shadowing?: Shadowing
}

/** A step that no version can come to, because the manifest cannot say it. */
export interface ClosedStep {
  readonly step: Step
  /** Plain sentences. */
  readonly why: string
}

/**
 * The steps of an environment that its manifest cannot say: a share where one version takes all the traffic, a shadow
 * where no requests are mirrored. None where nothing runs yet: a first version takes all the traffic without them.
 */
export function closedSteps(steps: readonly Step[], { running, wholeOnly, shadowing }: Able): readonly ClosedStep[] {
  if (running === undefined) return []
  const share = wholeOnly?.canary === undefined ? undefined : wholeOnly.why
  const shadow = shadowing?.kind === 'cannot' ? shadowing.reason : undefined
  return steps.flatMap((step) => {
    const why = step.kind === 'shadow' ? shadow : share
    return why === undefined ? [] : [{ step, why }]
  })
}

/** The refusal and the finding for such steps, with the way out; undefined when there are none. */
export function closedStepsText(closed: readonly ClosedStep[], environment: string): string | undefined {
  if (closed.length === 0) return undefined
  const names = closed.map(({ step }) => stepText(step))
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const reasons = [...new Set(closed.map(({ why }) => why))].join(' ')
  const them = names.length < 2 ? 'the step' : 'these steps'
  return `No version can come to ${list} in “${environment}”, as its \`steps\` ask: ${reasons} Remove ${them} from \`steps\` in serin.yml, or name a file there that can say it.`
}

/** Why a version may not have more yet: it has not come to a step, or cannot come to the next one. */
export function whyStepMissing(request: {
  readonly steps: readonly Step[]
  readonly missing: Step
  readonly has: Share
  readonly environment: string
  readonly manifest: Able
}): Reason {
  const { steps, has, environment, manifest } = request
  const closed = closedSteps(steps, manifest)
  const next = nextStep(steps, has)
  const text = closed.some(({ step }) => step === next) ? closedStepsText(closed, environment) : undefined
  if (text !== undefined) return { code: 'layout-cannot', reason: text }
  return { code: 'step-missing', reason: notReached(request) }
}
