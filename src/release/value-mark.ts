import type { Scalar } from '../config/gitops-config.ts'
import type { ProposalPull } from './proposal.ts'

/** What a pull request that changes a value says of itself, hidden in its body, so that its end can be told. */
export interface ValueMark {
  readonly source: string
  readonly pullRequest: number
  readonly model: string
  readonly environment: string
  readonly key: string
  readonly value: Scalar
}

const MARK = /^<!-- serin:value (\{.*\}) -->$/m

/** The branch of such a proposal: another value of the same key takes the place of the one before. */
export function valueBranch({ model, environment, key }: Pick<ValueMark, 'model' | 'environment' | 'key'>): string {
  return `serin/${model}/${environment}/set-${key}`
}

/** The hidden line. `>` is written as its escape, so that `-->` cannot occur in it. */
export function renderValueMark(mark: ValueMark): string {
  return `<!-- serin:value ${JSON.stringify(mark).replaceAll('>', '\\u003e')} -->`
}

/** The mark as far as the branch bears it out; `undefined` for any other pull request. Anybody may have edited the body. */
export function valueMarkOf(pull: ProposalPull): ValueMark | undefined {
  const text = MARK.exec(pull.body.replaceAll('\r\n', '\n'))?.[1]
  if (text === undefined || pull.headRepositoryId !== pull.baseRepositoryId) return undefined
  const mark = parse(text)
  return mark !== undefined && pull.headBranch === valueBranch(mark) ? mark : undefined
}

function parse(text: string): ValueMark | undefined {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>>
    return isMark(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isMark(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & ValueMark {
  const { source, model, environment, key, pullRequest } = value
  const texts = [source, model, environment, key].every((field) => typeof field === 'string')
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value.value)
  return texts && isScalar && Number.isSafeInteger(pullRequest)
}
