import { escapeText, inlineCode, link } from '../report/markdown.ts'

/** A proposal that a rollback has closed, or would close. */
export interface Withdrawn {
  /** `owner/name#number`. */
  readonly name: string
  readonly url: string
  readonly version: string
}

/** A rollback of what only waited as a pull request. */
export interface Withdrawal {
  readonly model: string
  readonly environment: string
  readonly proposals: readonly Withdrawn[]
}

/** The reply to `/rollback` where the version has not come to run yet: what was closed, and that nothing else changed. */
export function renderWithdrawal({ environment, proposals }: Withdrawal, way: 'done' | 'planned'): string {
  const verb = way === 'done' ? 'closed' : 'closes'
  const pulls = proposals.map(({ name, url, version }) => `${link(name, url)}, which proposed ${inlineCode(version)}`)
  const told = `**${escapeText(environment)}**: ${verb} ${pulls.join(', and ')}. It was not merged, so nothing else changes there.`
  return way === 'done' ? told : `**Plan**; nothing was written. ${told}`
}

/** What the closed proposal itself is told. */
export function withdrawnText(asked: { readonly by: string; readonly url: string }): string {
  return `Closed by ${inlineCode('/rollback')} of ${inlineCode(asked.by)} (${link('here', asked.url)}).`
}

/** What a rollback leaves open, as sentences for its reply: a merge of it would bring a version all the same. */
export function stillProposed(waiting: Withdrawn & { readonly environment: string }, whose: 'own' | 'other'): string {
  const { name, version, environment } = waiting
  const open = `\`${name}\` is still open and proposes \`${version}\` for “${environment}”`
  return whose === 'own'
    ? `${open}; \`/rollback ${environment}\` closes it.`
    : `${open}, for another pull request. Close it if it must not be merged.`
}
