import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const CLI = resolve('dist/cli.js')

/** A repository whose states are committed one after the other; the last one lies in the working tree. */
function repositoryOf(...states: readonly Readonly<Record<string, string>>[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'serin-diff-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder })
  git('init', '--quiet', '--initial-branch=main')
  for (const [index, files] of states.entries()) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    if (index === states.length - 1) break
    git('add', '--all')
    git('commit', '--quiet', '--message', `state ${index}`)
  }
  return folder
}

function diff(folder: string, ...args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'diff', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

function rows(folder: string, ...args: readonly string[]) {
  return JSON.parse(diff(folder, ...args, '--json').stdout)
}

const DVC = 'metrics: [metrics.json]\nparams: [params.yaml]\n'
const two = repositoryOf(
  { 'dvc.yaml': DVC, 'metrics.json': '{"acc": 0.9, "loss": {"test": 1}}', 'params.yaml': 'lr: 0.1\n' },
  { 'metrics.json': '{"acc": 0.95, "loss": {"test": 1}}', 'params.yaml': 'lr: 0.2\n' },
)

describe('between HEAD and the working tree', () => {
  test('only what changed is shown', () => {
    expect(rows(two)).toEqual([
      { path: 'metrics.json', metric: 'acc', old: 0.9, new: 0.95, change: 0.04999999999999993 },
    ])
  })

  test('--all shows the rest', () => {
    expect(rows(two, '--all').map((row: { metric: string }) => row.metric)).toEqual(['acc', 'loss.test'])
  })

  test('--params compares the parameters', () => {
    expect(rows(two, '--params')).toEqual([{ path: 'params.yaml', metric: 'lr', old: 0.1, new: 0.2, change: 0.1 }])
  })

  test('people read a table', () => {
    expect(diff(two).stdout).toBe(
      'Path          Metric  HEAD  workspace  Change\nmetrics.json  acc     0.9   0.95       0.05\n',
    )
  })

  test('--md writes Markdown', () => {
    expect(diff(two, '--md').stdout).toBe(
      '| Path | Metric | HEAD | workspace | Change |\n| - | - | - | - | - |\n| `metrics.json` | `acc` | 0.9 | 0.95 | 0.05 |\n',
    )
  })

  test('--exit-code ends with 1 when something differs', () => {
    expect([
      diff(two, '--exit-code').status,
      diff(two).status,
      diff(two, 'HEAD', 'HEAD', '--exit-code').status,
    ]).toEqual([1, 0, 0])
  })

  test('it works from a folder below the root', () => {
    mkdirSync(join(two, 'below'), { recursive: true })
    expect(rows(join(two, 'below'))).toHaveLength(1)
  })
})

describe('between commits', () => {
  const three = repositoryOf({ 'a.json': '{"x": 1}' }, { 'a.json': '{"x": 2}' }, { 'a.json': '{"x": 4}' })

  test('two revisions are compared', () => {
    expect(rows(three, 'HEAD~1', 'HEAD', '--targets', 'a.json')[0]).toMatchObject({ old: 1, new: 2, change: 1 })
  })

  test('one revision is compared with the working tree', () => {
    expect(rows(three, 'HEAD~1', '--targets', '*.json')[0]).toMatchObject({ old: 1, new: 4, change: 3 })
  })

  test('an unknown revision is named', () => {
    const { status, stderr } = diff(three, 'nope', '--targets', 'a.json')
    expect(status).toBe(2)
    expect(stderr).toContain('git does not know the revision `nope`.')
  })

  test('a revision cannot be an option of git', () => {
    expect(diff(three, '--', '--output=/tmp/x', '--targets').status).toBe(2)
  })
})

describe('where DVC loses something', () => {
  const odd = repositoryOf(
    { 'm.json': '{"none": null, "list": [1, 2], "nan": NaN, "flag": true, "name": "svm", "word": null, "gone": 1}' },
    {
      'm.json': '{"none": 1, "list": [1, 3], "nan": 2, "flag": false, "name": "forest", "word": "null", "tiny": 1e-7}',
    },
  )
  const found = () => rows(odd, '--targets', 'm.json')
  const row = (metric: string) => found().find((each: { metric: string }) => each.metric === metric)

  test.each([
    ['none', 'null', 1],
    ['list.1', 2, 3],
    ['nan', 'NaN', 2],
    ['flag', true, false],
    ['name', 'svm', 'forest'],
    ['word', 'null', '"null"'],
    ['gone', 1, null],
    ['tiny', null, 1e-7],
  ])('%s is kept', (metric, old, now) => {
    expect(row(metric)).toMatchObject({ old, new: now })
  })

  test('a change is a number only between two numbers', () => {
    expect(row('flag').change).toBeNull()
  })

  test('a tiny number is never shown as 0.0', () => {
    expect(diff(odd, '--targets', 'm.json').stdout).toContain('1e-7')
  })

  test('files and metrics come in a fixed order', () => {
    const many = repositoryOf(
      { 'b.json': '{"z": 1, "B": 1}', 'a.json': '{"a10": 1, "a2": 1}' },
      { 'b.json': '{"z": 2, "B": 2}', 'a.json': '{"a10": 2, "a2": 2}' },
    )
    const order = rows(many, '--targets', '*.json').map(
      (each: { path: string; metric: string }) => `${each.path} ${each.metric}`,
    )
    expect(order).toEqual(['a.json a10', 'a.json a2', 'b.json B', 'b.json z'])
  })

  test('a broken file is an error with its place, not a list of removals', () => {
    const broken = repositoryOf({ 'm.json': '{"a": 1}' }, { 'm.json': '{"a": ' })
    const { status, stderr } = diff(broken, '--targets', 'm.json')
    expect(status).toBe(2)
    expect(stderr).toMatch(/m\.json:1:\d+/)
  })
})

test('the files of .github/serin.yml count too', () => {
  const config = 'models:\n  iris:\n    metrics: [out/*.json]\n'
  const folder = repositoryOf({ '.github/serin.yml': config, 'out/a.json': '{"x": 1}' }, { 'out/a.json': '{"x": 2}' })
  expect(rows(folder)).toHaveLength(1)
})

test('outside of a repository it says so', () => {
  expect(diff(tmpdir()).stderr).toContain('not in a git repository')
})
