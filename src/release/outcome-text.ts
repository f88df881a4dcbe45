import type { Running } from '../manifest/layout.ts'
import { inlineCode } from '../report/markdown.ts'

/**
 * Who gets the traffic now, as the end of a sentence in Markdown.
 * @param previous what takes the traffic that the version does not get, where that is known.
 */
export function outcomeText({ version, rollout }: Running, previous?: string): string {
  const name = inlineCode(version)
  const other = previous === undefined ? 'what ran before' : inlineCode(previous)
  switch (rollout.kind) {
    case 'stable':
      return `${name} takes all the traffic.`
    case 'canary':
      return `${name} takes ${rollout.percent} % of the traffic, ${other} the rest.`
    case 'pinned':
      return `rolled back; ${other} takes all the traffic, ${name} none.`
  }
}
