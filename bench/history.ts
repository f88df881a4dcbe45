import { appendRecord, type HistoryRecord, newestChunks, parseRecords } from '../src/history/history.ts'
import { trendOf } from '../src/history/trend.ts'
import { median } from './median.ts'

/** What a report shows of main's past. */
const SHOWN = 100

/**
 * The growth of main's history: how long it takes to find and read what a report needs, and how long to read all of it,
 * for comparison. `serin history` without a limit is the only one that reads everything.
 */
export function benchHistory(input: { readonly commits: number; readonly metrics: number; readonly rounds: number }) {
  const chunks = historyOf(input.commits, input.metrics)
  const paths = [...chunks.keys()]
  const names = ['metric.0', 'metric.1', 'metric.2', 'metric.3']
  const read = (wanted: readonly string[]) =>
    trendOf(
      wanted.flatMap((path) => parseRecords(chunks.get(path) ?? '', path)),
      names,
    )
  const time = (act: () => unknown): number => {
    const start = performance.now()
    act()
    return performance.now() - start
  }
  const rounds = Array.from({ length: input.rounds }, () => ({
    needed: time(() => read(newestChunks(paths, 'iris', SHOWN))),
    all: time(() => read(paths)),
  }))
  const megabytes = [...chunks.values()].reduce((sum, text) => sum + text.length, 0) / 1e6
  return {
    chunks: paths.length,
    megabytes,
    neededMs: median(rounds.map(({ needed }) => needed)),
    allMs: median(rounds.map(({ all }) => all)),
  }
}

/** Chunks as they grow commit by commit; a full one is never touched again, so each is built once. */
function historyOf(commits: number, metrics: number): ReadonlyMap<string, string> {
  const chunks = new Map<string, string>()
  let chunk: ReturnType<typeof appendRecord> | undefined
  let lines: string[] = []
  for (let commit = 0; commit < commits; commit += 1) {
    const record = recordOf(commit, metrics)
    if (lines.length === 200 && chunk !== undefined) {
      chunk = appendRecord({ path: chunk.path, text: lines.join('') }, record, 'iris')
      lines = [chunk.text]
    } else {
      const first = appendRecord(undefined, record, 'iris')
      chunk ??= first
      lines.push(first.text)
    }
    if (lines.length === 200 || commit === commits - 1) chunks.set(chunk.path, lines.join(''))
  }
  return chunks
}

function recordOf(commit: number, metrics: number): HistoryRecord {
  return {
    sha: commit.toString(16).padStart(40, 'a'),
    tree: commit.toString(16).padStart(40, 'b'),
    measuredAt: '2026-11-21T07:00:00Z',
    metrics: Array.from({ length: metrics }, (_, index) => ({
      file: 'metrics.json',
      name: `metric.${index}`,
      value: { kind: 'number', value: Math.sin(commit + index) },
    })),
    params: [{ file: 'params.yaml', name: 'learning-rate', value: { kind: 'number', value: 0.001 } }],
    trainingSeconds: 12.5,
    verdict: 'pass',
  }
}

if (import.meta.main) {
  for (const commits of [100, 1000, 10_000]) {
    const { chunks, megabytes, neededMs, allMs } = benchHistory({ commits, metrics: 50, rounds: 7 })
    console.log(
      `${commits} commits × 50 metrics (${chunks} files, ${megabytes.toFixed(1)} MB): ${neededMs.toFixed(1)} ms to read what a report needs, ${allMs.toFixed(0)} ms to read all`,
    )
  }
}
