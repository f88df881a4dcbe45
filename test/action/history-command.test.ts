import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyCommand } from '../../action/history-command.ts'
import { appendRecord, type HistoryRecord } from '../../src/history/history.ts'

let world = ''
let clone = ''

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, encoding: 'utf8' })

const record = (index: number, metrics: Readonly<Record<string, number | string>>): HistoryRecord => ({
  sha: index.toString(16).padStart(40, 'a'),
  measuredAt: `2026-11-${String((index % 28) + 1).padStart(2, '0')}T07:00:00Z`,
  metrics: Object.entries(metrics).map(([name, value]) => ({
    file: 'metrics.json',
    name,
    value: typeof value === 'number' ? { kind: 'number', value } : { kind: 'text', text: value },
  })),
  params: [],
  trainingSeconds: 192,
  verdict: 'pass',
})

function chunks(model: string, records: readonly HistoryRecord[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  let chunk: ReturnType<typeof appendRecord> | undefined
  for (const one of records) {
    chunk = appendRecord(chunk, one, model)
    files.set(chunk.path, chunk.text)
  }
  return files
}

beforeAll(() => {
  world = mkdtempSync(join(tmpdir(), 'serin-history-'))
  const origin = join(world, 'origin')
  mkdirSync(origin)
  git(origin, 'init', '-q', '-b', 'serin-data')
  const iris = Array.from({ length: 430 }, (_, index) =>
    record(index, { accuracy: index / 1000, note: `x\u001b[31m${index}` }),
  )
  const wide = [record(1, Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, index])))]
  for (const [path, text] of [...chunks('iris', iris), ...chunks('wide', wide)]) {
    mkdirSync(dirname(join(origin, path)), { recursive: true })
    writeFileSync(join(origin, path), text)
  }
  // Only the newest files are read: what is wrong in an old one does not matter here.
  writeFileSync(join(origin, 'history/iris/0001.jsonl'), 'broken')
  git(origin, 'add', '.')
  git(origin, 'commit', '-q', '-m', 'data')
  git(origin, 'switch', '-q', '--orphan', 'main')
  git(origin, 'commit', '-q', '--allow-empty', '-m', 'code')
  clone = join(world, 'clone')
  git(world, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${origin}`, clone)
})

afterAll(() => rmSync(world, { recursive: true, force: true }))

const history = async (...args: readonly string[]): Promise<string> => (await historyCommand(args, clone)).output

describe('serin history', () => {
  test('prints the newest measurements first', async () => {
    const lines = (await history('--model', 'iris', '--limit', '2')).trimEnd().split('\n')
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['iris'],
      ['commit', 'measured', 'verdict', 'training', 'accuracy', 'note'],
      ['aaaaaaaaaaaa', '2026-11-10T07:00:00Z', 'pass', '3 min 12 s', '0.429', 'x\\u{1b}[31m429'],
      ['aaaaaaaaaaaa', '2026-11-09T07:00:00Z', 'pass', '3 min 12 s', '0.428', 'x\\u{1b}[31m428'],
    ])
  })

  test('prints twenty of every model by default', async () => {
    expect((await history()).trimEnd().split('\n')).toHaveLength(2 + 20 + 1 + 2 + 1 + 1)
  })

  test('says how many metrics have no column', async () => {
    expect(await history('--model', 'wide')).toContain('(3 more metrics: --json)')
  })

  test('prints everything as JSON', async () => {
    const rows = JSON.parse(await history('--model', 'iris', '--limit', '25', '--json'))
    expect(rows).toHaveLength(25)
    expect(rows[0]).toEqual({
      model: 'iris',
      sha: record(429, {}).sha,
      measuredAt: '2026-11-10T07:00:00Z',
      trainingSeconds: 192,
      verdict: 'pass',
      metrics: [
        { file: 'metrics.json', name: 'accuracy', value: 0.429 },
        { file: 'metrics.json', name: 'note', value: 'x\u001b[31m429' },
      ],
      params: [],
    })
  })

  test('reads across files', async () => {
    expect(JSON.parse(await history('--model', 'iris', '--limit', '200', '--json'))).toHaveLength(200)
  })

  test.each([
    [['--limit', '0'], '`--limit` is not a number'],
    [['--limit', 'x'], '`--limit` is not a number'],
    [['--model', 'other'], 'There are measurements of `iris`, `wide`.'],
    [['--branch', 'nowhere'], 'git fetch --depth=1 origin +nowhere'],
    [['--limit', '500', '--model', 'iris'], 'history/iris/0001.jsonl:1'],
  ])('%j is refused with a way out', async (args, message) => {
    await expect(history(...args)).rejects.toThrow(message)
  })
})
