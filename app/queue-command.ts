import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UserError } from '../src/errors.ts'
import { openQueue, type QueueSettings } from './queue/open-queue.ts'
import type { Queue } from './queue/queue.ts'
import { deadReport, unfinishedReport } from './queue-report.ts'
import { readQueueSettings } from './settings.ts'

const USAGE = `npm run queue -- [list] [--json]      what waits and what is being done
npm run queue -- dead [--json]        what was given up
npm run queue -- rerun <id>           does what was given up again, after what its key has now
npm run queue -- drop <id>            forgets a waiting job, or one that was given up, without doing it
Which queue: DATABASE_URL, else SERIN_DATABASE, as for the app. Only --json shows the jobs' contents.
`

/** For operators: the queue of the app, which may be running, by the variables that the app reads. */
async function queueCommand(args: readonly string[], settings: QueueSettings): Promise<string> {
  const { values, positionals } = readArguments(args)
  const [name = 'list', id, ...rest] = positionals
  if (values.help === true) return USAGE
  const fits = name === 'list' || name === 'dead' ? id === undefined : name === 'rerun' || name === 'drop'
  if (!fits || rest.length > 0) throw new UserError('That is no command for the queue.', { fix: `\n${USAGE}` })
  const queue = await openExisting(settings)
  try {
    if (name === 'list') return await list(queue, values.json === true)
    if (name === 'dead') return await listDead(queue, values.json === true)
    return await change(queue, name, id)
  } finally {
    await queue.close()
  }
}

function readArguments(args: readonly string[]) {
  try {
    const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UserError('That is no option of this command.', { fix: `\n${USAGE}`, cause })
  }
}

/** A file that is not there is a slip of the hand; a new queue would answer that all is well. */
async function openExisting(settings: QueueSettings): Promise<Queue> {
  if (settings.databaseUrl === undefined && !existsSync(settings.database)) {
    throw new UserError('There is no queue here.', {
      place: { file: settings.database },
      fix: 'Give DATABASE_URL or SERIN_DATABASE as the app has it, and start this in the app’s folder.',
    })
  }
  return openQueue(settings, (sentence) => process.stderr.write(`${sentence}\n`))
}

async function list(queue: Queue, json: boolean): Promise<string> {
  const jobs = await queue.unfinished()
  return json ? `${JSON.stringify(jobs)}\n` : unfinishedReport(jobs, await queue.counts(), Date.now())
}

async function listDead(queue: Queue, json: boolean): Promise<string> {
  const letters = await queue.deadLetters()
  return json ? `${JSON.stringify(letters)}\n` : deadReport(letters, Date.now())
}

async function change(queue: Queue, name: string, id: string | undefined): Promise<string> {
  if (id === undefined) throw new UserError('Which job?', { fix: 'Give its id, as the list shows it.' })
  if (name === 'rerun') {
    if (await queue.rerun(id)) return `${id} waits again.\n`
    throw new UserError(`Nothing with the id ${id} was given up.`, { fix: '`npm run queue -- dead` shows what was.' })
  }
  if (await queue.drop(id, { now: Date.now() })) return `${id} will not be done.\n`
  throw new UserError(`Nothing with the id ${id} waits or was given up.`, {
    fix: '`npm run queue -- list` shows what waits; what is being done can only be waited for.',
  })
}

try {
  process.stdout.write(await queueCommand(process.argv.slice(2), readQueueSettings(process.env)))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
