import { benchCommands, benchLone, benchMemory, benchSteady, type EndToEnd, type Memory } from './app.ts'
import { distribution, type LoadResult } from './load.ts'

/** Measures the app and prints it. */
export async function printApp(): Promise<void> {
  const { hello, app } = await benchSteady()
  console.log(
    '\nWebhooks, 95 % noise, at 300 per second: from when each was due to its answer, the better of two rounds',
  )
  console.table({
    'hello-world Probot app': latencyRow(hello),
    'Serin, stored first': latencyRow(app),
    'Serin / hello': { 'p50 ms': (app.p50Ms / hello.p50Ms).toFixed(2), 'p99 ms': (app.p99Ms / hello.p99Ms).toFixed(2) },
  })

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

function latencyRow({ answered, p50Ms, p99Ms }: LoadResult): Record<string, string | number> {
  return { answered, 'p50 ms': p50Ms.toFixed(1), 'p99 ms': p99Ms.toFixed(1) }
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
