import type { Rollout, Shadow } from '../manifest/layout.ts'

/** What a pull request in the gitops repository says of itself, hidden in its body, so that its merge can be told. */
export interface ProposalMark {
  readonly source: string
  readonly pullRequest?: number
  readonly model: string
  readonly environment: string
  readonly version: string
  readonly rollout: Rollout
  /** The version that takes the traffic which this one does not. It is only told: nobody relies on it. */
  readonly previous?: string
  /** Set when it only mirrors requests to a version, or ends that, and leaves the traffic as it is. */
  readonly shadow?: Shadow | 'off'
  /** The address of the comment or the workflow run that asked. */
  readonly command?: string
  /** The number of the newer proposal that took its place; it was closed for it. */
  readonly supersededBy?: number
  /** The address of the `/rollback` that it was closed by, before it was merged. */
  readonly withdrawnBy?: string
}

const MARK = /^<!-- serin:proposal (\{.*\}) -->$/m

/** The branch of a proposal: the same change always gets the same one. */
export function proposalBranch({
  model,
  environment,
  version,
  shadow,
}: Pick<ProposalMark, 'model' | 'environment' | 'version' | 'shadow'>): string {
  const folder = `serin/${model}/${environment}`
  if (shadow === undefined) return `${folder}/${version}`
  return `${folder}/shadow-${shadow === 'off' ? 'off' : shadow.version}`
}

/** The hidden line. `>` is written as its escape, so that `-->` cannot occur in it. */
export function renderMark(mark: ProposalMark): string {
  return `<!-- serin:proposal ${JSON.stringify(mark).replaceAll('>', '\\u003e')} -->`
}

/** A proposal's body after a newer proposal took its place. */
export function withSuperseded(body: string, mark: ProposalMark, by: number): string {
  return body.replaceAll('\r\n', '\n').replace(MARK, () => renderMark({ ...mark, supersededBy: by }))
}

/** A proposal's body after a rollback has closed it. */
export function withWithdrawn(body: string, mark: ProposalMark, by: string): string {
  return body.replaceAll('\r\n', '\n').replace(MARK, () => renderMark({ ...mark, withdrawnBy: by }))
}

/** A pull request as far as it tells whose proposal it is. */
export interface ProposalPull {
  readonly body: string
  readonly headBranch: string
  /** `undefined` when the fork is gone. */
  readonly headRepositoryId: number | undefined
  readonly baseRepositoryId: number
}

/**
 * The mark of a proposal that is believed as far as its branch bears it out: model, environment and version. Everybody
 * with write access can edit a body; a branch's name stays, and a fork cannot have made one in the repository itself.
 */
export function markOfProposal(pull: ProposalPull): ProposalMark | undefined {
  const mark = parseMark(pull.body)
  const isOwnBranch = pull.headRepositoryId === pull.baseRepositoryId
  return mark !== undefined && isOwnBranch && pull.headBranch === proposalBranch(mark) ? mark : undefined
}

/** Whether a pull request changes an environment of a model, by its branch alone: that cannot be edited away. */
export function isProposalFor(
  { headBranch, headRepositoryId, baseRepositoryId }: Omit<ProposalPull, 'body'>,
  { model, environment }: { readonly model: string; readonly environment: string },
): boolean {
  return headRepositoryId === baseRepositoryId && headBranch.startsWith(`serin/${model}/${environment}/`)
}

/** Reads the hidden line back; `undefined` when there is none or it is not ours. Anybody with write access may have edited it. */
export function parseMark(body: string): ProposalMark | undefined {
  const text = MARK.exec(body.replaceAll('\r\n', '\n'))?.[1]
  if (text === undefined) return undefined
  const value = parseJson(text)
  return isMark(value) ? value : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isMark(value: unknown): value is ProposalMark {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Record<string, unknown>
  const texts = [fields.source, fields.model, fields.environment, fields.version].every(
    (field) => typeof field === 'string',
  )
  const areTexts = [fields.command, fields.withdrawnBy, fields.previous].every(
    (field) => field === undefined || typeof field === 'string',
  )
  const isNumber = [fields.pullRequest, fields.supersededBy].every(
    (field) => field === undefined || Number.isSafeInteger(field),
  )
  return texts && areTexts && isNumber && isRollout(fields.rollout) && isShadow(fields.shadow)
}

function isRollout(value: unknown): value is Rollout {
  if (typeof value !== 'object' || value === null) return false
  const { kind, percent } = value as Record<string, unknown>
  return kind === 'stable' || kind === 'pinned' || (kind === 'canary' && Number.isSafeInteger(percent))
}

function isShadow(value: unknown): boolean {
  if (value === undefined || value === 'off') return true
  if (typeof value !== 'object' || value === null) return false
  const { version, percent } = value as Record<string, unknown>
  return typeof version === 'string' && Number.isSafeInteger(percent)
}
