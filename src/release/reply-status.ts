import type { Rollout, Running } from '../manifest/layout.ts'
import { codeLink, escapeText, inlineCode, tableOf } from '../report/markdown.ts'

export interface StatusRow {
  readonly environment: string
  readonly file: string
  readonly running: Running | undefined
  /** Why the manifest could not be read. */
  readonly problem: string | undefined
  readonly isThisPullRequests: boolean
  /** Set while only `/rollback` works there. */
  readonly frozen?: true
  readonly changed: { readonly date: string; readonly url: string } | undefined
}

/** What runs of a model in its environments, as a table. */
export function renderStatus(model: string, rows: readonly StatusRow[]): string {
  const cells = rows.map((row) => [
    `${escapeText(row.environment)}${row.frozen ? ' (frozen)' : ''}`,
    row.running === undefined
      ? escapeText(row.problem ?? 'no version yet')
      : `${inlineCode(row.running.version)}${row.isThisPullRequests ? ' (this pull request)' : ''}`,
    row.running === undefined ? '' : trafficText(row.running),
    row.changed === undefined ? '' : codeLink(row.changed.date.slice(0, 16).replace('T', ' '), row.changed.url),
  ])
  return `What runs of ${inlineCode(model)}:\n\n${tableOf([['environment', 'version', 'traffic', 'since (UTC)'], ...cells])}`
}

function trafficText({ rollout, shadow }: Running): string {
  const share = shareText(rollout)
  return shadow === undefined ? share : `${share}; ${shadow.percent} % copied to ${inlineCode(shadow.version)}`
}

function shareText(rollout: Rollout): string {
  switch (rollout.kind) {
    case 'stable':
      return 'all'
    case 'canary':
      return `canary, ${rollout.percent} %`
    case 'pinned':
      return 'none (rolled back)'
  }
}
