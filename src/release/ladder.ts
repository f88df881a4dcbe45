import { rankOf, type Step } from '../config/gitops-config.ts'
import type { Running } from '../manifest/layout.ts'

/** What a version has in an environment, or is to have. */
export type Share =
  | { readonly kind: 'none' }
  | { readonly kind: 'shadow' | 'canary'; readonly percent: number }
  | { readonly kind: 'all' }

/** What any of the versions has by a manifest: the newest in it, or its shadow. */
export function shareOf(running: Running | undefined, versions: readonly string[]): Share {
  if (running === undefined) return { kind: 'none' }
  const { rollout, shadow } = running
  if (versions.includes(running.version)) {
    if (rollout.kind === 'stable') return { kind: 'all' }
    if (rollout.kind === 'canary') return rollout
  }
  return shadow !== undefined && versions.includes(shadow.version)
    ? { kind: 'shadow', percent: shadow.percent }
    : { kind: 'none' }
}

/** The highest step that must be done before a version may have a share; nothing below the lowest one. */
export function stepBelow(steps: readonly Step[], asked: Share): Step | undefined {
  return steps.findLast((step) => rankOf(step) < heightOf(asked))
}

/** Whether a share is that of a step or more. */
export function reaches(share: Share, step: Step): boolean {
  return heightOf(share) >= rankOf(step)
}

/** Whether going from one share to another gives a version no more than it has: that is always allowed. */
export function goesDown(from: Share, to: Share): boolean {
  return heightOf(to) <= heightOf(from)
}

/** The lowest step that a version does not have. */
export function nextStep(steps: readonly Step[], has: Share): Step | undefined {
  return steps.find((step) => !reaches(has, step))
}

/** Why a version may not have more yet: it has not come to the step. */
export function notReached(request: {
  readonly steps: readonly Step[]
  readonly missing: Step
  readonly has: Share
  readonly environment: string
}): string {
  const { steps, missing, has, environment } = request
  const next = nextStep(steps, has) ?? missing
  const command = next.kind === 'shadow' ? `/shadow ${next.percent}` : `/canary ${next.percent}`
  return `The steps of “${environment}” are ${listOf(steps)}. This version has ${shareText(has)} and must have ${stepText(missing)} first; the next step is \`${command} ${environment}\`.`
}

/**
 * Why a version may not have more yet: it has not stayed at the step for long enough; nothing when it has.
 * @param since when it came to the step, ISO 8601.
 */
export function stillSoaking({
  step,
  since,
  now,
}: {
  readonly step: Step
  readonly since: string
  readonly now: Date
}): string | undefined {
  const begin = new Date(since)
  const end = new Date(begin.getTime() + step.soakMinutes * MINUTE_MS)
  if (now >= end) return undefined
  return `${capitalized(stepText(step))} since ${clock(begin, now)}; soak ${duration(step.soakMinutes)}; earliest ${clock(end, now)}.`
}

const MINUTE_MS = 60_000

function heightOf(share: Share): number {
  switch (share.kind) {
    case 'none':
      return 0
    case 'all':
      return Number.POSITIVE_INFINITY
    default:
      return rankOf(share)
  }
}

function shareText(share: Share): string {
  if (share.kind === 'none') return 'nothing there'
  return share.kind === 'all' ? 'all the traffic' : stepText(share)
}

/** `20 %`, `a shadow of 20 %`. */
export function stepText({ kind, percent }: Pick<Step, 'kind' | 'percent'>): string {
  return kind === 'shadow' ? `a shadow of ${percent} %` : `${percent} %`
}

function listOf(steps: readonly Step[]): string {
  const texts = steps.map((step) => {
    const soak = step.soakMinutes === 0 ? '' : ` (${duration(step.soakMinutes)})`
    return `${stepText(step)}${soak}`
  })
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}

function duration(minutes: number): string {
  if (minutes % (24 * 60) === 0) return `${minutes / (24 * 60)} d`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

/** The time of day, with its date when it is another day's. */
function clock(time: Date, now: Date): string {
  const [day, hour = ''] = time.toISOString().split('T')
  const isToday = day === now.toISOString().slice(0, 10)
  return `\`${isToday ? '' : `${day} `}${hour.slice(0, 5)} UTC\``
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
