import { describe, expect, test } from 'vitest'
import type { Environment, Role } from '../../src/config/gitops-config.ts'
import { authorize, roleOf } from '../../src/release/authorize.ts'
import type { CommandName } from '../../src/release/command.ts'

const plain: Environment = { name: 'test', file: 'test.yaml', set: {}, keys: {} }
const guarded: Environment = { ...plain, name: 'prod', allow: { role: 'maintain', teams: ['release'] } }

function decide(
  command: CommandName,
  role: Role | undefined,
  more: { environment?: Environment; isLast?: boolean; teams?: string[] } = {},
) {
  const { environment = plain, isLast = false, teams = [] } = more
  return authorize({ command, environment, isLast, standing: { role, teams } }).kind
}

describe('without allow', () => {
  test.each([
    ['help', 'read', 'allowed'],
    ['status', 'read', 'allowed'],
    ['canary', 'triage', 'refused'],
    ['canary', 'write', 'allowed'],
    ['promote', 'write', 'allowed'],
    ['rollback', 'triage', 'refused'],
    ['rollback', 'write', 'allowed'],
    ['shadow', 'triage', 'refused'],
    ['shadow', 'write', 'allowed'],
    ['set', 'triage', 'refused'],
    ['set', 'write', 'allowed'],
    ['freeze', 'write', 'refused'],
    ['freeze', 'maintain', 'allowed'],
    ['unfreeze', 'write', 'refused'],
    ['unfreeze', 'maintain', 'allowed'],
    ['retrain', 'triage', 'refused'],
    ['retrain', 'write', 'allowed'],
    ['plan', 'read', 'allowed'],
  ] as const)('/%s by %s is %s', (command, role, expected) => {
    expect(decide(command, role)).toBe(expected)
  })

  test('the last environment is promoted by maintainers', () => {
    expect([decide('promote', 'write', { isLast: true }), decide('promote', 'maintain', { isLast: true })]).toEqual([
      'refused',
      'allowed',
    ])
  })

  test('somebody without a role may not even ask for the status', () => {
    expect(decide('status', undefined)).toBe('refused')
  })
})

describe('with allow', () => {
  test('its role is asked for', () => {
    expect(decide('canary', 'write', { environment: guarded })).toBe('refused')
  })

  test('its team is enough', () => {
    expect(decide('promote', 'read', { environment: guarded, teams: ['release'] })).toBe('allowed')
  })

  test('a rollback never needs more than write', () => {
    expect(decide('rollback', 'write', { environment: guarded, isLast: true })).toBe('allowed')
  })

  test('its role may freeze', () => {
    const open: Environment = { ...plain, allow: { role: 'write', teams: [] } }
    expect(decide('freeze', 'write', { environment: open })).toBe('allowed')
  })

  test.each([
    ['canary', plain, 'write', 'refused'],
    ['canary', plain, 'maintain', 'allowed'],
    ['promote', guarded, 'maintain', 'refused'],
    ['promote', guarded, 'admin', 'allowed'],
    ['canary', { ...plain, allow: { role: 'read', teams: [] } }, 'write', 'refused'],
    ['canary', { ...plain, allow: { role: 'admin', teams: [] } }, 'admin', 'allowed'],
  ] as const)('/%s --skip asks for one role more: %#', (command, environment, role, expected) => {
    const standing = { role, teams: ['release'] }
    expect(authorize({ command, environment, isLast: false, standing, skip: true }).kind).toBe(expected)
  })

  test('the refusal names role and teams', () => {
    const refused = authorize({
      command: 'promote',
      environment: guarded,
      isLast: true,
      standing: { role: 'write', teams: [] },
    })
    expect(refused).toEqual({
      kind: 'refused',
      asked: 'the role “maintain” or higher or membership in “release” on the gitops repository',
    })
  })
})

describe('the role behind GitHub’s answer', () => {
  test.each([
    ['admin', 'admin', 'admin'],
    ['write', 'maintain', 'maintain'],
    ['write', 'write', 'write'],
    ['read', 'triage', 'triage'],
    ['read', 'read', 'read'],
    ['write', 'release-manager', 'write'],
    ['read', 'admin', 'read'],
    ['write', 'admin', 'write'],
    ['none', 'none', undefined],
    ['none', 'admin', undefined],
  ])('permission %s with role_name %s is %s', (permission, roleName, role) => {
    expect(roleOf({ permission, roleName })).toBe(role)
  })
})
