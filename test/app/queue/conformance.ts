import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openQueue, type QueueSettings } from '../../../app/queue/open-queue.ts'
import type { LeasedJob, NewJob, Queue } from '../../../app/queue/queue.ts'
import { describeProcesses } from './conformance-of-processes.ts'

/** Where a queue is kept, of whichever engine; new and empty. */
export interface Place {
  readonly settings: QueueSettings
  remove(): void
}

/** What every engine of the queue must do. */
export function describeQueue(engine: string, newPlace: () => Place): void {
  describe(`the queue on ${engine}`, () => {
    let place: Place
    let queue: Queue
    let made = 0
    beforeEach(async () => {
      place = newPlace()
      queue = await openQueue(place.settings, () => {})
    })
    afterEach(async () => {
      await queue.close()
      place.remove()
    })

    function job(change: Partial<NewJob> = {}): NewJob {
      made += 1
      return { deliveryId: `delivery-${made}`, intent: `comment-${made}`, key: 'prod', payload: { made }, ...change }
    }
    function lease(now: number, owner = 'a'): Promise<LeasedJob | undefined> {
      return queue.lease({ owner, now, leaseMs: 100 })
    }
    async function leased(now: number, owner = 'a'): Promise<LeasedJob> {
      const found = await lease(now, owner)
      if (found === undefined) throw new Error('nothing to lease')
      return found
    }

    describe('stores', () => {
      test('a job and hands it out whole', async () => {
        const stored = job({ payload: { text: 'é "quoted" \u0000 🌱', list: [1, null, true] } })
        expect(await queue.enqueue(stored)).toBe('stored')
        expect(await lease(0)).toMatchObject({ ...stored, owner: 'a', attempt: 1 })
      })

      test('a delivery once', async () => {
        await queue.enqueue(job({ deliveryId: 'same' }))
        expect(await queue.enqueue(job({ deliveryId: 'same' }))).toBe('duplicate')
        expect(await queue.counts()).toMatchObject({ waiting: 1 })
      })

      test('what it knows the deliveries of, done or not', async () => {
        for (const deliveryId of ['done', 'waiting']) await queue.enqueue(job({ deliveryId }))
        await queue.complete(await leased(0), { now: 0 })
        expect((await queue.known(['done', 'never', 'waiting'])).toSorted()).toEqual(['done', 'waiting'])
        expect(await queue.known([])).toEqual([])
      })

      test('an intent once, whatever delivers it', async () => {
        await queue.enqueue(job({ intent: 'same' }))
        expect(await queue.enqueue(job({ intent: 'same', key: 'test' }))).toBe('duplicate')
      })

      test('one of a hundred deliveries that arrive together', async () => {
        const same = job()
        const answers = await Promise.all(Array.from({ length: 100 }, () => queue.enqueue(same)))
        expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1)
        expect(await queue.counts()).toEqual({ waiting: 1, leased: 0, done: 0, dead: 0 })
      })

      test('no job again that is leased, done or dead', async () => {
        const [running, done, dead] = [job({ key: 'a' }), job({ key: 'b' }), job({ key: 'c' })]
        await queue.enqueue(done)
        await queue.complete(await leased(0), { now: 1 })
        await queue.enqueue(dead)
        await queue.bury(await leased(0), { now: 1, error: 'no' })
        await queue.enqueue(running)
        await lease(0)
        for (const known of [running, done, dead]) expect(await queue.enqueue(known)).toBe('duplicate')
        expect(await queue.counts()).toEqual({ waiting: 0, leased: 1, done: 1, dead: 1 })
      })

      test('a job for others to see at once', async () => {
        const other = await openQueue(place.settings, () => {})
        const promised = Array.from({ length: 50 }, () => queue.enqueue(job()))
        await Promise.all(promised)
        expect(await other.counts()).toMatchObject({ waiting: 50 })
        await other.close()
      })

      test('when it was stored, for people who look', async () => {
        await queue.enqueue(job({ storedAt: 1_700_000_000_123 }))
        expect(await lease(0)).toMatchObject({ storedAt: 1_700_000_000_123 })
      })

      test('nothing that JSON cannot hold, and goes on', async () => {
        const wrong = queue.enqueue(job({ payload: undefined }))
        const right = queue.enqueue(job())
        await expect(wrong).rejects.toThrow('JSON')
        expect(await right).toBe('stored')
      })
    })

    describe('leases', () => {
      test('nothing when there is nothing', async () => expect(await lease(0)).toBeUndefined())

      test('the longest-waiting job first', async () => {
        const keys = ['c', 'a', 'b']
        for (const key of keys) await queue.enqueue(job({ key }))
        expect([(await leased(0)).key, (await leased(0)).key, (await leased(0)).key]).toEqual(keys)
      })

      test('never two jobs of one key', async () => {
        for (const key of ['prod', 'prod', 'test']) await queue.enqueue(job({ key }))
        const first = await leased(0)
        expect((await leased(0, 'b')).key).toBe('test')
        expect(await lease(0, 'c')).toBeUndefined()
        await queue.complete(first, { now: 1 })
        expect((await leased(1, 'c')).key).toBe('prod')
      })

      test('the jobs of a key in the order they were stored', async () => {
        const stored = Array.from({ length: 20 }, () => job())
        await Promise.all(stored.map((each) => queue.enqueue(each)))
        const seen: string[] = []
        for (let next = await lease(0); next !== undefined; next = await lease(0)) {
          seen.push(next.intent)
          await queue.complete(next, { now: 0 })
        }
        expect(seen).toEqual(stored.map(({ intent }) => intent))
      })

      test('the jobs of a key in the order they were stored, over several processes', async () => {
        const other = await openQueue(place.settings, () => {})
        const stored = Array.from({ length: 30 }, () => job())
        for (const [index, each] of stored.entries()) await (index % 2 === 0 ? queue : other).enqueue(each)
        for (const [index, each] of stored.entries()) {
          const next = await (index % 3 === 0 ? queue : other).lease({ owner: 'a', now: 0, leaseMs: 100 })
          expect(next?.intent).toBe(each.intent)
          if (next !== undefined) await (index % 5 === 0 ? queue : other).complete(next, { now: 0 })
        }
        await other.close()
      })

      test('no job to two of many who ask together', async () => {
        for (let key = 0; key < 10; key++) await queue.enqueue(job({ key: `${key}` }))
        const asked = await Promise.all(Array.from({ length: 25 }, (_, owner) => lease(0, `${owner}`)))
        const ids = asked.flatMap((each) => (each === undefined ? [] : [each.id]))
        expect([ids.length, new Set(ids).size]).toEqual([10, 10])
      })

      test('a left-behind job to one of many who ask together', async () => {
        for (let key = 0; key < 5; key++) await queue.enqueue(job({ key: `${key}` }))
        for (let key = 0; key < 5; key++) await leased(0, 'dead')
        const asked = await Promise.all(Array.from({ length: 25 }, (_, owner) => lease(100, `${owner}`)))
        const ids = asked.flatMap((each) => (each === undefined ? [] : [each.id]))
        expect([ids.length, new Set(ids).size]).toEqual([5, 5])
      })

      test('a job again when its lease has ended', async () => {
        await queue.enqueue(job())
        const first = await leased(0, 'a')
        expect(await lease(99, 'b')).toBeUndefined()
        expect(await lease(100, 'b')).toMatchObject({ id: first.id, owner: 'b', attempt: 2 })
      })

      test('the left-behind job of a key before its later ones', async () => {
        const [first, second] = [job(), job()]
        await queue.enqueue(first)
        await queue.enqueue(second)
        await lease(0, 'dead')
        expect((await leased(100, 'b')).intent).toBe(first.intent)
        expect(await lease(100, 'c')).toBeUndefined()
      })

      test('longer when it is extended', async () => {
        await queue.enqueue(job())
        expect(await queue.extend(await leased(0), { now: 90, leaseMs: 100 })).toBe(true)
        expect(await lease(189, 'b')).toBeUndefined()
        expect(await lease(190, 'b')).toBeDefined()
      })
    })

    describe('refuses from an owner whose lease has passed on', () => {
      const deeds: [string, (stale: LeasedJob) => Promise<boolean>][] = [
        ['extend', (stale) => queue.extend(stale, { now: 150, leaseMs: 1_000 })],
        ['complete', (stale) => queue.complete(stale, { now: 150 })],
        ['retry', (stale) => queue.retry(stale, { at: 150, error: 'late' })],
        ['bury', (stale) => queue.bury(stale, { now: 150, error: 'late' })],
        ['giveBack', (stale) => queue.giveBack(stale)],
      ]
      describe.each(['b', 'a'])('to %s', (next) => {
        test.each(deeds)('%s', async (_, deed) => {
          await queue.enqueue(job())
          const stale = await leased(0, 'a')
          const current = await leased(100, next)
          expect(await deed(stale)).toBe(false)
          expect(await queue.counts()).toEqual({ waiting: 0, leased: 1, done: 0, dead: 0 })
          expect(await queue.complete(current, { now: 160 })).toBe(true)
          expect(await deed(current)).toBe(false)
        })
      })
    })

    describe('tries again', () => {
      test('at the time it was told, and not before', async () => {
        await queue.enqueue(job())
        expect(await queue.retry(await leased(0), { at: 500, error: 'busy' })).toBe(true)
        expect(await lease(499)).toBeUndefined()
        expect(await lease(500)).toMatchObject({ attempt: 2 })
      })

      test('not before that time, by anybody of many', async () => {
        for (let key = 0; key < 60; key++) await queue.enqueue(job({ key: `${key}` }))
        const early: LeasedJob[] = []
        const failAll = async (owner: string) => {
          for (let next = await lease(0, owner); next !== undefined; next = await lease(0, owner)) {
            if (next.attempt > 1) early.push(next)
            await queue.retry(next, { at: 500, error: 'busy' })
          }
        }
        await Promise.all(Array.from({ length: 8 }, (_, owner) => failAll(`${owner}`)))
        expect(early).toEqual([])
        expect(await queue.counts()).toMatchObject({ waiting: 60 })
      })

      test('before the later jobs of the key', async () => {
        const [first, second] = [job(), job()]
        await queue.enqueue(first)
        await queue.enqueue(second)
        await queue.retry(await leased(0), { at: 500, error: 'busy' })
        expect(await lease(499)).toBeUndefined()
        expect((await leased(500)).intent).toBe(first.intent)
      })

      test('in any time but its own clock’s', async () => {
        for (const now of [0, 8_000_000_000_000]) {
          await queue.enqueue(job({ key: `${now}` }))
          await queue.retry(await leased(now), { at: now + 5, error: 'busy' })
          expect(await lease(now + 4)).toBeUndefined()
          await queue.complete(await leased(now + 5), { now: now + 6 })
        }
      })

      test('a hundred times', async () => {
        const [first, second] = [job(), job()]
        await queue.enqueue(first)
        await queue.enqueue(second)
        for (let at = 0; at < 100; at++) await queue.retry(await leased(at), { at: at + 1, error: 'busy\u0000' })
        expect(await lease(100)).toMatchObject({ intent: first.intent, attempt: 101 })
      })

      test('without counting, where it is told so', async () => {
        await queue.enqueue(job())
        await queue.retry(await leased(0), { at: 1, error: 'busy' })
        expect(await queue.retry(await leased(1), { at: 2, error: 'away', isUncounted: true })).toBe(true)
        expect(await lease(1)).toBeUndefined()
        expect(await lease(2)).toMatchObject({ attempt: 2 })
      })

      test('while other keys go on', async () => {
        await queue.enqueue(job())
        await queue.enqueue(job({ key: 'test' }))
        await queue.retry(await leased(0), { at: 500, error: 'busy' })
        expect((await leased(1)).key).toBe('test')
      })

      test('what was given back at once, as the same attempt', async () => {
        await queue.enqueue(job())
        const first = await leased(0)
        expect(await queue.giveBack(first)).toBe(true)
        const second = await leased(0, 'b')
        expect(second).toMatchObject({ id: first.id, attempt: 1 })
        expect(await queue.complete(first, { now: 1 })).toBe(false)
      })

      test('what was given back before the later jobs of the key', async () => {
        const [first, second] = [job(), job()]
        await queue.enqueue(first)
        await queue.enqueue(second)
        await queue.giveBack(await leased(0))
        expect((await leased(0)).intent).toBe(first.intent)
      })
    })

    describe('keeps what was given up', () => {
      async function bury(change: Partial<NewJob> = {}, now = 7): Promise<LeasedJob> {
        await queue.enqueue(job(change))
        const found = await leased(0)
        await queue.bury(found, { now, error: 'the disk is full' })
        return found
      }

      test('with its error, the oldest first', async () => {
        const later = await bury({}, 9)
        const earlier = await bury({}, 8)
        expect(await queue.deadLetters()).toMatchObject([
          { id: earlier.id, payload: earlier.payload, error: 'the disk is full', buriedAt: 8 },
          { id: later.id, buriedAt: 9 },
        ])
      })

      test('out of the way of its key', async () => {
        await bury()
        await queue.enqueue(job())
        expect(await lease(8)).toBeDefined()
      })

      test('until it is run again, as if it was new', async () => {
        const { id } = await bury()
        expect(await queue.rerun(id)).toBe(true)
        expect(await queue.deadLetters()).toEqual([])
        expect(await lease(8)).toMatchObject({ id, attempt: 1 })
      })

      test('and runs it again after the jobs that came meanwhile', async () => {
        const { id } = await bury()
        await queue.enqueue(job())
        const running = await leased(8)
        await queue.enqueue(job())
        await queue.rerun(id)
        expect(await lease(8)).toBeUndefined()
        await queue.complete(running, { now: 9 })
        const between = await leased(9)
        expect(between.id).not.toBe(id)
        await queue.complete(between, { now: 9 })
        expect(await lease(9)).toMatchObject({ id })
      })

      test.each(['0', '999999', 'no-id', ''])('and knows nothing of %j', async (id) => {
        await bury()
        expect(await queue.rerun(id)).toBe(false)
      })

      test('and runs nothing again that is not dead', async () => {
        await queue.enqueue(job())
        const { id } = await leased(0)
        expect(await queue.rerun(id)).toBe(false)
      })
    })

    describe('shows', () => {
      test('what is not done, in the order of its turn', async () => {
        const [running, failed, waiting] = [job({ key: 'a' }), job({ key: 'b' }), job({ key: 'b', storedAt: 5 })]
        for (const each of [running, failed, waiting]) await queue.enqueue(each)
        await leased(10, 'me')
        await queue.retry(await leased(10), { at: 500, error: 'busy' })
        expect(await queue.unfinished()).toMatchObject([
          { ...running, state: 'leased', due: 110, owner: 'me', attempt: 1 },
          { ...failed, state: 'waiting', due: 500, error: 'busy', attempt: 1 },
          { ...waiting, state: 'waiting', due: 0, attempt: 0, storedAt: 5 },
        ])
        expect(await queue.unfinished(2)).toMatchObject([running, failed])
      })

      test('nothing that is done or dead', async () => {
        await queue.enqueue(job())
        await queue.complete(await leased(0), { now: 1 })
        await queue.enqueue(job())
        await queue.bury(await leased(0), { now: 1, error: 'no' })
        expect(await queue.unfinished()).toEqual([])
      })
    })

    describe('drops', () => {
      test('a waiting job, and its key goes on', async () => {
        const [first, second] = [job(), job()]
        await queue.enqueue(first)
        await queue.enqueue(second)
        const failed = await leased(0)
        await queue.retry(failed, { at: 500, error: 'busy' })
        expect(await queue.drop(failed.id, { now: 2 })).toBe(true)
        expect((await leased(3)).intent).toBe(second.intent)
        expect(await queue.enqueue(first)).toBe('duplicate')
        expect(await queue.prune(3)).toBe(1)
      })

      test('a dead letter, and nothing that is being done', async () => {
        await queue.enqueue(job())
        const { id } = await leased(0)
        expect(await queue.drop(id, { now: 2 })).toBe(false)
        await queue.bury(await leased(100), { now: 101, error: 'no' })
        expect(await queue.drop(id, { now: 102 })).toBe(true)
        expect(await queue.deadLetters()).toEqual([])
        expect([await queue.rerun(id), await queue.drop(id, { now: 103 })]).toEqual([false, false])
      })

      test.each(['0', '999999', 'no-id', ''])('nothing for %j', async (id) => {
        await queue.enqueue(job())
        expect(await queue.drop(id, { now: 1 })).toBe(false)
      })
    })

    describe('forgets', () => {
      test('what was done before a time, and only that', async () => {
        const [old, recent] = [job(), job()]
        await queue.enqueue(old)
        await queue.complete(await leased(0), { now: 10 })
        await queue.enqueue(recent)
        await queue.complete(await leased(0), { now: 20 })
        expect(await queue.prune(20)).toBe(1)
        expect(await queue.enqueue(old)).toBe('stored')
        expect(await queue.enqueue(recent)).toBe('duplicate')
      })

      test('nothing that waits, runs or is dead', async () => {
        await queue.enqueue(job({ key: 'dead' }))
        await queue.bury(await leased(0), { now: 1, error: 'no' })
        await queue.enqueue(job({ key: 'leased' }))
        await lease(0)
        await queue.enqueue(job({ key: 'waiting' }))
        expect(await queue.prune(1_000)).toBe(0)
        expect(await queue.counts()).toEqual({ waiting: 1, leased: 1, done: 0, dead: 1 })
      })

      test('so that an old lease never fits a new job', async () => {
        await queue.enqueue(job())
        const old = await leased(0)
        await queue.complete(old, { now: 1 })
        await queue.prune(2)
        await queue.enqueue(job())
        await lease(2)
        expect(await queue.complete(old, { now: 3 })).toBe(false)
      })
    })

    describe('closes', () => {
      test('after what was asked for', async () => {
        const stored = queue.enqueue(job())
        await queue.close()
        expect(await stored).toBe('stored')
      })

      test('twice without complaint', async () => {
        await queue.close()
        await queue.close()
      })

      test('for good', async () => {
        await queue.close()
        await expect(queue.enqueue(job())).rejects.toThrow('closed')
      })
    })
  })

  describeProcesses(engine, newPlace)
}
