import { describe, expect, test } from 'vitest'
import { candidateOf, type PullRequestState, verdictOf, versionsOf } from '../../src/release/candidate.ts'

const HEAD = 'a'.repeat(40)
const MERGE = 'b'.repeat(40)
const open: PullRequestState = {
  state: 'open',
  draft: false,
  headSha: HEAD,
  mergeCommit: undefined,
  headRepositoryId: 1,
  baseRepositoryId: 1,
  baseBranch: 'main',
}

describe('the candidate', () => {
  test('of an open pull request is its head', () => {
    expect(candidateOf(open, 'main')).toEqual({ kind: 'commit', sha: HEAD, version: 'aaaaaaaaaaaa' })
  })

  test('of a merged one is the merge commit', () => {
    expect(candidateOf({ ...open, state: 'merged', mergeCommit: MERGE }, 'main')).toMatchObject({ sha: MERGE })
  })

  test.each([
    ['a closed one', { state: 'closed' }],
    ['one to another branch', { baseBranch: 'next' }],
    ['one from a fork', { headRepositoryId: 2 }],
    ['one whose fork is gone', { headRepositoryId: undefined }],
    ['a merged one without a known merge commit', { state: 'merged' }],
  ] as const)('of %s is none', (_, change) => {
    expect(candidateOf({ ...open, ...change }, 'main').kind).toBe('none')
  })

  test('of a fork’s merged one is the merge commit', () => {
    expect(candidateOf({ ...open, headRepositoryId: 2, state: 'merged', mergeCommit: MERGE }, 'main').kind).toBe(
      'commit',
    )
  })
})

test('a pull request’s versions are those of merge and head', () => {
  expect(versionsOf({ headSha: HEAD, mergeCommit: MERGE })).toEqual(['bbbbbbbbbbbb', 'aaaaaaaaaaaa'])
})

describe('the verdict', () => {
  const ASKED_AT = '2026-11-21T10:00:00Z'
  const run = (conclusion: string | null, app = 'github-actions', status = 'completed', externalId = '') => {
    return { status, conclusion, completedAt: '2026-11-21T10:00:00Z', app, externalId }
  }

  test.each([
    ['a success is a pass', [run('success')], 'pass'],
    ['a failure is none', [run('failure')], 'not-passed'],
    ['a cancelled run is none', [run('cancelled')], 'cancelled'],
    ['a skipped run is none', [run('skipped')], 'not-passed'],
    ['a neutral run is none', [run('neutral')], 'not-passed'],
    ['the newest counts', [run('failure'), run('success')], 'not-passed'],
    ['another app’s word does not count', [run('success', 'evil')], 'missing'],
    ['a running one is not there yet', [run(null, 'github-actions', 'in_progress')], 'running'],
    ['no run is missing', [], 'missing'],
  ] as const)('%s', (_, runs, expected) => {
    expect(verdictOf(runs, 'github-actions', ASKED_AT).kind).toBe(expected)
  })

  test.each([
    ['in the same second', '2026-11-21T10:00:00Z', 'pass'],
    ['a second later', '2026-11-21T10:00:01Z', 'younger'],
    ['nobody knows when', null, 'younger'],
  ])('of an evaluation that was finished %s than the command is: %s', (_, completedAt, expected) => {
    expect(verdictOf([{ ...run('success'), completedAt }], 'github-actions', ASKED_AT).kind).toBe(expected)
  })

  test('names the build that was judged', () => {
    const judged = run('success', 'github-actions', 'completed', 'serin:version=bbbbbbbbbbbb')
    expect(verdictOf([judged], 'github-actions', ASKED_AT)).toEqual({ kind: 'pass', version: 'bbbbbbbbbbbb' })
    expect(verdictOf([run('success')], 'github-actions', ASKED_AT)).toEqual({ kind: 'pass', version: undefined })
  })
})
