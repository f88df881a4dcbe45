import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LoadRequest } from './load.ts'

/** Signed `issue_comment.created` webhooks of GitHub's real size, each with a comment of its own that says `/status`. */
export function signedComments(secret: string): () => LoadRequest {
  const template = JSON.stringify(payload())
  let made = 0
  return () => {
    made += 1
    const body = template.replaceAll(`${PLACEHOLDER}`, `${PLACEHOLDER + made}`)
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/bench',
        'x-github-event': 'issue_comment',
        'x-github-delivery': `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
        'x-hub-signature-256': `sha256=${signature}`,
      },
    }
  }
}

/** The comment's id in the template: no other number of the payload looks like it. */
const PLACEHOLDER = 7_000_000_000_000

interface Example {
  readonly installation?: object
  readonly issue: object
  readonly comment: object
  readonly sender: object
}

function payload(): unknown {
  const file = fileURLToPath(import.meta.resolve('@octokit/webhooks-examples'))
  const events: readonly { name: string; examples: readonly Example[] }[] = JSON.parse(readFileSync(file, 'utf8'))
  const comments = events.find(({ name }) => name === 'issue_comment')?.examples ?? []
  const example = comments.find(({ installation, comment }) => installation !== undefined && comment !== undefined)
  if (example === undefined) throw new Error('there is no example of a comment with an installation')
  const url = 'https://api.github.com/repos/octocat/hello-world/pulls/1'
  const now = new Date().toISOString()
  return {
    ...example,
    action: 'created',
    issue: { ...example.issue, pull_request: { url, html_url: url, diff_url: url, patch_url: url } },
    comment: {
      ...example.comment,
      id: PLACEHOLDER,
      body: '/status',
      user: example.sender,
      created_at: now,
      updated_at: now,
    },
  }
}
