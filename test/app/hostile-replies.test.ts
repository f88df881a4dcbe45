import { describe, expect, test } from 'vitest'
import { maskReply } from '../../app/mask.ts'
import { replyMarker } from '../../app/write-reply.ts'
import { UserError } from '../../src/errors.ts'
import { parseCommand } from '../../src/release/command.ts'
import { renderProposalNews, supersededText } from '../../src/release/proposal-news.ts'
import { type Reply, renderReply } from '../../src/release/reply.ts'
import { withdrawnText } from '../../src/release/withdrawal.ts'
import { effectsOf } from '../report/gfm.ts'
import { HOSTILE, hostileText, randomFrom } from '../report/hostile-text.ts'

const COMMANDS = [
  '/canary 20',
  '\n/promote',
  '\r\n\r\n   /rollback',
  '/help',
  '`\n/status',
  '\u2028/freeze',
  '-->\n/plan rollback',
]
const DATE = '2026-01-01T00:00:00Z'

/** Every kind of reply, with a text that somebody else wrote wherever there is one. */
const REPLIES: { readonly [Kind in Reply['kind']]: (text: string) => readonly (Reply & { kind: Kind })[] } = {
  changed: (text) => [
    { kind: 'changed', ...change(text), ...rollout(text), written: written(text), commit: text },
    { kind: 'changed', ...change(text), ...rollout(text), written: proposed(text, true), previous: undefined },
    { kind: 'changed', ...change(text), ...rollout(text), written: proposed(text, false) },
  ],
  set: (text) => [{ kind: 'set', ...change(text), key: text, value: text, written: written(text) }],
  planned: (text) => [
    ...[rollout(text), { key: text, value: text }, { freezes: [text] }, { frees: [text, text] }].map((outcome) => {
      const to = { kind: 'commit' as const, repository: text, branch: text, file: text }
      return { kind: 'planned' as const, ...change(text), outcome, to, lacks: text }
    }),
    { kind: 'planned', outcome: { withdraws: withdrawal(text) }, lacks: text },
    { kind: 'planned', outcome: { starts: { workflow: text, branch: text, url: URL } }, lacks: text },
  ],
  frozen: (text) => [{ kind: 'frozen', ...freezing(text) }],
  unfrozen: (text) => [{ kind: 'unfrozen', ...freezing(text) }],
  withdrawn: (text) => [{ kind: 'withdrawn', ...withdrawal(text) }],
  retrained: (text) => [{ kind: 'retrained', workflow: text, branch: text, url: URL }],
  unchanged: (text) => [{ kind: 'unchanged', code: 'same-already', reason: text }],
  refused: (text) => [{ kind: 'refused', code: 'draft', reason: text }],
  mistake: (text) => [
    {
      kind: 'mistake',
      code: 'set-up',
      error: new UserError(text, { fix: text, place: { file: text, line: 1, key: text } }),
    },
  ],
  usage: (text) => [
    { kind: 'usage', command: 'canary', problem: { kind: 'environment-unknown', environments: [text] } },
    { kind: 'usage', command: 'promote', problem: { kind: 'environment-or-sha-expected', environments: [text, text] } },
  ],
  'which-model': (text) => [{ kind: 'which-model', models: [text, text] }],
  status: (text) => [{ kind: 'status', model: text, rows: rows(text), changes: changes(text) }],
  help: () => [{ kind: 'help' }],
  late: () => [{ kind: 'late', minutes: 16 }],
  broken: (text) => [{ kind: 'broken', id: text }],
}

