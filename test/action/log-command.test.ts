import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logCommand } from '../../action/log-command.ts'

let world = ''
let clone = ''
let shallow = ''

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, encoding: 'utf8' })

const CONFIG = `models:
  iris:
    source: acme/iris
    environments:
      test: { file: test.yaml }
      prod: { file: prod.yaml, branch: production }
`

const trailers = (environment: string, lines: string) =>
  `Serin-Command: https://github.test/acme/iris/pull/7#issuecomment-1\nSerin-Model: iris\nSerin-Environment: ${environment}\n${lines}\nSerin-Pull-Request: acme/iris#7\nSerin-By: ada\n`

function commit(folder: string, change: { file: string; message: string; at: string }): void {
  writeFileSync(join(folder, change.file), change.at)
  git(folder, 'add', '.')
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', change.message], {
    cwd: folder,
    env: { ...process.env, GIT_COMMITTER_DATE: change.at },
  })
}

beforeAll(() => {
  world = mkdtempSync(join(tmpdir(), 'serin-log-'))
  const origin = join(world, 'origin')
  mkdirSync(origin)
  git(origin, 'init', '-q', '-b', 'main')
  writeFileSync(join(origin, 'serin.yml'), CONFIG)
  commit(origin, { file: 'test.yaml', message: 'Begin', at: '2026-11-01T08:00:00Z' })
  const canary = trailers(
    'test',
    'Serin-Version: bbbbbbbbbbbb\nSerin-Rollout: canary 20\nSerin-Version-Before: aaaaaaaaaaaa\nSerin-Rollout-Before: stable',
  )
  const first = `iris in test: canary bbbbbbbbbbbb at 20 %\n\n${canary}`
  commit(origin, { file: 'test.yaml', message: first, at: '2026-11-02T08:00:00+02:00' })
  commit(origin, { file: 'test.yaml', message: 'By hand', at: '2026-11-03T08:00:00Z' })
  git(origin, 'branch', 'production')
  git(origin, 'checkout', '-q', 'production')
  const blank = 'iris in prod: roll back bbbbbbbbbbbb (#12)'
  commit(origin, { file: 'prod.yaml', message: blank, at: '2026-11-04T08:00:00Z' })
  git(origin, 'checkout', '-q', '-b', 'serin/iris/prod/cccccccccccc')
  const open = trailers('prod', 'Serin-Version: cccccccccccc\nSerin-Rollout: stable')
  commit(origin, { file: 'prod.yaml', message: `iris in prod: cccccccccccc\n\n${open}`, at: '2026-11-05T08:00:00Z' })
  git(origin, 'checkout', '-q', 'main')
  clone = join(world, 'clone')
  shallow = join(world, 'shallow')
  git(world, 'clone', '-q', origin, clone)
  git(world, 'clone', '-q', '--depth=1', `file://${origin}`, shallow)
})
afterAll(() => rmSync(world, { recursive: true, force: true }))

test('the releases are shown newest first, each from the branch of its environment', async () => {
  expect(await logCommand([], clone)).toEqual({
    output: `when (UTC)        environment  model  version       rollout                           who  for
2026-11-04 08:00  prod         iris   bbbbbbbbbbbb  pinned
2026-11-02 06:00  test         iris   bbbbbbbbbbbb  stable aaaaaaaaaaaa → canary 20  ada  https://github.test/acme/iris/pull/7#issuecomment-1
`.replace('rollout                           who', 'rollout                          who'),
    exitCode: 0,
  })
})

test('one environment and one release can be asked for', async () => {
  const { output } = await logCommand(['--env', 'prod', '--model', 'iris', '--limit', '1', '--json'], clone)
  expect(JSON.parse(output)).toEqual([
    {
      sha: git(clone, 'rev-parse', 'origin/production').trim(),
      date: '2026-11-04T08:00:00Z',
      model: 'iris',
      environment: 'prod',
      version: 'bbbbbbbbbbbb',
      rollout: 'pinned',
    },
  ])
})

test('a shallow clone says what it lacks', async () => {
  const { remark } = await logCommand([], shallow)
  expect(remark).toContain('This clone does not have the branch production: git fetch origin production.')
  expect(remark).toContain('This is a shallow clone: older releases are shown after git fetch --unshallow.')
})

test.each([
  ['an unknown environment', ['--env', 'moon'], 'serin.yml has no environment `moon`. There is: `test`, `prod`.'],
  ['an unknown model', ['--model', 'rose'], 'serin.yml has no model `rose`. There is: `iris`.'],
  ['a limit that is none', ['--limit', '0'], '`--limit` is not a number of releases.'],
])('%s is refused', async (_, args, message) => {
  await expect(logCommand(args, clone)).rejects.toThrow(message)
})

test('outside of a gitops repository it says where to run', async () => {
  const empty = join(world, 'empty')
  git(world, 'init', '-q', empty)
  await expect(logCommand([], empty)).rejects.toThrow('Run it in a clone of the gitops repository.')
})
