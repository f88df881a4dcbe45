import { benchCommands, benchLone, benchMemory, benchSteady, type EndToEnd, type Memory } from './app.ts'
import { distribution, type LoadResult } from './load.ts'
import { median } from './median.ts'

/** Measures the app and prints it. */
export async function printApp(): Promise<void> {
  const { hello, app } = await benchSteady()
  console.log(
    `\nWebhooks, 95 % noise, at 300 per second: from when each was due to its answer, in ${app.length} rounds by turns`,
  )
  console.table({ 'hello-world Probot app': steadyRow(hello), 'Serin, stored first': steadyRow(app) })

  const lone = await benchLone()
  console.log(`\nA lone /canary from its comment, ${lone.length} times, on a GitHub that is a process of its own`)
  console.table({
    'to 👀': loneRow(lone.map(({ eyes }) => eyes)),
    'to 👀, without GitHub’s time': loneRow(lone.map(({ ownUntilEyes }) => ownUntilEyes)),
    'to the commit': loneRow(lone.map(({ commit }) => commit)),
    'to the commit, without GitHub’s time': loneRow(lone.map(({ ownUntilCommit }) => ownUntilCommit)),
    'to the reply': loneRow(lone.map(({ reply }) => reply)),
    'requests to GitHub': loneRow(lone.map(({ calls }) => calls)),
  })

  console.log('\nCommands from comment to reply, and by how much all of it takes longer than GitHub alone')
  console.table((await benchCommands()).map(commandRow))

  console.log('\nThe app at rest, after webhooks of which one in a thousand is a command')
  console.table((await benchMemory()).map(memoryRow))
}

/** The best round is the one in which the machine had the least else to do. */
function steadyRow(rounds: readonly LoadResult[]): Record<string, string | number> {
  const p99s = rounds.map(({ p99Ms }) => p99Ms)
  return {
    answered: rounds.reduce((sum, { answered }) => sum + answered, 0),
    'p50 ms': median(rounds.map(({ p50Ms }) => p50Ms)).toFixed(1),
    'p99 ms, middle round': median(p99s).toFixed(1),
    'p99 ms, best round': Math.min(...p99s).toFixed(1),
  }
}

function loneRow(values: readonly number[]): Record<string, string> {
  const { p50Ms, p99Ms } = distribution(values)
  return { p50: p50Ms.toFixed(0), p99: p99Ms.toFixed(0) }
}

function commandRow({ engine, environments, commands, wallMs, gitHubMs }: EndToEnd): Record<string, string | number> {
  return {
    environments,
    engine,
    commands,
    'per second': ((commands / wallMs) * 1_000).toFixed(1),
    'all / GitHub alone': (wallMs / gitHubMs).toFixed(2),
  }
}

function memoryRow({ events, residentMb, heapMb, scrapeMs }: Memory): Record<string, string | number> {
  const [resident, heap] = [residentMb.toFixed(0), heapMb.toFixed(1)]
  return { webhooks: events, 'resident MB': resident, 'heap MB': heap, '/metrics ms': scrapeMs.toFixed(1) }
}
