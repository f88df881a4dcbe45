import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { CONFIG, modelConfig, PERMISSIONS, type Pull, type RunOptions, startWorld, type World } from './world.ts'

/** Writes what the file `go` says, line by line as it grows, and ends with its last line, `end <exit code>`. */
const TRAIN = `echo 'epoch,accuracy' > log.csv
touch go
lines=0
while true; do
  lines=$((lines + 1))
  until [ "$(wc -l < go)" -ge $lines ]; do sleep 0.03; done
  line=$(sed -n "\${lines}p" go)
  case "$line" in end*) exit \${line#end };; esac
  echo "$line" >> log.csv
done
`
const EVERY_MS = 200

let world: World
beforeAll(async () => {
  world = await startWorld({
    model: { [CONFIG]: modelConfig('train: sh train.sh', 'metrics: [log.csv]'), 'train.sh': TRAIN },
  })
})
afterAll(() => world.stop())

/** A run whose training is led by the test. */
class Training {
  readonly pull: Pull
  readonly result: Promise<ActionResult>
  #workspace = ''
  #lines = ''

  constructor(pull: Pull, options: RunOptions = {}) {
    this.pull = pull
    const prepare = (workspace: string) => {
      this.#workspace = workspace
    }
    const inputs = { progress: 'true', ...options.inputs }
    const env = { SERIN_PROGRESS_EVERY_MS: String(EVERY_MS) }
    this.result = world.runOn({ pullRequest: pull.number }, { prepare, env, ...options, inputs })
  }

