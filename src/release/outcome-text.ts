import type { Running } from '../manifest/layout.ts'
import { inlineCode } from '../report/markdown.ts'

/**
 * Who gets the traffic now, as the end of a sentence in Markdown, and who a copy of the requests.
 * @param previous what takes the traffic that the version does not get, where that is known.
 */
export function outcomeText({ shadow, ...running }: Running, previous?: string): string {
  const traffic = trafficText(running, previous)
  if (shadow === undefined) return traffic
  return `${traffic} ${inlineCode(shadow.version)} gets a copy of ${shadow.percent} % of the requests; nobody sees its answers.`
}

function trafficText({ version, rollout }: Running, previous: string | undefined): string {
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
