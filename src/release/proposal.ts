import type { Rollout } from '../manifest/layout.ts'

/** What a pull request in the gitops repository says of itself, hidden in its body, so that its merge can be told. */
export interface ProposalMark {
  readonly source: string
  readonly pullRequest?: number
  readonly model: string
  readonly environment: string
  readonly version: string
  readonly rollout: Rollout
  /** The address of the comment or the workflow run that asked. */
  readonly command?: string
}

const MARK = /^<!-- serin:proposal (\{.*\}) -->$/m

/** The branch of a proposal: the same change always gets the same one. */
export function proposalBranch({ model, environment, version }: Omit<ProposalMark, 'rollout'>): string {
  return `serin/${model}/${environment}/${version}`
}

/** The hidden line. `>` is written as its escape, so that `-->` cannot occur in it. */
export function renderMark(mark: ProposalMark): string {
  return `<!-- serin:proposal ${JSON.stringify(mark).replaceAll('>', '\\u003e')} -->`
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
  const isCommand = fields.command === undefined || typeof fields.command === 'string'
  const isNumber = fields.pullRequest === undefined || Number.isSafeInteger(fields.pullRequest)
  return texts && isCommand && isNumber && isRollout(fields.rollout)
}

function isRollout(value: unknown): value is Rollout {
  if (typeof value !== 'object' || value === null) return false
  const { kind, percent } = value as Record<string, unknown>
  return kind === 'stable' || kind === 'pinned' || (kind === 'canary' && Number.isSafeInteger(percent))
}
