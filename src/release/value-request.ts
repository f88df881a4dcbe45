import type { Environment, Scalar } from '../config/gitops-config.ts'
import { escapeText, fence, inlineCode, link } from '../report/markdown.ts'
import { sourceWord } from './known-source.ts'
import { renderValueMark, valueBranch } from './value-mark.ts'

/** A decided value of an environment, and who wants it. */
export interface ValueChange {
  readonly model: string
  readonly environment: Environment
  readonly key: string
  readonly value: Scalar
  /** The model repository, and the pull request that it was asked for on. */
  readonly source: string
  /** Its id on GitHub. */
  readonly sourceId: number
  readonly pullRequest: number
  readonly by: string
  /** The comment's address. */
  readonly command: string
}

/** A value's change as the message of a commit, and as a pull request for where one is wanted. */
export function renderValueRequest(
  change: ValueChange,
  diff: string,
): {
  readonly message: string
  readonly proposal: { readonly branch: string; readonly title: string; readonly body: string }
} {
  const { model, environment, key, value, source, sourceId, pullRequest, by, command } = change
  const title = `${model} in ${environment.name}: ${key} ${value}`
  const trailers = [
    `Serin-Command: ${command}`,
    `Serin-Model: ${model}`,
    `Serin-Environment: ${environment.name}`,
    `Serin-Set: ${key}`,
    `Serin-Pull-Request: ${source}#${pullRequest}`,
    `Serin-Source: ${sourceWord({ fullName: source, id: sourceId })}`,
    `Serin-By: ${by}`,
  ]
  const mark = { source, pullRequest, model, environment: environment.name, key, value }
  const body = [
    renderValueMark(mark),
    `${inlineCode(key)} of ${inlineCode(model)} becomes ${inlineCode(String(value))} in **${escapeText(environment.name)}**.`,
    `Asked for by ${inlineCode(by)} (${link('here', command)}).`,
    '',
    fence(diff, 'diff'),
    '',
    'Merging this pull request makes the change; closing it leaves everything as it is. Either is told on the model’s pull request.',
    '',
    // The last paragraph, which a squash keeps and which is read where it does not.
    ...trailers,
    '',
  ]
  const branch = valueBranch(mark)
  return { message: `${title}\n\n${trailers.join('\n')}\n`, proposal: { branch, title, body: body.join('\n') } }
}
