import { expect, test } from 'vitest'
import { diffTrees } from '../../action/diff-trees.ts'
import type { FileTree } from '../../src/shell/git.ts'

/** A state that has these files, with texts of its own, as two reads of git give them. */
function treeOf(files: Readonly<Record<string, string>>): FileTree {
  const paths = Object.keys(files)
  return {
    paths,
    read: async (wanted) =>
      new Map(wanted.flatMap((path) => (path in files ? [[path, Buffer.from(files[path] ?? '').toString()]] : []))),
    below: () => [],
  }
}

const DECLARED = { 'dvc.yaml': 'metrics: [m.json, n.json]\n' }

function rowsOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>, all = false) {
  const side = (name: string, files: Readonly<Record<string, string>>) => ({
    name,
    tree: treeOf({ ...DECLARED, ...files }),
  })
  const asked = { repository: { root: '/', folder: '/' }, kind: 'metrics', targets: undefined, all } as const
  return diffTrees([side('old', before), side('new', after)], asked)
}

test.each([false, true])(
  'many metrics of a file that did not change end, with all rows: %s',
  { timeout: 120_000 },
  async (all) => {
    const many = JSON.stringify(
      Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`metric_${index}`, 1])),
    )
    const { rows } = await rowsOf(
      { 'm.json': many, 'n.json': '{"a": 1}' },
      { 'm.json': many, 'n.json': '{"a": 2}' },
      all,
    )
    expect(rows.length).toBe(all ? 300_001 : 1)
    expect(rows.at(-1)).toEqual({ path: 'n.json', metric: 'a', old: 1, new: 2, change: 1 })
  },
)

test('a file that did not change and cannot be read is told', async () => {
  await expect(rowsOf({ 'm.json': '{' }, { 'm.json': '{' })).rejects.toMatchObject({ place: { file: 'm.json' } })
})

test('a confusion matrix is the list that it is in the file', async () => {
  const { rows } = await rowsOf(
    { 'm.json': '{"confusion_matrix": [[5, 1], [0, 4]]}' },
    { 'm.json': '{"confusion_matrix": [[5, 1], [2, 2]]}' },
  )
  expect(rows.map(({ metric, old, new: now }) => [metric, old, now])).toEqual([
    ['confusion_matrix.1.0', 0, 2],
    ['confusion_matrix.1.1', 4, 2],
  ])
})

test('ClassificationMetrics of Kubeflow Pipelines are rows with names', async () => {
  const metrics = (recall: number, right: number) =>
    JSON.stringify({
      confidenceMetrics: [
        { confidenceThreshold: 1, recall: 0, falsePositiveRate: 0 },
        { confidenceThreshold: 0.5, recall, falsePositiveRate: 0.1 },
      ],
      confusionMatrix: {
        annotationSpecs: [{ displayName: 'a' }, { displayName: 'b' }],
        rows: [
          [right, 1],
          [2, 8],
        ],
      },
    })
  const { rows } = await rowsOf({ 'm.json': metrics(0.8, 9) }, { 'm.json': metrics(0.9, 10) })
  expect(rows.map(({ metric, old, new: now }) => [metric, old, now])).toEqual([
    ['confusion_matrix.0.0', 9, 10],
    ['roc.1.tpr', 0.8, 0.9],
  ])
})

test('integers that no double holds differ by their digits', async () => {
  const { rows } = await rowsOf(
    { 'm.json': '{"seed": 12345678901234567890}' },
    { 'm.json': '{"seed": 12345678901234567891}' },
  )
  expect(rows).toEqual([
    { path: 'm.json', metric: 'seed', old: '12345678901234567890', new: '12345678901234567891', change: null },
  ])
})

test("a report of vegeta keeps the file's numbers and says their unit", async () => {
  const report = (p99: number) =>
    `{"latencies": {"mean": 1, "99th": ${p99}}, "bytes_in": {}, "bytes_out": {}, "status_codes": {}, "success": 1}`
  const { rows } = await rowsOf({ 'm.json': report(2947276) }, { 'm.json': report(2947277) })
  expect(rows).toEqual([
    { path: 'm.json', metric: 'latencies.99th', old: 2947276, new: 2947277, change: 1, unit: 'ns' },
  ])
})
