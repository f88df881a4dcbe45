import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diffCommand } from '../../action/diff-command.ts'
import type { DiffRow } from '../../action/diff-rows.ts'
import { DIFFERENCES, type Row } from './dvc/differences.ts'
import { randomPairs } from './dvc/random-states.ts'
import { repositoryOf, type State, write } from './dvc/repository.ts'
import { askDvc, type DvcAnswer, dvc } from './dvc/run-dvc.ts'

// `serin diff` beside the DVC on the PATH.

function rowsOfDvc({ rows, errors }: DvcAnswer): readonly Row[] {
  if (rows === null) throw new Error(errors)
  const all = Object.entries(rows).flatMap(([path, metrics]) =>
    Object.entries(metrics).map(([metric, row]) => [path, metric, row.old, row.new, row.diff ?? null] as Row),
  )
  return sorted(all)
}

async function rowsOfSerin(folder: string, kind: string, args: readonly string[]): Promise<readonly Row[]> {
  const { output } = await diffCommand([...args, ...(kind === 'params' ? ['--params'] : []), '--json'], folder)
  const rows = JSON.parse(output) as readonly DiffRow[]
  return sorted(rows.map((row) => [row.path, row.metric, row.old, row.new, row.change] as Row))
}

/** DVC has no order of files. */
function sorted(rows: readonly Row[]): readonly Row[] {
  const key = ([path, metric]: Row) => `${path}\0${metric}`
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

function commitAll(folder: string): void {
  execFileSync('git', ['add', '--all'], { cwd: folder })
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '-m', 'run'], {
    cwd: folder,
  })
}

interface Case {
  readonly before: State
  readonly after: State
  readonly kind?: 'metrics' | 'params'
  readonly args?: readonly string[]
}

const DECLARED = 'metrics: [m.json]\n'
const one = (before: string, after: string): Case => ({
  before: { 'dvc.yaml': DECLARED, 'm.json': before },
  after: { 'dvc.yaml': DECLARED, 'm.json': after },
})

const STAGES =
  'stages:\n  a: {cmd: x, wdir: work, metrics: [m.yaml: {cache: false}]}\n  b:\n    cmd: y\n    metrics:\n    - p.json:\n        cache: false\n'
const FOREACH =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC fills it in
  'stages:\n  a:\n    foreach: [a, b]\n    do:\n      cmd: x\n      metrics:\n      - m_${item}.json:\n          cache: false\n'