/** GitHub’s own. */
const URL = 'https://github.com/acme/iris'
const change = (text: string) => ({ model: text, environment: text, diff: text, warnings: [text, text] })
const rollout = (text: string) => ({
  next: { version: text, rollout: { kind: 'canary' as const, percent: 20 }, shadow: { version: text, percent: 5 } },
  previous: text,
})
const written = (text: string) => ({ kind: 'commit' as const, sha: 'g'.repeat(40), url: URL, repository: text })
const proposed = (text: string, isNew: boolean) => {
  return { kind: 'pull-request' as const, number: 3, url: URL, repository: text, isNew }
}
const withdrawal = (text: string) => {
  return { model: text, environment: text, proposals: [{ name: text, url: URL, version: text }] }
}
const freezing = (text: string) => {
  const autoMerges = [
    ...(['taken-back', 'off', 'on-again', 'merged'] as const).map((kind) => ({ kind })),
    ...(['still-on', 'not-on-again'] as const).map((kind) => ({ kind, reason: text })),
  ]
  const proposals = autoMerges.map((autoMerge) => ({ name: text, url: URL, autoMerge }))
  return { model: text, environments: [text], written: written(text), proposals }
}
const changes = (text: string) => {
  const one = { sha: text, date: DATE, author: text, url: URL, model: text, environment: text, version: text }
  const before = { versionBefore: `${text}!`, rolloutBefore: text, shadow: text }
  return [
    { ...one, rollout: text, by: text, ...before },
    { ...one, rollout: text, byHand: true as const },
  ]
}
const rows = (text: string) => [
  { environment: text, file: text, running: undefined, problem: text, isThisPullRequests: false, changed: undefined },
  {
    environment: text,
    file: text,
    running: rollout(text).next,
    problem: undefined,
    isThisPullRequests: true,
    frozen: true as const,
    changed: { date: DATE, url: URL },
  },
]

/** What the app writes for a reply, and the other texts that it writes to the model's pull request. */
function textsWith(text: string): readonly string[] {
  const replies = Object.values(REPLIES).flatMap((make) => make(text).map((reply) => renderReply(reply)))
  const news = {
    repository: text,
    number: 3,
    url: URL,
    environment: text,
    outcome: { next: rollout(text).next },
  }
  return [
    ...replies,
    renderProposalNews({ ...news, state: 'merged' }),
    renderProposalNews({ ...news, state: 'merged', outcome: { key: text, value: text } }),
    renderProposalNews({ ...news, state: 'closed', supersededBy: news }),
    withdrawnText({ by: text, url: URL }),
    supersededText({ ...news, version: text }),
  ]
}

const isCommand = (body: string) => parseCommand(body, { environments: [] }).kind !== 'none'
const MARKER = replyMarker({ comment: { id: 7 } })

describe('what the app writes', () => {
  test('is never a command, with its hidden line and without', () => {
    const random = randomFrom(3)
    for (let round = 0; round < 3_000; round += 1) {
      const command = COMMANDS[round % COMMANDS.length] ?? ''
      const text = [`${command}${hostileText(random)}`, `${hostileText(random)}${command}`][round % 2] ?? ''
      for (const body of textsWith(text))
        if (isCommand(body) || isCommand(`${MARKER}draft -->\n${body}`)) expect.fail(JSON.stringify(body))
    }
  })

  test('holds nothing that somebody else wrote but as words', () => {
    const random = randomFrom(9)
    const texts = [...HOSTILE, ...COMMANDS, ...Array.from({ length: 250 }, () => hostileText(random))]
    for (const text of texts) {
      for (const body of textsWith(text))
        if (effectsOf(body).length > 0) expect.fail(JSON.stringify([text, body, effectsOf(body)]))
    }
  })
})

const SECRETS = [
  'ghs_0123456789abcdef0123',
  'github_pat_11ABCDEFG0abcdefghij_klmnop',
  'eyJhbGciOi.eyJpc3MiOjF9.c2lnbmF0dXJl',
  'postgres://serin:hunter22hunter@db/serin',
  'Bearer abcdefgh12345678',
]

test.each(SECRETS)('no reply holds what looks like a secret: %s', (secret) => {
  const [, hidden = ''] = /(?:ghs_|pat_|\.|serin:|Bearer )(\w{8,})/.exec(secret) ?? []
  for (const body of textsWith(`at ${secret} `)) expect(maskReply(body)).not.toContain(hidden)
})
