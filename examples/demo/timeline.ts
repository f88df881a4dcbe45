import type { StoryEvent } from './events.ts'

/** The event as lines for a terminal. */
export function renderEvent(event: StoryEvent, seconds: number): string {
  const time = `${seconds.toFixed(1).padStart(5)} s `
  const block = (text: string, sign: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `        ${sign} ${line}`)
      .join('\n')
  switch (event.kind) {
    case 'said':
      return `${time} ${event.who} comments: ${event.text}`
    case 'happened':
      return `${time} ${event.text}`
    case 'workflow':
      return `${time} the workflow ran on ${event.on} in ${event.seconds.toFixed(1)} s: ${event.verdict}`
    case 'report':
      return `${time} the report:\n${block(withoutMarker(event.markdown), '│')}`
    case 'reply':
      return `${time} serin answers${event.reactions.length === 0 ? '' : ` (${event.reactions.join(' ')})`}:\n${block(withoutMarker(event.markdown), '│')}`
    case 'commit':
      return `${time} ${event.repository}, branch ${event.branch}: ${event.sha.slice(0, 7)} ${event.message.split('\n', 1)[0]}\n${block(event.diff, ' ')}`
  }
}

function withoutMarker(markdown: string): string {
  return markdown.replaceAll(/^<!--.*-->\n/gm, '')
}
