import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import * as core from '@actions/core'
import { getOctokit } from '@actions/github'
import { UserError } from '../src/errors.ts'
import { API_VERSION, type GitHubClient } from '../src/github/client.ts'
import { passingFailure } from '../src/github/failure.ts'
import { addImpatience, addResilience } from '../src/github/resilience.ts'
import { renderFailure } from '../src/report/failure.ts'
import { SUMMARY_LIMIT } from '../src/report/limit.ts'
import { followProxy } from '../src/shell/environment-proxy.ts'
import { parseEvent } from './event.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { fail, writeOutputs, writeSummary } from './outputs.ts'
import { run } from './run.ts'
import { Cancelled, type Log, type Workplace } from './workplace.ts'

const log: Log = {
  info: core.info,
  warning: core.warning,
  startGroup: core.startGroup,
  endGroup: core.endGroup,
  raw: (text) => process.stdout.write(text),
}

const HEADERS = { 'x-github-api-version': API_VERSION }

function connect(token: string, cancelled: AbortSignal): GitHubClient {
  const client = getOctokit(token, { headers: HEADERS })
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: cancelled }).catch(() => cancelled.throwIfAborted())
  addResilience(client, { sleep: pause, now: Date.now, onWait: log.info })
  return client
}

const PROGRESS_EVERY_MS = 30_000
/** A training that ends is kept waiting by no more than a few of these. */
const LONGEST_PROGRESS_REQUEST_MS = 5000

/** Tests set the variable; for all others GitHub's limits on what one token writes are the reason to leave it alone. */
function progressOf(token: string): Workplace['progress'] {
  const client = getOctokit(token, { headers: HEADERS })
  addImpatience(client, LONGEST_PROGRESS_REQUEST_MS)
  return { client, everyMs: Number(process.env.SERIN_PROGRESS_EVERY_MS) || PROGRESS_EVERY_MS }
}

function workplaceOf(inputs: Inputs, cancelled: AbortSignal): Workplace {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = process.env
  return {
    client: connect(inputs.token, cancelled),
    gitopsClient: inputs.gitopsToken === undefined ? undefined : connect(inputs.gitopsToken, cancelled),
    progress: progressOf(inputs.token),
    workspace: process.env.GITHUB_WORKSPACE ?? process.cwd(),
    environment: process.env,
    log,
    cancelled,
    now: () => new Date(),
    secretText: randomUUID,
    runUrl: server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined,
  }
}

function readEvent() {
  const path = process.env.GITHUB_EVENT_PATH ?? ''
  return parseEvent({
    name: process.env.GITHUB_EVENT_NAME ?? '',
    payload: path === '' ? undefined : JSON.parse(readFileSync(path, 'utf8')),
    sha: process.env.GITHUB_SHA ?? '',
    ref: process.env.GITHUB_REF ?? '',
    actor: process.env.GITHUB_ACTOR,
  })
}

/** The runner sends SIGINT to this process alone; the training's whole group is ended by the signal's abort. */
function cancellation(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Cancelled()))
  return controller.signal
}

async function main(): Promise<void> {
  // The toolkit's client follows a proxy by itself; what else is asked over the network does since this.
  followProxy(process.env)
  const inputs = readInputs()
  core.setSecret(inputs.token)
  if (inputs.gitopsToken !== undefined) core.setSecret(inputs.gitopsToken)
  const outcome = await run(inputs, readEvent(), workplaceOf(inputs, cancellation()))
  writeOutputs(outcome.outputs)
  await writeSummary(outcome.summary)
  for (const failure of outcome.failures) fail(failure)
}

/** Outside a runner nobody reads commands such as `::error::`: a person has started the file by hand. */
function tellPerson(error: unknown): void {
  console.error(
    'This file is the action, which a step of GitHub Actions starts (`uses:` in a workflow). By hand, take the command line: `node dist/cli.js --help`.',
  )
  console.error(error instanceof UserError ? `It ended because of this: ${error.message}` : error)
  process.exitCode = 1
}

async function tell(error: unknown): Promise<void> {
  if (process.env.GITHUB_ACTIONS !== 'true') return tellPerson(error)
  const mistake = error instanceof UserError ? error : passingFailure(error, 'read or write')
  if (mistake !== undefined) {
    fail(mistake.message)
    await writeSummary(renderFailure({ error: mistake }, SUMMARY_LIMIT).text)
  } else if (error instanceof Cancelled) fail('The workflow was cancelled before everything was reported.')
  else {
    const id = randomUUID()
    fail(`Serin failed for a reason of its own (${id}). The log below this line has the details; please report them.`)
    console.error(error)
  }
}

try {
  await main()
} catch (error) {
  await tell(error)
}
