import { expect, it } from 'vitest'
import { boundRecord } from '../../src/history/bounded-record.ts'
import { type HistoryRecord, parseRecord, renderRecord } from '../../src/history/record.ts'
import type { Metric } from '../../src/metrics/metrics.ts'

const PLACE = { file: 'history/iris/0001.jsonl', line: 1 }

function recordOf(count: number, first: readonly Metric[] = []): HistoryRecord {
  const metrics = Array.from({ length: count }, (_, index) => metric(`layer.${index}`))
  return { sha: 'a'.repeat(40), measuredAt: '2026-11-21', metrics: [...first, ...metrics], params: [metric('rate')] }
}

function metric(name: string): Metric {
  return { file: 'metrics.json', name, value: { kind: 'number', value: 0.123456789 } }
}

const isJudged = (name: string) => name === 'layer.149999'
const bounded = boundRecord(recordOf(150_000), isJudged)

it('keeps a usual record as it is', () => {
  const record = recordOf(1000)
  expect(boundRecord(record, isJudged)).toBe(record)
})

it('keeps at most 2 MB, and nearly so many', () => {
  const size = Buffer.byteLength(renderRecord(bounded))
  expect([size <= 2_000_000, size > 1_999_000]).toEqual([true, true])
})

it('keeps what a gate judges, the parameters and the first of the others', () => {
  expect([bounded.metrics[0]?.name, bounded.metrics.at(-1)?.name]).toEqual(['layer.0', 'layer.149999'])
  expect(bounded.params).toHaveLength(1)
})

it('says how many it leaves out, also when it is read again', () => {
  expect(bounded.leftOut).toBe(150_000 - bounded.metrics.length)
  expect(parseRecord(renderRecord(bounded), PLACE)).toEqual(bounded)
})

it('leaves out a text that has no end before anything else', () => {
  const log: Metric = { file: 'metrics.json', name: 'log', value: { kind: 'text', text: 'é'.repeat(3_000_000) } }
  const { metrics, leftOut } = boundRecord(recordOf(1000, [log]), () => true)
  expect([metrics.length, leftOut]).toEqual([1000, 1])
})

it('keeps its bound when a gate judges everything', () => {
  const record = boundRecord(recordOf(150_000), () => true)
  expect(Buffer.byteLength(renderRecord(record))).toBeLessThanOrEqual(2_000_000)
})
