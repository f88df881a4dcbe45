import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { breaches, cycles, FILE_RULES, undeclared } from './architecture/rules.ts'
import { parseSourceFile, readSourceFile } from './architecture/source-file.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const paths = globSync(['src/**/*.ts', 'action/**/*.ts', 'app/**/*.ts'], { cwd: root }).sort()
const files = paths.map((path) => readSourceFile(root, path))

describe('the source', () => {
  it.each(Object.entries(FILE_RULES))('keeps the rule of %s', (_, rule) => {
    expect(files.length).toBeGreaterThan(0)
    expect(breaches(rule, files)).toEqual([])
  })

  it('has no import cycles', () => {
    expect(cycles(files)).toEqual([])
  })

  it('imports only what package.json declares', () => {
    const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
    expect(undeclared(files, Object.keys(dependencies))).toEqual([])
  })
})

describe('the rules', () => {
  const long = (lines: number) => 'x()\n'.repeat(lines)

  it.each([
    ['arrows', 'src/gate/evaluate.ts', "import '../report/report.ts'"],
    ['arrows', 'src/metrics/diff.ts', "import type { X } from '../gate/evaluate.ts'"],
    ['arrows', 'src/github/comment.ts', "export * from '../metrics/diff.ts'"],
    ['arrows', 'src/release/plan.ts', "const x = () => import('../github/commit.ts')"],
    ['arrows', 'src/new/thing.ts', ''],
    ['arrows', 'app/server.ts', "type X = import('../action/run.ts').X"],
    ['arrows', 'src/gate/rule.ts', "import '../../app/server.ts'"],
    ['arrows', 'src/errors.ts', "import './yaml/read.ts'"],
    ['endings', 'src/gate/rule.ts', "import './evaluate'"],
    ['doors', 'src/config/model-config.ts', "import { parse } from 'yaml'"],
    ['doors', 'action/run.ts', "import * as core from '@actions/core'"],
    ['doors', 'action/release.ts', "import { Octokit } from '@octokit/rest'"],
    ['doors', 'src/github/git.ts', "import { spawn } from 'node:child_process'"],
    ['doors', 'src/statistics/welch.ts', "import cdf from '@stdlib/stats-base-dists-t-cdf'"],
    ['doors', 'src/statistics/predictions.ts', "import { parse } from 'csv-parse/sync'"],
    ['pureCore', 'src/statistics/seeds.ts', "import { randomInt } from 'node:crypto'"],
    ['topFilesOnly', 'src/shell/process.ts', 'const home = process.env.HOME'],
    ['topFilesOnly', 'src/gate/rule.ts', 'const now = new Date()'],
    ['topFilesOnly', 'app/queue/sqlite.ts', 'const now = Date.now()'],
    ['topFilesOnly', 'src/statistics/paired.ts', 'const draw = Math.random'],
    ['pureCore', 'src/metrics/metrics.ts', "import { readFileSync } from 'node:fs'"],
    ['pureCore', 'src/release/plan.ts', 'export async function plan() {}'],
    ['quiet', 'action/run.ts', 'console.log(1)'],
    ['names', 'src/gate/utils.ts', ''],
    ['names', 'src/report/index.ts', ''],
    ['names', 'src/helpers/table.ts', ''],
    ['budgets', 'src/gate/rule.ts', long(251)],
    ['budgets', 'src/gate/rule.ts', `function f() {\n${long(60)}}`],
  ] as const)('of %s catch a breach in %s', (name, path, text) => {
    expect(breaches(FILE_RULES[name], [parseSourceFile(text, path)])).toEqual([expect.stringContaining(`${path}: `)])
  })

  it.each([
    ['arrows', 'src/report/report.ts', "import '../gate/evaluate.ts'; import '../errors.ts'"],
    ['arrows', 'src/metrics/direction.ts', "import type { GateRule } from '../gate/rule.ts'"],
    ['doors', 'src/yaml/read.ts', "import { parse } from 'yaml'"],
    ['topFilesOnly', 'src/history/record.ts', 'const at = new Date(text); Date.parse(text)'],
    ['topFilesOnly', 'action/index.ts', 'const now = Date.now(); process.env.HOME'],
    ['pureCore', 'src/shell/process.ts', "import 'node:fs'; await 1"],
    ['quiet', 'app/server.ts', 'console.log(1)'],
    ['names', 'action/index.ts', ''],
    ['budgets', 'src/gate/rule.ts', long(250)],
  ] as const)('of %s allow what is right in %s', (name, path, text) => {
    expect(breaches(FILE_RULES[name], [parseSourceFile(text, path)])).toEqual([])
  })

  it('find a cycle that runs over a type', () => {
    const a = parseSourceFile("import './b.ts'", 'src/gate/a.ts')
    const b = parseSourceFile("import type { A } from './a.ts'", 'src/gate/b.ts')
    expect(cycles([a, b])).toEqual(['src/gate/a.ts → src/gate/b.ts → src/gate/a.ts'])
  })

  it('find a package that nobody declared', () => {
    const file = parseSourceFile("import '@scope/name/deep.js'; import 'node:fs'; import 'zod/v4'", 'app/server.ts')
    expect(undeclared([file], ['zod'])).toEqual([
      'app/server.ts: imports @scope/name; package.json has no such dependency',
    ])
  })

  it('refuse an import that hides its module', () => {
    expect(() => parseSourceFile('import(name)', 'app/server.ts')).toThrow('computed')
  })
})
