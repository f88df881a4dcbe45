import { describe, expect, it } from 'vitest'
import { parseGitopsConfig } from '../../src/config/gitops-config.ts'
import { complaintOf } from './complaints.ts'

const parse = (text: string) => parseGitopsConfig(text, 'serin.yml')
const one = (entry: string, more = '') =>
  `models:\n  iris:\n    source: acme/iris\n${more}    environments:\n      test: { file: a.yaml, ${entry} }\n`
const environment = (entry: string, more?: string) => parse(one(entry, more)).models.iris?.environments[0]

describe('steps', () => {
  it('are shares, each with a time to stay', () => {
    expect(environment('steps: [shadow, 1, 5, { canary: 20, soak: 2h }, { canary: 50, soak: 1d }]')?.steps).toEqual([
      { kind: 'shadow', percent: 1, soakMinutes: 0 },
      { kind: 'canary', percent: 1, soakMinutes: 0 },
      { kind: 'canary', percent: 5, soakMinutes: 0 },
      { kind: 'canary', percent: 20, soakMinutes: 120 },
      { kind: 'canary', percent: 50, soakMinutes: 1440 },
    ])
    expect(environment('steps: [{ shadow: 100, soak: 30m }]')?.steps).toEqual([
      { kind: 'shadow', percent: 100, soakMinutes: 30 },
    ])
  })

  it.each([
    ['[]', /no step is listed/],
    ['[0]', /not a step|whole number of percent/],
    ['[100]', /not a step|whole number of percent/],
    ['[20, 5]', /not above the one before it/],
    ['[5, 5]', /not above the one before it/],
    ['[5, shadow]', /not above the one before it/],
    ['[{ canary: 5, soak: 2 h }]', /not a length of time|not a step/],
    ['[{ canary: 5, soak: 0h }]', /not a length of time|not a step/],
    ['[{ canary: 5, shadow: 5 }]', /not a step|not a key/],
    ['[dark]', /not a step/],
  ])('%s are refused', (steps, complaint) => {
    expect(complaintOf(() => parse(one(`steps: ${steps}`))).message).toMatch(complaint)
  })

  it('are not passed by a merge', () => {
    expect(complaintOf(() => parse(one('steps: [5], on-merge: release'))).message).toMatch(/past the steps/)
  })
})

describe('settable values', () => {
  it('are places with a rule', () => {
    const text = `settable: {
      threshold: { path: model.threshold, type: number, min: 0, max: 1 },
      activate: { path: env.ACTIVATE, type: boolean },
      max-pending: { file: rule.yaml, kind: DestinationRule, resource: iris, path: spec.http1MaxPendingRequests, type: integer, min: 1 },
      testers: { path: spec.http.0.match.0.headers.x-user-group.exact, type: text, values: [beta, staff] },
      group: { path: [metadata, labels, a.b/c], type: text, pattern: "[a-z]+" } }`
    expect(environment(text.replaceAll('\n', ' '))?.settable).toEqual({
      threshold: { path: ['model', 'threshold'], rule: { type: 'number', min: 0, max: 1 } },
      activate: { path: ['env', 'ACTIVATE'], rule: { type: 'boolean' } },
      'max-pending': {
        path: ['spec', 'http1MaxPendingRequests'],
        file: 'rule.yaml',
        kind: 'DestinationRule',
        resource: 'iris',
        rule: { type: 'integer', min: 1 },
      },
      testers: {
        path: ['spec', 'http', 0, 'match', 0, 'headers', 'x-user-group', 'exact'],
        rule: { type: 'text', values: ['beta', 'staff'] },
      },
      group: { path: ['metadata', 'labels', 'a.b/c'], rule: { type: 'text', pattern: '[a-z]+' } },
    })
  })

  it.each([
    ['{ path: a, type: float }', /not one of|float|type/],
    ['{ type: number }', /path/],
    ['{ path: a }', /type/],
    ['{ path: a, type: text }', /needs to be limited/],
    ['{ path: a, type: text, values: [x], pattern: x }', /needs to be limited/],
    ['{ path: a, type: text, values: [1] }', /a text is needed/],
    ['{ path: a, type: text, values: [two words] }', /a value is one word/],
    ['{ path: a, type: text, pattern: "(" }', /not a regular expression/],
    ['{ path: a, type: boolean, min: 0 }', /a boolean has no "min"/],
    ['{ path: a, type: number, pattern: x }', /a number has no "pattern"/],
    ['{ path: a, type: number, min: 2, max: 1 }', /"min" is above "max"/],
    ['{ path: version, type: text, pattern: x }', /what Serin writes itself/],
    ['{ path: canary.trafficPercent, type: integer }', /what Serin writes itself/],
    ['{ file: ../a.yaml, path: a, type: number }', /leads out of its folder/],
    ['{ file: a.json, path: a, type: number }', /not a YAML file/],
  ])('%s is refused', (entry, complaint) => {
    expect(complaintOf(() => parse(one(`settable: { x: ${entry} }`))).message).toMatch(complaint)
  })

  it('do not lie in the file of another environment', () => {
    const text = `${one('settable: { x: { file: b.yaml, path: a, type: number } }')}      prod: { file: b.yaml }\n`
    expect(complaintOf(() => parse(text)).message).toMatch(/iris\/prod keeps its version in this file/)
  })

  it('have names that can be written in a comment', () => {
    expect(complaintOf(() => parse(one('settable: { "a b": { path: a, type: number } }'))).message).toMatch(/name/)
  })
})

describe('who looks at a proposal', () => {
  it('is users and teams', () => {
    expect(environment('reviewers: [Octo-Cat, acme/release]')?.reviewers).toEqual({
      users: ['Octo-Cat'],
      teams: ['release'],
    })
  })

  it.each([
    ['[]', /nobody is listed/],
    ['["@octocat"]', /Write "octocat"/],
    ['[two words]', /neither a user nor a team/],
    ['[umbrella/release]', /Name a team of acme/],
  ])('%s is refused', (reviewers, complaint) => {
    expect(complaintOf(() => parse(one(`reviewers: ${reviewers}`))).message).toMatch(complaint)
  })

  it.each([
    ['true', 'any'],
    ['squash', 'squash'],
    ['rebase', 'rebase'],
    ['false', undefined],
  ])('may be nobody once it is approved: auto-merge %s', (written, read) => {
    expect(environment(`auto-merge: ${written}`)?.autoMerge).toBe(read)
  })

  it('is held to the protection of the branch', () => {
    const text =
      'protection: { reviews: 2, code-owners: true, dismiss-stale: true, last-push-approval: false, checks: [ci] }'
    expect(environment(text)?.protection).toEqual({ reviews: 2, codeOwners: true, dismissStale: true, checks: ['ci'] })
    expect(complaintOf(() => parse(one('protection: { reviews: 0 }'))).message).toMatch(/no review is no protection/)
  })
})

describe('frozen', () => {
  it('is said of an environment or of all', () => {
    expect(environment('frozen: true')?.frozen).toBe(true)
    expect(environment('frozen: false')).not.toHaveProperty('frozen')
    expect(environment('layout: kserve', '    frozen: true\n')?.frozen).toBe(true)
  })
})