const SAME_ROWS: Readonly<Record<string, Case>> = {
  'nothing changed': one('{"a": 1}', '{"a": 1}'),
  'an integer became a float': one('{"a": 1}', '{"a": 1.0}'),
  'nested, added and removed': one('{"a": {"b": {"c": 1, "d": 2}}, "x": 1}', '{"a": {"b": {"c": 2}}, "y": 1}'),
  'a mapping became a number': one('{"a": {"b": 1}}', '{"a": 2}'),
  text: one('{"a": "svm", "b": "x"}', '{"a": "forest", "b": "x"}'),
  'text became a number': one('{"a": "1"}', '{"a": 1}'),
  'tiny and large numbers': one('{"a": 1e-12, "b": 1e300, "c": 0}', '{"a": 2e-12, "b": 2e300, "c": -0.0}'),
  'NaN became a number': one('{"b": 1, "a": 0.1}', '{"b": 2, "a": 0.30000000000000004}'),
  'integers as keys': one('{"10": 1, "9": 2, "1": 3}', '{"10": 2, "9": 2, "1": 4}'),
  'a dot in a key': one('{"a.b": 1, "c": 1}', '{"a.b": 2, "c": 1}'),
  'names beyond ASCII': one('{"größe": 1, "精度": 2, "🎯": 3}', '{"größe": 2, "精度": 3, "🎯": 4}'),
  'all, with what did not change': {
    ...one('{"a": 1, "b": "x", "c": 2}', '{"a": 1, "b": "x", "c": 3}'),
    args: ['--all'],
  },
  'nothing declared': { before: { 'm.json': '{"a": 1}' }, after: { 'm.json': '{"a": 2}' } },
  'a target that nobody declares': {
    before: { 'm.json': '{"a": 1}' },
    after: { 'm.json': '{"a": 2}' },
    args: ['--targets', 'm.json'],
  },
  'a target instead of what is declared': {
    before: { 'dvc.yaml': DECLARED, 'm.json': '{"a": 1}', 'n.json': '{"a": 1}' },
    after: { 'dvc.yaml': DECLARED, 'm.json': '{"a": 2}', 'n.json': '{"a": 2}' },
    args: ['--targets', 'n.json'],
  },
  'a folder as target': {
    before: { 'out/m.json': '{"a": 1}', 'out/deep/n.yaml': 'a: 1\n' },
    after: { 'out/m.json': '{"a": 2}', 'out/deep/n.yaml': 'a: 3\n' },
    args: ['--targets', 'out'],
  },
  'a declared folder': {
    before: { 'dvc.yaml': 'metrics: [out]\n', 'out/m.json': '{"a": 1}', 'out/n.json': '{"a": 1}' },
    after: { 'dvc.yaml': 'metrics: [out]\n', 'out/m.json': '{"a": 2}' },
  },
  'a declared file that is gone': {
    before: { 'dvc.yaml': DECLARED, 'm.json': '{"a": 1}' },
    after: { 'dvc.yaml': DECLARED },
  },
  'a declaration that is gone': {
    before: { 'dvc.yaml': DECLARED, 'm.json': '{"a": 1}' },
    after: { 'm.json': '{"a": 2}' },
  },
  'a metric that moved to another file': {
    before: { 'dvc.yaml': 'metrics: [a.json]\n', 'a.json': '{"x": 1}' },
    after: { 'dvc.yaml': 'metrics: [b.json]\n', 'b.json': '{"x": 1}' },
  },
  'a pipeline in a folder': {
    before: {
      'models/iris/dvc.yaml': 'metrics: [../m.json, n.json]\n',
      'models/m.json': '{"a": 1}',
      'models/iris/n.json': '{"b": 1}',
    },
    after: {
      'models/iris/dvc.yaml': 'metrics: [../m.json, n.json]\n',
      'models/m.json': '{"a": 2}',
      'models/iris/n.json': '{"b": 2}',
    },
  },
  'stages with a working folder': {
    before: { 'dvc.yaml': STAGES, 'work/m.yaml': 'a: 1\n', 'p.json': '{"b": 1}' },
    after: { 'dvc.yaml': STAGES, 'work/m.yaml': 'a: 2\n', 'p.json': '{"b": 2}' },
  },
  foreach: {
    before: { 'dvc.yaml': FOREACH, 'm_a.json': '{"x": 1}', 'm_b.json': '{"x": 1}' },
    after: { 'dvc.yaml': FOREACH, 'm_a.json': '{"x": 2}', 'm_b.json': '{"x": 3}' },
  },
  TOML: {
    before: { 'dvc.yaml': 'metrics: [m.toml]\n', 'm.toml': 'a = 1\n[b]\nc = 0.5\nd = "x"\n' },
    after: { 'dvc.yaml': 'metrics: [m.toml]\n', 'm.toml': 'a = 2\n[b]\nc = 0.25\nd = "y"\n' },
  },
  'YAML with quotes, comments and an anchor': {
    before: { 'dvc.yaml': 'metrics: [m.yaml]\n', 'm.yaml': 'a: &x 1 # one\n"b c": *x\nd: 1e-5\ne: 0o17\n' },
    after: { 'dvc.yaml': 'metrics: [m.yaml]\n', 'm.yaml': 'a: &x 2\n"b c": *x\nd: 1e-6\ne: 0o17\n' },
  },
  parameters: {
    before: { 'params.yaml': 'lr: 0.1\nmodel: {name: svm, on: true, none: null}\n' },
    after: { 'params.yaml': 'lr: 0.2\nmodel: {name: tree, on: true, none: null}\n' },
    kind: 'params',
  },
  'parameters in other files': {
    before: { 'dvc.yaml': 'params: [conf/p.json]\n', 'conf/p.json': '{"a": 1}', 'params.yaml': 'b: 1\n' },
    after: { 'dvc.yaml': 'params: [conf/p.json]\n', 'conf/p.json': '{"a": 2}', 'params.yaml': 'b: 2\n' },
    kind: 'params',
  },
  'parameters of a pipeline in a folder': {
    before: {
      'sub/dvc.yaml': 'params: [p.yaml]\n',
      'sub/p.yaml': 'a: 1\n',
      'sub/params.yaml': 'b: 1\n',
      'params.yaml': 'c: 1\n',
    },
    after: {
      'sub/dvc.yaml': 'params: [p.yaml]\n',
      'sub/p.yaml': 'a: 2\n',
      'sub/params.yaml': 'b: 2\n',
      'params.yaml': 'c: 2\n',
    },
    kind: 'params',
  },
}

describe('the rows are those of DVC', () => {
  const cases = Object.entries(SAME_ROWS)
  const folders = cases.map(([, { before, after }]) => repositoryOf([before], after))
  const answers = askDvc(
    cases.map(([, { kind = 'metrics', args = [] }], at) => ({
      folder: folders[at] ?? '',
      args: [kind, 'diff', '--json', ...args],
    })),
  )

  test.each(cases.map(([name], at) => [name, at] as const))('%s', async (name, at) => {
    const { kind = 'metrics', args = [] } = SAME_ROWS[name] ?? {}
    expect(await rowsOfSerin(folders[at] ?? '', kind, args)).toEqual(rowsOfDvc(answers[at] as DvcAnswer))
  })
})

