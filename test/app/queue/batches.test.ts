import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inBatches } from '../../../app/queue/batches.ts'

test('what is asked for together is done together, in order', async () => {
  const calls: (readonly number[])[] = []
  const double = inBatches(async (items: readonly number[]) => {
    calls.push(items)
    await sleep(5)
    return items.map((item) => item * 2)
  })
  const first = [1, 2].map(double)
  await sleep(2)
  const second = [3, 4].map(double)
  expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8])
  expect(calls).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a batch that fails fails for those in it, and the next goes on', async () => {
  const work = inBatches(async (items: readonly string[]) => {
    if (items.includes('bad')) throw new Error('no')
    return items
  })
  const together = await Promise.allSettled([work('good'), work('bad')])
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await work('good')).toBe('good')
})
