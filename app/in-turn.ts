import type { Desk } from './desk.ts'

/** What is being done last, by the repository that it changes, in lower case. */
const lasts = new WeakMap<Desk['github'], Map<string, Promise<unknown>>>()

/**
 * Does one thing at a time to a repository, in the order they were asked for. Commands of several models that share a
 * gitops repository would otherwise overtake each other between reading and writing, and read again and again. Other
 * processes are not waited for: what they change meanwhile shows when it is written.
 */
export async function inTurn<T>({ github }: Desk, repository: string, work: () => Promise<T>): Promise<T> {
  const known = lasts.get(github) ?? new Map<string, Promise<unknown>>()
  lasts.set(github, known)
  const name = repository.toLowerCase()
  const own = (known.get(name) ?? Promise.resolve()).then(work)
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
