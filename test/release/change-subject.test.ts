import { describe, expect, test } from 'vitest'
import type { Running } from '../../src/manifest/layout.ts'
import { changeSubject, parseSubject } from '../../src/release/change-subject.ts'

const [NEW, OLD] = ['aaaaaaaaaaaa', '9d1c04e7b2fa']
const stable = (version: string): Running => ({ version, rollout: { kind: 'stable' } })
const at = { model: 'iris', environment: 'prod' }

describe.each<[string, Running, string]>([
  ['stable', stable(NEW), 'iris in prod: aaaaaaaaaaaa'],
  [
    'canary 20',
    { version: NEW, rollout: { kind: 'canary', percent: 20 } },
    'iris in prod: canary aaaaaaaaaaaa at 20 %',
  ],
  ['pinned', { version: NEW, rollout: { kind: 'pinned' } }, 'iris in prod: roll back aaaaaaaaaaaa'],
])('a change to %s', (rollout, next, subject) => {
  test('has its subject', () => {
    expect(changeSubject({ ...at, next, running: stable(OLD) })).toBe(subject)
  })

  test.each(['', ' (#12)'])('is read back from it with “%s”', (number) => {
    expect(parseSubject(subject + number)).toEqual({ ...at, version: NEW, rollout })
  })
})

test.each<[string, Running, Running]>([
  ['iris in prod: shadow aaaaaaaaaaaa at 50 %', stable(OLD), { ...stable(OLD), shadow: { version: NEW, percent: 50 } }],
  ['iris in prod: no shadow', { ...stable(OLD), shadow: { version: NEW, percent: 50 } }, stable(OLD)],
])('%s is what only mirrors', (subject, running, next) => {
  expect(changeSubject({ ...at, next, running })).toBe(subject)
  expect(parseSubject(subject)).toBeUndefined()
})

test.each(['Fix a typo', 'iris in prod: threshold 0.7', 'iris in prod: canary', 'iris in prod: a b c'])(
  '“%s” is none',
  (line) => {
    expect(parseSubject(line)).toBeUndefined()
  },
)
