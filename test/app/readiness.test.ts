import { beforeEach, expect, test } from 'vitest'
import { Readiness } from '../../app/readiness.ts'

let now: number
let asked: number
let forgotten: number
let prune: () => Promise<number>
let readiness: Readiness
beforeEach(() => {
  now = 0
  asked = 0
  prune = async () => 0
  const queue = {
    prune: (before: number) => {
      forgotten = before
      asked += 1
      return prune()
    },
  }
  readiness = new Readiness(queue, () => now)
})

test('a queue that can be written is enough', async () => {
  expect(await readiness.reason()).toBeUndefined()
})

test('what was done thirty days ago is forgotten meanwhile, and nothing younger', async () => {
  now = Date.parse('2026-03-31T12:00:00Z')
  await readiness.reason()
  expect(new Date(forgotten).toISOString()).toBe('2026-03-01T12:00:00.000Z')
})

test('a queue that cannot be written is a reason, until it can', async () => {
  prune = () => Promise.reject(new Error('read-only'))
  expect(await readiness.reason()).toBe('the queue cannot be written')
  prune = async () => 0
  now = 2_000
  expect(await readiness.reason()).toBeUndefined()
})

test('a webhook that could not be stored is a reason for twenty seconds', async () => {
  readiness.failed()
  expect(await readiness.reason()).toBe('the queue cannot be written')
  now = 20_000
  expect(await readiness.reason()).toBeUndefined()
})

test('the end is a reason', async () => {
  readiness.end()
  expect(await readiness.reason()).toBe('ending')
})

test('the queue is asked at most every two seconds', async () => {
  await Promise.all([readiness.reason(), readiness.reason()])
  now = 1_999
  await readiness.reason()
  expect(asked).toBe(1)
})

test('a queue that does not answer within three seconds is a reason', async () => {
  prune = () => new Promise(() => {})
  expect(await readiness.reason()).toBe('the queue cannot be written')
})