  async write(line: string): Promise<void> {
    while (this.#workspace === '') await sleep(10)
    this.#lines += `${line}\n`
    writeFileSync(join(this.#workspace, 'go'), this.#lines)
  }

  async shows(text: string): Promise<string> {
    for (;;) {
      const [report = ''] = await world.reports(this.pull)
      if (report.includes(text)) return report
      await sleep(30)
    }
  }

  async end(exitCode = 0): Promise<ActionResult> {
    await this.write(`end ${exitCode}`)
    return this.result
  }
}

const start = async (options: RunOptions = {}) =>
  new Training(await world.openPull({ note: `${Math.random()}` }), options)

describe('a training that runs', () => {
  let running: string
  let later: string
  let writes: readonly string[]
  let idle: number
  let training: Training
  beforeAll(async () => {
    training = await start()
    const before = world.github.requests.length
    await training.write('1,0.5')
    running = await training.shows('epoch 1')
    await training.write('2,0.75')
    later = await training.shows('epoch 2')
    const then = world.github.requests.length
    await sleep(EVERY_MS * 3)
    idle = world.github.requests.length - then
    await training.end()
    writes = world.writesSince(before).filter((write) => write.includes('/comments'))
  })

  it('is shown where its report will stand', () => {
    expect(running.split('\n').slice(0, 2)).toEqual([
      '<!-- serin:report model=iris -->',
      '### ⏳ iris: training, epoch 1',
    ])
  })

  it('shows its last metrics, its duration and its log', () => {
    expect(later).toMatch(/running for \d.* s;.*\[Log of this run\][\s\S]*\| `accuracy` \| 0\.75 \|/)
  })

  it('asks GitHub for nothing while nothing changes', () => {
    expect(idle).toBe(0)
  })

  it('ends as the report, in the same comment', async () => {
    expect(await world.reports(training.pull)).toEqual([expect.stringMatching(/iris: measured[\s\S]*0\.75/)])
    expect(writes.filter((write) => write.startsWith('POST'))).toHaveLength(1)
  })
})

it('a training that is over soon writes its comment once, as the report', async () => {
  const training = await start({ env: {} })
  const before = world.github.requests.length
  await training.write('1,0.5')
  await training.end()
  const writes = world.writesSince(before).filter((write) => /comments/.test(write))
  expect(writes).toEqual([expect.stringMatching(/^POST .*\/comments$/)])
})

it('a training that fails says so in the same comment', async () => {
  const training = await start()
  await training.write('1,0.5')
  await training.shows('epoch 1')
  expect((await training.end(3)).exitCode).toBe(1)
  expect(await world.reports(training.pull)).toEqual([
    expect.stringMatching(/could not be evaluated[\s\S]*exit code 3/),
  ])
})

it('a training that is cancelled says so', async () => {
  const cancel = new AbortController()
  const training = await start({ cancel: cancel.signal })
  await training.write('1,0.5')
  await training.shows('epoch 1')
  cancel.abort()
  const { conclusion, durationMs } = await training.result
  expect([conclusion, durationMs < 7000]).toEqual(['cancelled', true])
  expect(await world.reports(training.pull)).toEqual([expect.stringContaining('### ⏹️ iris: cancelled at epoch 1')])
})

describe('a run that is cancelled', () => {
  const cancelled = async (options: RunOptions, pull?: Pull) => {
    const cancel = new AbortController()
    const from = pull ?? (await world.openPull({ note: `${Math.random()}` }))
    const begun = new Promise<void>((resolve) => {
      const onLine = (line: string) => line.includes('Training iris') && resolve()
      options = { env: {}, cancel: cancel.signal, onLine, ...options }
    })
    const training = new Training(from, options)
    await begun
    cancel.abort()
    return { training, result: await training.result }
  }

  it('has a check run that says so, and a log that does not deny it', async () => {
    const { training, result } = await cancelled({ inputs: { progress: 'false' } })
    expect(await world.checks(training.pull.head)).toMatchObject([
      { name: 'serin / iris', conclusion: 'cancelled', title: 'Cancelled' },
    ])
    expect(result.log).toContain('cancelled before everything was reported')
    expect(result.durationMs).toBeLessThan(7000)
    expect(await world.reports(training.pull)).toEqual([])
  })

  it('says so in the comment before the first progress', async () => {
    const { training } = await cancelled({})
    expect(await world.reports(training.pull)).toEqual([expect.stringContaining('### ⏹️ iris: cancelled\n')])
  })

  it('says so in the comment that is there', async () => {
    const first = await start({ env: {} })
    await first.write('1,0.5')
    await first.end()
    const head = await world.pushTo(first.pull, { note: 'again' })
    await cancelled({ inputs: { progress: 'false' } }, { ...first.pull, head })
    expect(await world.reports(first.pull)).toEqual([expect.stringContaining('### ⏹️ iris: cancelled')])
  })

  it('leaves the verdict that the commit has', async () => {
    const first = await start({ env: {} })
    await first.write('1,0.5')
    await first.end()
    await cancelled({}, first.pull)
    expect(await world.reports(first.pull)).toEqual([expect.stringContaining('iris: measured')])
    expect(await world.checks(first.pull.head)).toMatchObject([{ conclusion: 'success' }])
  })
})

it('a rate limit keeps no training waiting', async () => {
  world.github.faults.add({ method: 'POST', path: /\/comments$/, limit: 'secondary', retryAfter: 60 })
  const training = await start()
  await training.write('1,0.5')
  await training.shows('epoch 1')
  const { log, durationMs } = await training.end()
  expect(log).toContain('The progress is not shown just now. GitHub answered')
  expect(durationMs).toBeLessThan(6000)
})

it('a comment that another run has written is left to it', async () => {
  const training = await start()
  await training.write('1,0.5')
  await training.shows('epoch 1')
  const [comment] = await world.comments(training.pull)
  const other = world.withToken(world.github.createActionsToken('acme/iris', PERMISSIONS))
  const body = '<!-- serin:report model=iris -->\nNewer.'
  await other.rest.issues.updateComment({ owner: 'acme', repo: 'iris', comment_id: comment?.id ?? 0, body })
  await training.write('2,0.75')
  await sleep(EVERY_MS * 3)
  expect(await world.reports(training.pull)).toEqual([body])
  await training.end()
})

it('is not shown without a comment', async () => {
  const training = await start({ inputs: { comment: 'false' } })
  await training.write('1,0.5')
  await sleep(EVERY_MS * 4)
  expect(await world.reports(training.pull)).toEqual([])
  await training.end()
})
