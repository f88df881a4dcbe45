import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openQueue } from '../../../app/queue/open-queue.ts'
import { startWorker } from '../../../app/queue/worker.ts'

// A process for the tests to start and to kill. It writes down what it knows with writes that SIGKILL cannot take back.
const [part, settings = '', log = '', leaseMs = '300'] = process.argv.slice(2)
const note = (line: string) => appendFileSync(log, `${line}\n`)
const queue = await openQueue(JSON.parse(settings), (sentence) => note(`error ${sentence}`))

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

async function workUntilDone(run: (name: string) => Promise<void>, concurrency: number): Promise<void> {
  const worker = startWorker({
    queue,
    run: async ({ intent }) => {
      note(`begin ${intent} ${process.pid}`)
      await run(intent)
      note(`end ${intent} ${process.pid}`)
    },
    concurrency,
    owner: `process-${process.pid}`,
    clock: Date.now,
    retryAfter: () => Math.floor(Math.random() * 20),
    maxAttempts: 50,
    leaseMs: Number(leaseMs),
    pollMs: 20,
    onError: (error) => {
      if (!(error instanceof Failure)) note(`error ${error}`)
    },
  })
  for (let left = 1; left > 0; await sleep(20)) {
    const { waiting, leased } = await queue.counts()
    left = waiting + leased
  }
  await worker.drain(1_000)
  await queue.close()
}

class Failure extends Error {}

async function failSometimes(name: string): Promise<void> {
  await sleep(Math.random() * 3)
  if (Math.random() > 0.2) return
  note(`fail ${name} ${process.pid}`)
  throw new Failure('now and then')
}

if (part === 'open') await queue.close()
else if (part === 'store') await storeForever()
else if (part === 'fail') await workUntilDone(failSometimes, 8)
else await workUntilDone(async () => sleep(15), 4)