describe('the deliberate differences', () => {
  const folders = DIFFERENCES.map(({ before, after }) => repositoryOf([before], after))
  const answers = askDvc(
    DIFFERENCES.map(({ args }, at) => ({ folder: folders[at] ?? '', args: [...args, 'diff', '--json'] })),
  )

  test.each(DIFFERENCES.map(({ what }, at) => [what, at] as const))('%s: DVC', (_, at) => {
    const { dvc: expected } = DIFFERENCES[at] as (typeof DIFFERENCES)[number]
    const answer = answers[at] as DvcAnswer
    if (expected === 'fails') expect(answer.rows).toBeNull()
    else expect(rowsOfDvc(answer)).toEqual(expected)
  })

  test.each(DIFFERENCES.map(({ what }, at) => [what, at] as const))('%s: Serin', async (_, at) => {
    const { serin, args } = DIFFERENCES[at] as (typeof DIFFERENCES)[number]
    const rows = rowsOfSerin(folders[at] ?? '', args[0] ?? '', [])
    if (typeof serin === 'string') await expect(rows).rejects.toThrow(serin)
    else expect(await rows).toEqual(serin)
  })
})

test('of 100 random pairs of revisions every row is the same', async () => {
  const pairs = [...randomPairs(20_260, 100)]
  const folder = repositoryOf(pairs.flat())
  const questions = pairs.map((_, at) => ({
    kind: at % 4 === 3 ? 'params' : 'metrics',
    args: [`s${2 * at}`, `s${2 * at + 1}`, ...(at % 5 === 0 ? ['--all'] : [])],
  }))
  const answers = askDvc(questions.map(({ kind, args }) => ({ folder, args: [kind, 'diff', '--json', ...args] })))
  let rows = 0
  for (const [at, { kind, args }] of questions.entries()) {
    const expected = rowsOfDvc(answers[at] as DvcAnswer)
    rows += expected.length
    expect(await rowsOfSerin(folder, kind, args), `${kind} ${args.join(' ')} in ${folder}`).toEqual(expected)
  }
  expect(rows).toBeGreaterThan(1_000)
})

describe('what only the cache of DVC has', () => {
  const states = ['{"a": 1, "b": 1}', '{"a": 2, "b": 1}']
  const pipeline = {
    'dvc.yaml':
      'stages:\n  all:\n    cmd: mkdir -p out; cp in.json m.json; cp in.json out/n.json\n    deps: [in.json]\n    metrics: [m.json, out]\n',
  }
  const folder = repositoryOf([{ ...pipeline, 'in.json': states[0] ?? '' }])
  dvc(folder, 'repro', '--quiet')
  commitAll(folder)
  write(folder, { 'in.json': states[1] ?? '' })
  dvc(folder, 'repro', '--quiet')
  commitAll(folder)

  test.each([
    ['two revisions', ['HEAD~1', 'HEAD']],
    ['a revision and the working tree', ['HEAD~1']],
  ])('%s', async (_, args) => {
    const [answer] = askDvc([{ folder, args: ['metrics', 'diff', '--json', ...args] }])
    const expected = rowsOfDvc(answer as DvcAnswer)
    expect(expected).toHaveLength(2)
    expect(await rowsOfSerin(folder, 'metrics', args)).toEqual(expected)
  })

  test('and when it is empty, both say so', async () => {
    rmSync(join(folder, '.dvc/cache'), { recursive: true })
    mkdirSync(join(folder, '.dvc/cache'))
    const [answer] = askDvc([{ folder, args: ['metrics', 'diff', '--json', 'HEAD~1', 'HEAD'] }])
    expect(answer?.errors).toContain('failed to load some metrics')
    const { output, remark } = await diffCommand(['HEAD~1', 'HEAD', '--json'], folder)
    expect(JSON.parse(output)).toEqual([])
    expect(remark).toContain('m.json of HEAD~1 is kept by DVC alone')
  })
})

test('DVC names files from the folder where it was started, Serin from the root', async () => {
  const declared = { 'sub/dvc.yaml': 'metrics: [m.json]\n', 'n.json': '{}' }
  const folder = repositoryOf([{ ...declared, 'sub/m.json': '{"a": 1}' }], { ...declared, 'sub/m.json': '{"a": 2}' })
  const [answer] = askDvc([{ folder: join(folder, 'sub'), args: ['metrics', 'diff', '--json'] }])
  expect(rowsOfDvc(answer as DvcAnswer)).toEqual([['m.json', 'a', 1, 2, 1]])
  expect(await rowsOfSerin(join(folder, 'sub'), 'metrics', [])).toEqual([['sub/m.json', 'a', 1, 2, 1]])
})
