import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { takeWebhooks } from '../../app/index.ts'
import { createMetrics } from '../../app/metrics.ts'
import type { Webhook } from '../../app/web.ts'

const EXAMPLES: readonly { readonly name: string; readonly examples: readonly object[] }[] = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve('@octokit/webhooks-examples')), 'utf8'),
)
const SENDER = { id: 7, login: 'ada', type: 'User' }

let received: unknown[]
let settled: string[]
let metrics: ReturnType<typeof createMetrics>
let take: (webhook: Webhook) => Promise<void>

beforeEach(() => {
  received = []
  settled = []
  metrics = createMetrics(async () => ({ waiting: 0, leased: 0, done: 0, dead: 0 }), Date.now)
  const probot = { receive: async (event: unknown) => void received.push(event) }
  take = takeWebhooks(probot, { allowedBots: [], settled: (id) => void settled.push(id), metrics })
})

function comment(body: string): Webhook {
  const payload = {
    action: 'created',
    repository: { id: 1, full_name: 'acme/iris' },
    sender: SENDER,
    issue: { number: 2, pull_request: {} },
    comment: {
      id: 3,
      html_url: 'https://github.com/acme/iris/pull/2#issuecomment-3',
      body,
      created_at: '2026-01-01T00:00:00Z',
      user: SENDER,
    },
  }
  return { id: 'd-1', name: 'issue_comment', payload }
}

describe('Probot', () => {
  test('gets a command', async () => {
    await take(comment('/canary 20'))
    expect([received, settled]).toEqual([[comment('/canary 20')], []])
  })

  test('gets no other comment, which counts as ignored and settled', async () => {
    await take(comment('Nice.'))
    expect([received, settled]).toEqual([[], ['d-1']])
    expect(await metrics.text()).toContain('serin_deliveries_total{event="issue_comment",outcome="ignored"} 1')
  })

  test('gets none of GitHub’s own examples', async () => {
    for (const { name, examples } of EXAMPLES) {
      const known = name === 'issue_comment' || name === 'pull_request' ? name : 'other'
      for (const payload of examples) await take({ id: name, name: known, payload })
    }
    expect(received).toEqual([])
    expect(settled.length).toBeGreaterThan(100)
  })
})
