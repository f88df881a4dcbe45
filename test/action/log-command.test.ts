import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const HOSTILE = 'Eve\u001b[2J\u202e'

const values = (version: string, percent?: number) =>
  `version: ${version}\n${percent === undefined ? '' : `canary: { trafficPercent: ${percent} }\n`}`

const trailers = (environment: string, lines: string) =>
  `Serin-Command: https://github.test/acme/iris/pull/7#issuecomment-1\nSerin-Model: iris\nSerin-Environment: ${environment}\n${lines}\nSerin-Pull-Request: acme/iris#7\nSerin-By: ada\n`

interface Change {
  readonly file: string
  readonly text: string
  readonly message: string
  readonly at: string
  readonly author?: string
}

function commit(folder: string, change: Change): void {
  writeFileSync(join(folder, change.file), change.text)
  git(folder, 'add', '.')
  execFileSync(
    'git',
    ['-c', `user.name=${change.author ?? 'a'}`, '-c', 'user.email=a@example.com', 'commit', '-q', '-m', change.message],
    {
      cwd: folder,
      env: { ...process.env, GIT_COMMITTER_DATE: change.at },
    },
  )
}

beforeAll(() => {
  world = mkdtempSync(join(tmpdir(), 'serin-log-'))
  const origin = join(world, 'origin')
  mkdirSync(origin)
  git(origin, 'init', '-q', '-b', 'main')
  writeFileSync(join(origin, 'serin.yml'), CONFIG)
  commit(origin, { file: 'test.yaml', text: '---\n', message: 'Begin', at: '2026-11-01T08:00:00Z' })
  const canary = trailers(
    'test',
    'Serin-Version: bbbbbbbbbbbb\nSerin-Rollout: canary 20\nSerin-Version-Before: aaaaaaaaaaaa\nSerin-Rollout-Before: stable',
  )
  const first = `iris in test: canary bbbbbbbbbbbb at 20 %\n\n${canary}`
  commit(origin, {
    file: 'test.yaml',
    text: values('bbbbbbbbbbbb', 20),
    message: first,
    at: '2026-11-02T08:00:00+02:00',
  })
  commit(origin, {
    file: 'test.yaml',
    text: `${values('bbbbbbbbbbbb', 20)}# x\n`,
    message: 'x',
    at: '2026-11-03T07:00:00Z',
  })
  commit(origin, {
    file: 'test.yaml',
    text: values('dddddddddddd'),
    message: 'x',
    at: '2026-11-03T08:00:00Z',
    author: HOSTILE,
  })
  git(origin, 'branch', 'production')
  git(origin, 'checkout', '-q', 'production')
  const blank = 'iris in prod: roll back bbbbbbbbbbbb (#12)'
  commit(origin, { file: 'prod.yaml', text: values('bbbbbbbbbbbb', 0), message: blank, at: '2026-11-04T08:00:00Z' })
  git(origin, 'checkout', '-q', '-b', 'serin/iris/prod/cccccccccccc')
  const open = trailers('prod', 'Serin-Version: cccccccccccc\nSerin-Rollout: stable')
  const message = `iris in prod: cccccccccccc\n\n${open}`
  commit(origin, { file: 'prod.yaml', text: values('cccccccccccc'), message, at: '2026-11-05T08:00:00Z' })
  git(origin, 'checkout', '-q', 'main')
  clone = join(world, 'clone')
  shallow = join(world, 'shallow')
  git(world, 'clone', '-q', origin, clone)
  git(world, 'clone', '-q', '--depth=1', `file://${origin}`, shallow)
})
afterAll(() => rmSync(world, { recursive: true, force: true }))

const rowsOf = (output: string) =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/))

test('the releases are shown newest first, each from the branch of its environment', async () => {
  const { output } = await logCommand([], clone)
  const [, prod, , test] = rowsOf(output)
  expect(rowsOf(output).map((row) => row[0])).toEqual([
    'when (UTC)',
    '2026-11-04 08:00',
    '2026-11-03 08:00',
    '2026-11-02 06:00',
  ])
  expect(prod?.slice(1, 6)).toEqual(['prod', 'iris', 'bbbbbbbbbbbb', 'pinned', 'a'])
  expect(test?.slice(1)).toEqual([
    'test',
    'iris',
    'bbbbbbbbbbbb',
    'stable aaaaaaaaaaaa → canary 20',
    'ada',
    'https://github.test/acme/iris/pull/7#issuecomment-1',
  ])
})

