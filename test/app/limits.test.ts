import { describe, expect, test } from 'vitest'
import type { CommentJob } from '../../app/job.ts'
import { createLimits } from '../../app/limits.ts'

const MOST = { perSender: 2, perInstallation: 4, perPullRequest: 6 }

interface Said {
  readonly by?: number
  readonly in?: number
  readonly on?: number
  readonly at?: string
  readonly as?: string
  readonly id?: number
}

let last = 0

function comment({
  by = 1,
  in: installation = 1,
  on = 1,
  at = '12:00:00',
  as = 'NONE',
  id = ++last,
}: Said): CommentJob {
  return {
    kind: 'comment',
    repository: 'acme/iris',
    pullRequest: on,
    comment: { id, url: '', body: '/status', createdAt: `2026-01-01T${at}Z` },
    author: { id: by, login: `user-${by}`, association: as },
    installation,
  }
}

function limitsAfter(said: readonly Said[]) {
  const limits = createLimits(MOST)
  return said.map((each) => limits(comment(each)))
}

describe('a command is dropped', () => {
  test('when its sender gave more in this minute', () => {
    expect(limitsAfter([{}, {}, {}, { by: 2 }])).toEqual([undefined, undefined, 'sender', undefined])
  })

  test('when there are too many in the organization, by whomever and wherever', () => {
    const said = [1, 2, 3, 4, 5].map((by) => ({ by, on: by }))
    expect(limitsAfter(said).at(-1)).toBe('installation')
  })

  test('when its pull request had too many in this hour', () => {
    const said = [1, 2, 3, 4, 5, 6, 7].map((by) => ({ by, at: `12:0${by}:00` }))
    expect(limitsAfter(said)).toEqual([...Array.from({ length: 6 }), 'pull-request'])
  })
})

describe('a comment that GitHub tells of again', () => {
  test('counts once', () => {
    expect(limitsAfter([{ id: 7 }, { id: 7 }, { id: 7 }, {}]).at(-1)).toBeUndefined()
  })

  test('is dropped again', () => {
    expect(limitsAfter([{}, {}, { id: 8 }, { id: 8 }]).slice(-2)).toEqual(['sender', 'sender'])
  })
})

describe('a command is taken', () => {
  test('in the next minute', () => {
    expect(limitsAfter([{}, {}, { at: '12:01:00' }]).at(-1)).toBeUndefined()
  })

  test('when it is late, whatever was said since', () => {
    expect(limitsAfter([{ at: '12:05:00' }, { at: '12:05:30' }, { at: '12:01:00' }]).at(-1)).toBeUndefined()
  })

  test('of a member, whatever strangers do', () => {
    const strangers = [1, 2, 3, 4, 5, 6, 7, 8].map((by) => ({ by }))
    expect(limitsAfter([...strangers, { by: 9, as: 'MEMBER' }]).slice(-2)).toEqual(['installation', undefined])
  })

  test('of another organization', () => {
    const said = [1, 2, 3, 4].map((by) => ({ by }))
    expect(limitsAfter([...said, { by: 5, in: 2 }]).at(-1)).toBeUndefined()
  })
})
