import { escapeText, inlineCode, link, list, prose } from '../report/markdown.ts'

/** A proposal that was open when its environment was frozen or freed, and what became of its auto-merge. */
export interface WaitingProposal {
  /** `owner/name#number`. */
  readonly name: string
  readonly url: string
  readonly autoMerge: /** `taken-back`: by Serin, for the freeze. `off`: it was off. `merged`: GitHub was faster. */
    | { readonly kind: 'taken-back' | 'off' | 'on-again' | 'merged' }
    /** GitHub says why it is still on, or why it cannot be turned on again. */
    | { readonly kind: 'still-on' | 'not-on-again'; readonly reason: string }
}

/** A freeze that was written or lifted. */
export interface Freezing {
  readonly kind: 'frozen' | 'unfrozen'
  readonly model: string
  readonly environments: readonly string[]
  readonly proposals: readonly WaitingProposal[]
}

/** The reply to `/freeze` and `/unfreeze`: what holds now, and what that means for each proposal that waits. */
export function renderFreezing({ kind, model, environments, proposals }: Freezing, commit: string): string {
  const names = environments.map((name) => `**${escapeText(name)}**`).join(', ')
  const what = `${inlineCode(model)} in ${names}`
  const [first, next] =
    kind === 'frozen'
      ? [
          `**Frozen:** ${what}. Only ${inlineCode('/rollback')} works until ${inlineCode('/unfreeze')}. ${commit}`,
          'Still open, and a merge by hand makes the change. Close what must not happen:',
        ]
      : [
          `**Free again:** ${what}. ${commit} What was refused meanwhile is not made up for: comment it again.`,
          'Still open from before:',
        ]
  if (proposals.length === 0) return first
  const lines = proposals.map((one) => `${link(one.name, one.url)}: ${autoMergeText(one.autoMerge, kind)}`)
  return `${first}\n\n${next}\n\n${list(lines)}`
}

function autoMergeText(end: WaitingProposal['autoMerge'], kind: Freezing['kind']): string {
  switch (end.kind) {
    case 'taken-back':
      return kind === 'frozen'
        ? `its auto-merge is off now; ${inlineCode('/unfreeze')} says how it goes on.`
        : 'its auto-merge was taken back for the freeze. Merge it by hand, or turn auto-merge on again.'
    case 'off':
      return kind === 'frozen' ? 'it has no auto-merge.' : 'merge it by hand, or close it.'
    case 'on-again':
      return 'its auto-merge is on again; GitHub merges it once the branch’s rules are met.'
    case 'merged':
      return '**it was merged before its auto-merge could be taken back.** If that must not be, comment `/rollback`.'
    case 'still-on':
      return `**its auto-merge is still on. Close it now.** GitHub says: ${prose(end.reason)}`
    case 'not-on-again':
      return `its auto-merge was taken back for the freeze, and is not on again, so merge it by hand. GitHub says: ${prose(end.reason)}`
  }
}

const MARKER = '<!-- serin:freeze '

/** How Serin's one comment on a frozen proposal begins. */
export const FREEZE_COMMENT = MARKER

/** Whether that comment says that Serin has taken the proposal's auto-merge back. */
export function tookAutoMerge(comment: string | undefined): boolean {
  return comment?.startsWith(`${MARKER}auto-merge-off -->`) ?? false
}

/** What the proposal itself is told, so that nobody merges it unaware. */
export function freezeComment(told: {
  readonly kind: Freezing['kind']
  readonly environment: string
  readonly by: string
  /** The comment that asked for it. */
  readonly url: string
  readonly autoMerge: WaitingProposal['autoMerge']
}): string {
  const { kind, environment, by, url, autoMerge } = told
  const state = kind === 'frozen' && autoMerge.kind === 'taken-back' ? 'auto-merge-off' : kind
  const who = `by ${inlineCode(by)} (${link('here', url)})`
  const where = `**${escapeText(environment)}**`
  const text =
    kind === 'frozen'
      ? `${where} is frozen ${who}. Do not merge this until it is free again: a merge makes the change all the same. This pull request: ${autoMergeText(autoMerge, kind)}`
      : `${where} is free again ${who}. This pull request: ${autoMergeText(autoMerge, kind)}`
  return `${MARKER}${state} -->\n${text}`
}
