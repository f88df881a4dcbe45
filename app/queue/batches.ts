/**
 * Makes one call of `work` for all items that are added while the call before is under way, in the order they were
 * added: who waits for a disk or a network anyway can as well share the wait.
 * @param work answers as many results as it gets items; when it throws, everybody in the batch is told so.
 */
export function inBatches<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  interface Asked {
    readonly item: Item
    resolve(result: Result): void
    reject(error: unknown): void
  }
  let waiting: Asked[] = []
  let busy = false

  async function doAll(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      // Whatever else this turn of the event loop brings shall come along.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = waiting
      waiting = []
      try {
        const results = await work(batch.map(({ item }) => item))
        for (const [index, asked] of batch.entries()) asked.resolve(results[index] as Result)
      } catch (error) {
        for (const asked of batch) asked.reject(error)
      }
    }
    busy = false
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!busy) void doAll()
    })
}
