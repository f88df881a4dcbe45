import { benchAck } from './ack.ts'
import { benchComment } from './comment.ts'
import { benchDiff, benchGrowth, type DiffTimes } from './diff.ts'
import { benchEdit, type EditTimes } from './edit.ts'
import type { LoadResult } from './load.ts'
import type { Usage } from './measure-process.ts'
import { printApp } from './print-app.ts'
import { benchQueue, type QueueTimes } from './queue.ts'

// `npm run bench` runs all; `npm run bench comment` or `npm run bench ack` one. Absolute numbers differ from machine to
// machine and from hour to hour: compare the ratios of one run.
const [only] = process.argv.slice(2)

if (only === undefined || only === 'comment') {
  const { nothing, script, action, ratio, calls, reportBytes } = await benchComment()
  console.log(`\nReport on a pull request: ${reportBytes} bytes, ${calls} HTTP calls, whole process, median`)
  console.table({
    'node -e 0': usageRow(nothing),
    'bare script, same calls': usageRow(script),
    action: usageRow(action),
    'action / bare script': usageRow(ratio, 2),
  })
}

if (only === undefined || only === 'ack') {
  for (const connections of [10, 50]) {
    const { hello, app, ratio, acknowledged, stored } = await benchAck({ rounds: 7, seconds: 1.5, connections })
    console.log(`\nWebhooks over ${connections} connections: ${acknowledged} acknowledged by Serin, ${stored} on disk`)
    console.table({
      'hello-world Probot app': loadRow(hello),
      'Serin, stored first': loadRow(app),
      'Serin / hello': { 'per second': ratio.toFixed(2) },
    })
  }
}

if (only === undefined || only === 'diff') {
  console.log('\nserin diff beside dvc metrics diff, whole process, median')
  const sizes = [
    { files: 3, metricsPerFile: 5 },
    { files: 300, metricsPerFile: 300 },
  ]
  console.table(sizes.map((size) => diffRow(benchDiff(size, size.files > 100 ? 3 : 9))))
  console.log('\nTwo parses and a diff beside two JSON.parse calls')
  console.table([1e3, 1e4, 1e5, 1e6].map((metrics) => growthRow(benchGrowth(metrics, metrics > 1e5 ? 3 : 9))))
}

if (only === undefined || only === 'edit') {
  console.log('\nOne editYaml call beside one parse of the same text by yaml, in turns, median')
  console.table(benchEdit().map(editRow))
}

if (only === undefined || only === 'queue') {
  console.log('\nQueues, jobs per second: stored one by one, 20 at a time, and done (8 at a time, 20 keys)')
  console.table((await benchQueue()).map(queueRow))
}

if (only === undefined || only === 'app') await printApp()

function queueRow({
  what,
  one,
  together,
  drained,
  oneRatio,
  togetherRatio,
}: QueueTimes): Record<string, string | number> {
  return {
    what,
    'one by one': one.toFixed(0),
    '20 together': together.toFixed(0),
    done: drained?.toFixed(0) ?? '',
    'one by one / floor': oneRatio.toFixed(2),
    '20 together / floor': togetherRatio.toFixed(2),
  }
}

function editRow({
  file,
  bytes,
  lines,
  editMs,
  parseMs,
  ratio,
  changedLines,
}: EditTimes): Record<string, string | number> {
  return {
    file,
    lines,
    MB: (bytes / 1e6).toFixed(2),
    'edit ms': editMs.toFixed(0),
    'parse ms': parseMs.toFixed(0),
    'edit / parse': ratio.toFixed(2),
    'changed lines': changedLines,
  }
}

function diffRow({
  files,
  metricsPerFile,
  nodeMs,
  serinMs,
  dvcMs,
  sameRows,
}: DiffTimes): Record<string, string | number> {
  return {
    files,
    'metrics each': metricsPerFile,
    'node -e 0 ms': nodeMs.toFixed(0),
    'serin ms': serinMs.toFixed(0),
    'dvc ms': dvcMs?.toFixed(0) ?? 'not installed',
    'dvc / serin': dvcMs === undefined ? '' : (dvcMs / serinMs).toFixed(1),
    'same rows': String(sameRows ?? ''),
  }
}

function growthRow({ metrics, ratio, ms }: ReturnType<typeof benchGrowth>): Record<string, string | number> {
  return { metrics, 'serin ms': ms.toFixed(0), 'serin / floor': ratio.toFixed(2) }
}

function usageRow({ wallMs, cpuMs, peakMb }: Usage, digits = 0): Record<string, string> {
  return { 'wall ms': wallMs.toFixed(digits), 'CPU ms': cpuMs.toFixed(digits), 'peak MB': peakMb.toFixed(digits) }
}

function loadRow({ perSecond, p50Ms, p99Ms }: LoadResult): Record<string, string> {
  return { 'per second': perSecond.toFixed(0), 'p50 ms': p50Ms.toFixed(1), 'p99 ms': p99Ms.toFixed(1) }
}
