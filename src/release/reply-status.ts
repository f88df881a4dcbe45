import type { Rollout, Running } from '../manifest/layout.ts'
import { codeLink, escapeText, inlineCode, tableOf } from '../report/markdown.ts'
import type { ReleaseEntry } from './release-entry.ts'

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

/** A change of what runs, and where its commit is shown. */
export interface StatusChange extends ReleaseEntry {
  readonly url: string
}

/** What runs of a model in its environments, and by which changes it came to that: two tables. */
export function renderStatus(model: string, rows: readonly StatusRow[], changes: readonly StatusChange[]): string {
  const cells = rows.map((row) => [
    `${escapeText(row.environment)}${row.frozen ? ' (frozen)' : ''}`,
    row.running === undefined
      ? escapeText(row.problem ?? 'no version yet')
      : `${inlineCode(row.running.version)}${row.isThisPullRequests ? ' (this pull request)' : ''}`,
    row.running === undefined ? '' : trafficText(row.running),
    row.changed === undefined ? '' : codeLink(timeOf(row.changed.date), row.changed.url),
  ])
  const now = `What runs of ${inlineCode(model)}:\n\n${tableOf([['environment', 'version', 'traffic', 'since (UTC)'], ...cells])}`
  return changes.length === 0
    ? now
    : `${now}\n\nThe latest changes:\n\n${tableOf([CHANGE_COLUMNS, ...changes.map(changeCells)])}`
}

/** Few columns, since they are read on phones: the model is named above, and what asked is on the commit. */
const CHANGE_COLUMNS = ['when (UTC)', 'environment', 'version', 'before → after', 'who']
const LONGEST_NAME = 40

function changeCells(change: StatusChange): readonly string[] {
  const { date, url, environment, version, by, byHand, author } = change
  const who = by === undefined ? escapeText(author, LONGEST_NAME) : inlineCode(by)
  return [
    codeLink(timeOf(date), url),
    escapeText(environment),
    inlineCode(version),
    beforeAndAfter(change),
    byHand ? `by hand: ${who}` : who,
  ]
}

function beforeAndAfter({ version, rollout, versionBefore, rolloutBefore, shadow }: StatusChange): string {
  const other = versionBefore === undefined || versionBefore === version ? '' : `${inlineCode(versionBefore)} `
  const before = rolloutBefore === undefined ? '' : `${other}${escapeText(rolloutBefore)} → `
  const change = `${before}${escapeText(rollout)}`
  return shadow === undefined ? change : `${change}, shadow ${escapeText(shadow)}`
}

/** `2026-11-02 06:00`, whatever its zone was. */
function timeOf(date: string): string {
  return new Date(date).toISOString().slice(0, 16).replace('T', ' ')
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
