/** What a pull request in the gitops repository says of itself, hidden in its body, so that its merge can be told. */
export interface ProposalMark {
  readonly source: string
  readonly pullRequest?: number
  readonly model: string
  readonly environment: string
  readonly version: string
}

const MARK = /^<!-- serin:proposal (\{.*\}) -->$/m

/** The branch of a proposal: the same change always gets the same one. */
export function proposalBranch({ model, environment, version }: ProposalMark): string {
  return `serin/${model}/${environment}/${version}`
}

/** The hidden line. `-->` cannot occur in it: every field was checked by a pattern without `>`. */
export function renderMark(mark: ProposalMark): string {
  return `<!-- serin:proposal ${JSON.stringify(mark)} -->`
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
  return texts && (fields.pullRequest === undefined || Number.isSafeInteger(fields.pullRequest))
}
