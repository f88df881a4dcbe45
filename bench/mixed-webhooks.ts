import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LoadRequest } from './load.ts'
import { signedComments } from './signed-comments.ts'

/** What an organization's repositories send all day, and an app that is subscribed to it must throw away. */
const NOISE = ['issue_comment', 'pull_request', 'push', 'check_run', 'status', 'workflow_run']
const KINDS = 60

/** Signed webhooks as GitHub sends them, one in so many a comment that gives a command; all the others are noise. */
export function mixedWebhooks(secret: string, oneIn: number): () => LoadRequest {
  const command = signedComments(secret)
  const file = fileURLToPath(import.meta.resolve('@octokit/webhooks-examples'))
  const events: readonly { name: string; examples: readonly object[] }[] = JSON.parse(readFileSync(file, 'utf8'))
  const noise = NOISE.flatMap((name) => {
    const examples = events.find((event) => event.name === name)?.examples ?? []
    return examples.slice(0, KINDS / NOISE.length).map((example) => ({ name, body: JSON.stringify(example) }))
  })
  const signed = noise.map(({ name, body }) => ({
    name,
    body,
    signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }))
  let made = 0
  return () => {
    made += 1
    const chosen = signed[made % signed.length]
    if (made % oneIn === 0 || chosen === undefined) return command()
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/bench',
      'x-github-event': chosen.name,
      'x-github-delivery': `00000000-0000-4000-9000-${String(made).padStart(12, '0')}`,
      'x-hub-signature-256': chosen.signature,
    }
    return { body: chosen.body, headers }
  }
}
