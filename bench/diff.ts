import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { diffMetrics } from '../src/metrics/diff.ts'
import { parseMetrics } from '../src/metrics/metrics.ts'
import { median } from './median.ts'

const CLI = resolve('dist/cli.js')

export interface DiffTimes {
  readonly files: number
  readonly metricsPerFile: number
  /** `node -e 0`: what no program in Node is below. */
  readonly nodeMs: number
  readonly serinMs: number
  /** Undefined where DVC is not installed. */
  readonly dvcMs: number | undefined
  readonly sameRows: boolean | undefined
}

/** `serin diff --json` beside `dvc metrics diff --json` on the same repository, whole processes, median wall time. */
export function benchDiff(
  size: { readonly files: number; readonly metricsPerFile: number },
  rounds: number,
): DiffTimes {
  const folder = repositoryOf(size)
  const serin = () => run(process.execPath, [CLI, 'diff', '--json'], folder)
  const dvc = () => run('dvc', ['metrics', 'diff', '--json'], folder)
  const hasDvc = spawnSync('dvc', ['--version']).status === 0
  const node = () => run(process.execPath, ['-e', '0'], folder)
  const times = Array.from({ length: rounds }, () => ({
    node: timed(node),
    serin: timed(serin),
    dvc: hasDvc ? timed(dvc) : undefined,
  }))
  return {
    ...size,
    nodeMs: median(times.map((time) => time.node)),
    serinMs: median(times.map((time) => time.serin)),
    dvcMs: hasDvc ? median(times.flatMap((time) => time.dvc ?? [])) : undefined,
    sameRows: hasDvc ? sameRows(serin(), dvc()) : undefined,
  }
}

/** Two parses and a diff in this process, beside two `JSON.parse` calls of the same texts. */
export function benchGrowth(
  metrics: number,
  rounds: number,
): { readonly metrics: number; readonly ratio: number; readonly ms: number } {
  const [old, now] = [0, 1].map((state) => JSON.stringify(metricsOf(metrics, state))) as [string, string]
  const read = (text: string) => parseMetrics([{ path: 'metrics.json', text }])
  const ours = Array.from({ length: rounds }, () => timed(() => diffMetrics(read(old), read(now))))
  const floor = Array.from({ length: rounds }, () => timed(() => [JSON.parse(old), JSON.parse(now)]))
  return { metrics, ratio: median(ours) / median(floor), ms: median(ours) }
}

function repositoryOf({ files, metricsPerFile }: { files: number; metricsPerFile: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'serin-bench-diff-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder })
  git('init', '--quiet')
  if (spawnSync('dvc', ['init', '--quiet'], { cwd: folder }).status !== 0)
    mkdirSync(join(folder, '.dvc'), { recursive: true })
  const names = Array.from({ length: files }, (_, index) => `metrics/${index}.json`)
  mkdirSync(join(folder, 'metrics'))
  writeFileSync(join(folder, 'dvc.yaml'), `metrics:\n${names.map((name) => `  - ${name}\n`).join('')}`)
  const write = (state: number) =>
    names.map((name) => writeFileSync(join(folder, name), JSON.stringify(metricsOf(metricsPerFile, state))))
  write(0)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'main')
  write(1)
  return folder
}

function metricsOf(count: number, state: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`group.metric_${index}`, Math.sin(index + state)]),
  )
}

function sameRows(ours: string, theirs: string): boolean {
  const rows = JSON.parse(ours) as { path: string; metric: string; old: unknown; new: unknown; change: unknown }[]
  const files = JSON.parse(theirs) as Record<string, Record<string, { old: unknown; new: unknown; diff?: number }>>
  const flat = Object.entries(files).flatMap(([path, metrics]) =>
    Object.entries(metrics).map(([metric, row]) => [path, metric, row.old, row.new, row.diff ?? null].join(' ')),
  )
  const own = rows.map((row) => [row.path, row.metric, row.old, row.new, row.change].join(' '))
  return JSON.stringify(flat.toSorted()) === JSON.stringify(own.toSorted())
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
}

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