test('a release by hand is listed with its author, who cannot write to the terminal', async () => {
  const { output } = await logCommand(['--env', 'test'], clone)
  const [, byHand] = rowsOf(output)
  expect(byHand?.slice(3, 6)).toEqual([
    'dddddddddddd',
    'canary 20 bbbbbbbbbbbb → stable',
    'by hand: Eve\\u{1b}[2J\\u{202e}',
  ])
})

test('a commit that changes nothing of what runs is no release', async () => {
  const { output } = await logCommand(['--env', 'test', '--json'], clone)
  expect(JSON.parse(output)).toHaveLength(2)
})

test('one environment and one release can be asked for', async () => {
  const { output } = await logCommand(['--env', 'test', '--model', 'iris', '-n', '1', '--json'], clone)
  expect(JSON.parse(output)).toEqual([
    {
      sha: git(clone, 'rev-parse', 'origin/main').trim(),
      date: '2026-11-03T08:00:00Z',
      author: HOSTILE,
      model: 'iris',
      environment: 'test',
      version: 'dddddddddddd',
      rollout: 'stable',
      versionBefore: 'bbbbbbbbbbbb',
      rolloutBefore: 'canary 20',
      byHand: true,
    },
  ])
})

test('a release links to its commit where no comment asked for it', async () => {
  git(clone, 'remote', 'set-url', 'origin', 'https://x:secret@github.test/acme/mlops-gitops.git')
  const { output } = await logCommand(['--env', 'test', '-n', '1'], clone)
  const sha = git(clone, 'rev-parse', 'origin/main').trim()
  expect(rowsOf(output)[1]?.at(-1)).toBe(`https://github.test/acme/mlops-gitops/commit/${sha}`)
})

describe('a history without a release', () => {
  const quiet = () => {
    const folder = mkdtempSync(join(world, 'quiet-'))
    git(folder, 'init', '-q', '-b', 'main')
    writeFileSync(join(folder, 'serin.yml'), CONFIG.replace(', branch: production', ''))
    commit(folder, { file: 'test.yaml', text: '---\n', message: 'Begin', at: '2026-11-01T08:00:00Z' })
    return folder
  }

  test('says what was looked at and what to do', async () => {
    expect((await logCommand([], quiet())).output).toBe(
      'There is no release in the history that was looked at: test.yaml and 1 more on HEAD (1 commit). When there should be one, run git fetch, and see that "file" and "branch" in serin.yml name what is released.\n',
    )
  })

  test('is an empty list in JSON, and said beside it', async () => {
    const { output, remark } = await logCommand(['--json'], quiet())
    expect(output).toBe('[]\n')
    expect(remark).toContain('There is no release in the history that was looked at')
  })
})

test('a shallow clone says what it lacks', async () => {
  const { output, remark } = await logCommand([], shallow)
  expect(remark).toContain('This clone does not have the branch production: git fetch origin production.')
  expect(output).toContain('There is no release in the history')
  expect(remark).toContain(
    'The history of this clone is cut (a shallow clone): older releases are shown after git fetch --unshallow.',
  )
})

test.each([
  ['an unknown environment', ['--env', 'moon'], 'serin.yml has no environment `moon`. There is: `test`, `prod`.'],
  ['an unknown model', ['--model', 'rose'], 'serin.yml has no model `rose`. There is: `iris`.'],
  ['a limit that is none', ['--limit', '0'], '`--limit` (`-n`) is not a number of releases.'],
])('%s is refused', async (_, args, message) => {
  await expect(logCommand(args, clone)).rejects.toThrow(message)
})

test('outside of a gitops repository it says where to run', async () => {
  const empty = join(world, 'empty')
  git(world, 'init', '-q', empty)
  await expect(logCommand([], empty)).rejects.toThrow('Run it in a clone of the gitops repository.')
})
