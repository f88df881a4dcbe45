import type { Desk } from './desk.ts'

/** What is being done last, by the repository that it changes, in lower case. */
const lasts = new WeakMap<Desk['github'], Map<string, Promise<unknown>>>()

/**
 * Does one thing at a time to a repository, in the order they were asked for. Commands of several models that share a
 * gitops repository would otherwise overtake each other between reading and writing, and read again and again. Other
 * processes with the same queue are waited for as far as the queue can; what all others change meanwhile shows when it is
 * written.
 * @param work hears whether it had to wait: what was read before may be of yesterday then.
 */
export async function inTurn<T>(
  { github, alone }: Desk,
  repository: string,
  work: (hasWaited: boolean) => Promise<T>,
): Promise<T> {
  const known = lasts.get(github) ?? new Map<string, Promise<unknown>>()
  lasts.set(github, known)
  const name = repository.toLowerCase()
  const before = known.get(name)
  const own = (before ?? Promise.resolve()).then(() =>
    alone(name, (hasWaited) => work(hasWaited || before !== undefined)),
  )
  const ended = own.then(ignore, ignore)
  known.set(name, ended)
  try {
    return await own
  } finally {
    if (known.get(name) === ended) known.delete(name)
  }
}

/** Whoever waits for a turn does not care how the one before ended. */
function ignore(): void {}
