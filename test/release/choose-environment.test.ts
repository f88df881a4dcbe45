import { expect, test } from 'vitest'
import type { Environment, ReleasedModel } from '../../src/config/gitops-config.ts'
import type { Running } from '../../src/manifest/layout.ts'
import { chooseEnvironment } from '../../src/release/choose-environment.ts'

const names = ['dev', 'test', 'prod']
const environments: Environment[] = names.map((name) => ({ name, file: `${name}.yaml`, set: {}, keys: {} }))
const model: ReleasedModel = { name: 'iris', source: 'acme/iris', defaultEnvironment: 'test', environments }
const MINE = 'aaaaaaaaaaaa'

const stable = (version: string): Running => ({ version, rollout: { kind: 'stable' } })
const canary = (version: string): Running => ({ version, rollout: { kind: 'canary', percent: 20 } })

function choose(command: 'canary' | 'promote' | 'rollback', running: readonly (Running | undefined)[], named?: string) {
  const states = environments.map((environment, index) => ({ environment, running: running[index] }))
  const choice = chooseEnvironment({ command, named, model, states, versions: [MINE] })
  return choice.kind === 'chosen' ? choice.environment.name : choice.reason
}

test('a named environment is taken', () => {
  expect(choose('canary', [], 'prod')).toBe('prod')
})

test('/canary acts in the default environment', () => {
  expect(choose('canary', [])).toBe('test')
})

test.each([
  ['a new version goes to the first environment', [], 'dev'],
  ['its canary is promoted first', [stable(MINE), canary(MINE)], 'test'],
  ['where it is stable, it goes one further', [stable(MINE), stable(MINE), stable('other')], 'prod'],
  ['another version’s canary is not its own', [stable(MINE), canary('other')], 'test'],
] as const)('/promote: %s', (_, running, expected) => {
  expect(choose('promote', running)).toBe(expected)
})

test('/promote after the last environment says so', () => {
  expect(choose('promote', [stable(MINE), stable(MINE), stable(MINE)])).toBe(
    'This version has all the traffic in “prod” already, the last environment.',
  )
})

test('/rollback acts in the furthest environment where the version runs', () => {
  expect(choose('rollback', [stable(MINE), canary(MINE), stable('other')])).toBe('test')
})

test('/rollback without anything running says so', () => {
  expect(choose('rollback', [stable('other')])).toBe(
    'This pull request’s version runs in no environment, so there is nothing to roll back.',
  )
})
