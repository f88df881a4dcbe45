import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type CommandProblem, parseCommand } from '../../src/release/command.ts'
import { renderProposalNews } from '../../src/release/proposal-news.ts'
import { type Reply, renderReply } from '../../src/release/reply.ts'

const VERSION = 'aaaaaaaaaaaa'
const written = {
  kind: 'commit',
  sha: 'b'.repeat(40),
  url: 'https://github.com/acme/gitops/commit/b',
  repository: 'acme/gitops',
} as const
const proposal = {
  kind: 'pull-request',
  number: 3,
  url: 'https://github.com/acme/gitops/pull/3',
  repository: 'acme/gitops',
  isNew: true,
} as const
const change = {
  kind: 'changed',
  model: 'iris',
  environment: 'test',
  previous: 'cccccccccccc',
  diff: '@@ -1 +1 @@\n-a\n+b',
  written,
} as const
const canary = { version: VERSION, rollout: { kind: 'canary', percent: 20 } } as const
const stable = { version: VERSION, rollout: { kind: 'stable' } } as const
const pinned = { version: VERSION, rollout: { kind: 'pinned' } } as const

const PROBLEMS: readonly CommandProblem[] = [
  { kind: 'percent-missing' },
  { kind: 'percent-not-1-to-99' },
  { kind: 'environment-unknown', environments: ['test', 'prod'] },
  { kind: 'environment-or-sha-expected', environments: ['test'] },
  { kind: 'sha-not-7-to-40-hex' },
  { kind: 'too-many-arguments' },
  { kind: 'model-missing' },
  { kind: 'model-twice' },
  { kind: 'several-commands' },
]

/** Every kind of reply, made of a text that somebody else wrote. */
function repliesWith(text: string): readonly Reply[] {
  return [
    { ...change, next: { ...canary, version: text }, diff: text },
    { ...change, next: { ...stable, version: text }, environment: text },
    { ...change, next: pinned, previous: text, written: proposal },
    { kind: 'unchanged', code: 'same-already', reason: text },
    { kind: 'refused', code: 'draft', reason: text },
    {
      kind: 'mistake',
      code: 'set-up',
      error: new UserError(text, { fix: text, place: { file: text, line: 1, column: 2, key: text } }),
    },
    ...PROBLEMS.map((problem) => ({ kind: 'usage' as const, command: 'canary' as const, problem })),
    { kind: 'which-model', models: [text, 'iris'] },
    {
      kind: 'status',
      model: text,
      rows: [
        {
          environment: text,
          file: text,
          running: undefined,
          problem: text,
          isThisPullRequests: false,
          changed: undefined,
        },
      ],
      changes: [
        {
          sha: text,
          date: '2026-11-02T08:00:00+02:00',
          author: text,
          model: text,
          environment: text,
          version: text,
          rollout: text,
          versionBefore: `${text}-`,
          rolloutBefore: text,
          shadow: text,
          byHand: true,
          url: text,
        },
      ],
    },
    { kind: 'help' },
    { kind: 'late', minutes: 16 },
    { kind: 'broken', id: text },
  ]
}

test.each(['/canary 20', '\n/promote', '\r\n\r\n   /rollback', '/help', '`\n/status'])(
  'no reply that holds %j is a command',
  (text) => {
    for (const reply of repliesWith(text)) {
      const commands = renderReply(reply)
        .split(/\r?\n/)
        .map((line) => parseCommand(line, { environments: [] }).kind)
      const shown = reply.kind === 'changed' ? commands.slice(0, 1) : commands
      expect(shown.filter((kind) => kind !== 'none')).toEqual([])
    }
  },
)

describe('a change is told', () => {
  test.each([
    ['a canary', canary, `\`${VERSION}\` takes 20 % of the traffic, \`cccccccccccc\` the rest.`],
    ['a promotion', stable, `\`${VERSION}\` takes all the traffic.`],
    ['a rollback', pinned, `rolled back; \`cccccccccccc\` takes all the traffic, \`${VERSION}\` none.`],
  ])('as %s', (_, next, sentence) => {
    expect(renderReply({ ...change, next })).toBe(
      `**test**: ${sentence} Commit [\`bbbbbbb\`](${written.url}) in \`acme/gitops\`.\n\n\`\`\`diff\n@@ -1 +1 @@\n-a\n+b\n\`\`\``,
    )
  })

  test('without a name for what ran before', () => {
    expect(renderReply({ ...change, next: canary, previous: undefined })).toContain('what ran before the rest.')
  })

  test.each([
    [true, 'Proposed as'],
    [false, 'Proposed already, as'],
  ])('as a pull request, new: %s', (isNew, words) => {
    const text = renderReply({ ...change, next: stable, written: { ...proposal, isNew } })
    expect(text).toContain(
      `**test** changes by pull request only. ${words} [\`acme/gitops#3\`](${proposal.url}); when it is merged:`,
    )
  })
})

test('several environments are all named', () => {
  const problem = { kind: 'environment-unknown', environments: ['test', 'stage', 'prod'] } as const
  expect(renderReply({ kind: 'usage', command: 'status', problem })).toBe(
    '**Not understood**, so nothing was done: there is no such environment; there are `test`, `stage`, `prod`.\n\nUsage: `/status [environment] [--model <name>]`',
  )
})

test('a mistake is told by its place', () => {
  const error = new UserError('this is wrong.', {
    fix: 'Write `that`.',
    place: { file: 'serin.yml', line: 3, column: 5, key: 'models.iris' },
  })
  expect(renderReply({ kind: 'mistake', code: 'set-up', error })).toBe(
    '**Not done.** `serin.yml:3:5` (`models.iris`): this is wrong. Write `that`.',
  )
})

test.each([
  ['merged', stable, `was merged: \`${VERSION}\` takes all the traffic.`],
  ['merged', pinned, `was merged: rolled back; what ran before takes all the traffic, \`${VERSION}\` none.`],
  ['closed', pinned, 'was closed without being merged; nothing changed there.'],
] as const)('a proposal that was %s is told', (state, next, sentence) => {
  const { repository, number, url } = proposal
  expect(renderProposalNews({ repository, number, url, state, environment: 'prod', outcome: { next } })).toBe(
    `**prod**: [\`acme/gitops#3\`](${url}) ${sentence}`,
  )
})
