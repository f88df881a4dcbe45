import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteQueue } from '../../../app/queue/sqlite.ts'
import { startWorker } from '../../../app/queue/worker.ts'

// A process for sqlite.test.ts to kill. It writes down what it knows with writes that SIGKILL cannot take back.
const [part, database = '', log = ''] = process.argv.slice(2)
const queue = openSqliteQueue(database)
const note = (line: string) => appendFileSync(log, `${line}\n`)

async function storeForever(): Promise<void> {
  for (let number = 0; ; number += 8) {
    const batch = Array.from({ length: 8 }, (_, index) => `${number + index}`)
    await Promise.all(
      batch.map(async (id) => {
        await queue.enqueue({ deliveryId: id, intent: id, key: 'prod', payload: { id } })
        note(id)
      }),
    )
  }
}

async function workUntilDone(): Promise<void> {
  const worker = startWorker({
    queue,
    run: async ({ intent }) => {
      note(`begin ${intent}`)
      await sleep(15)
      note(`end ${intent}`)
    },
    concurrency: 4,
    owner: `process-${process.pid}`,
    clock: Date.now,
    retryAfter: () => 0,
    maxAttempts: 10,
    leaseMs: 300,
    pollMs: 20,
    onError: (error) => note(`error ${error}`),
  })
  for (let left = 1; left > 0; await sleep(20)) {
    const { waiting, leased } = await queue.counts()
    left = waiting + leased
  }
  await worker.drain(1_000)
}

await (part === 'store' ? storeForever() : workUntilDone())
