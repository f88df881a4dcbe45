import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { CONFIG, modelConfig, type Pull, type RunOptions, startWorld, type World, worldOfThisTest } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

/** The run of a pull request with this training script. */
async function train(script: string, options: RunOptions = {}): Promise<{ pull: Pull; result: ActionResult }> {
  const pull = await world.openPull({ 'train.sh': script })
  return { pull, result: await world.runOn({ pullRequest: pull.number }, options) }
}

const METRICS = `echo '{"accuracy": 0.95}' > metrics.json\n`

it('shows the output in the log while it comes', async () => {
  const seen: number[] = []
  const onLine = (line: string) => {
    if (line.startsWith('epoch ')) seen.push(performance.now())
  }
  await train(`for epoch in 1 2 3; do echo "epoch $epoch"; sleep 0.3; done\n${METRICS}`, { onLine })
  expect(seen).toHaveLength(3)
  expect((seen[2] ?? 0) - (seen[0] ?? 0)).toBeGreaterThan(400)
})

describe('workflow commands in its output', () => {
  let result: ActionResult
  beforeAll(async () => {
    const output = ['::error::fooled', '::add-mask::e', '::set-output name=verdict::pass', '##[group]x', '::debug::x']
    const ending = '::00000000-0000-0000-0000-000000000000::'
    const lines = [...output, ending, '::warning::fooled'].map((line) => `echo '${line}'`)
    result = (await train([...lines, 'echo {} > metrics.json', 'printf ::error::no-line-end', ''].join('\n'))).result
  })

  it('are shown', () => {
    expect(result.log).toContain('::error::fooled')
    expect(result.log).toContain('::set-output name=verdict::pass')
  })

  it('are not obeyed', () => {
    expect(result.annotations.map(({ message }) => message).join()).not.toContain('fooled')
    expect(result.masks).not.toContain('e')
    expect(result.outputs.verdict).toBe('inconclusive')
  })

  it('cannot keep Serin’s own from being obeyed', () => {
    expect(result.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('iris') }])
  })
})

describe('its environment', () => {
  let environment: string
  let token: string
  beforeAll(async () => {
    const { result } = await train(`env\n${METRICS}`, {
      inputs: { 'gitops-token': 'odd-token-of-another-kind' },
      env: { STORAGE_KEY: 'the-users-own', MY_TOKEN: 'odd-token-of-another-kind' },
    })
    token = result.masks[0] ?? ''
    environment = result.rawLog.split('::stop-commands::')[1] ?? ''
  })

  it('has the user’s own secrets', () => {
    expect(environment).toContain('STORAGE_KEY=the-users-own')
  })

  it('has no token and no input', () => {
    expect(environment).not.toMatch(/^INPUT_/m)
    expect(environment).not.toMatch(/^ACTIONS_/m)
    expect(token).toMatch(/^ghs_/)
    expect(environment).not.toContain(token)
    expect(environment).not.toContain('odd-token-of-another-kind')
  })

  it('cannot set outputs or the environment of later steps', () => {
    expect(environment).not.toMatch(/^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)=/m)
  })
})

describe('its failure', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    ;({ pull, result } = await train(`echo loading\necho 'Traceback: <b>no</b> \`data\`' >&2\nexit 3\n`))
  })

  it('fails the step with exit code and last lines', () => {
    expect(result.exitCode).toBe(1)
    expect(result.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('exit code 3') }])
    expect(result.annotations[0]?.message).toContain('Traceback')
  })

  it('is told in the comment, harmlessly', async () => {
    const [report] = await world.reports(pull)
    expect(report).toMatch(/iris: could not be evaluated/)
    expect(report).toContain('exit code 3')
    expect(report).toMatch(/```+text\nloading\nTraceback: <b>no<\/b> `data`\n```/)
  })

  it('fails the check run', async () => {
    expect(await world.checks(pull.head)).toMatchObject([
      { conclusion: 'failure', title: expect.stringContaining('exit code 3') },
    ])
  })

  it('is in the job summary and the outputs', () => {
    expect(result.summary).toContain('exit code 3')
    expect(result.outputs).toMatchObject({ verdict: 'fail', metrics: '{"iris":{}}' })
  })
})

it('says what is missing when the program is', async () => {
  const { result } = await train('no-such-program --train\n')
  expect(result.annotations[0]?.message).toMatch(/exit code 127.*install it in a step before/)
})

describe('a cancelled workflow', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    const cancel = new AbortController()
    const script = '(trap "" INT; sleep 60) &\necho started\nsleep 60\n'
    pull = await world.openPull({ 'train.sh': script })
    const onLine = (line: string) => {
      if (line === 'started') sleep(50).then(() => cancel.abort())
    }
    result = await world.runOn({ pullRequest: pull.number }, { cancel: cancel.signal, onLine })
  })

  it('ends the training and all that it started', () => {
    expect([result.conclusion, result.orphans]).toEqual(['cancelled', []])
  })

  it('ends before the runner loses its patience', () => {
    expect(result.durationMs).toBeLessThan(7000)
    expect(result.exitCode).toBe(1)
  })

  it('has no verdict: its check run says that it was cancelled', async () => {
    expect(await world.checks(pull.head)).toMatchObject([{ name: 'serin / iris', conclusion: 'cancelled' }])
  })

  it('writes no comment, as a newer run may be reporting already', async () => {
    expect(await world.comments(pull)).toEqual([])
    expect(result.annotations).toMatchObject([{ message: expect.stringContaining('cancelled') }])
  })
})

it.each([
  ['JSON', 'metrics.json', '{"accuracy": 0.95, "per_class": {"setosa": {"f1": 1}}}'],
  ['YAML', 'metrics.yaml', 'accuracy: 0.95\nper_class:\n  setosa: { f1: 1 }'],
  ['TOML', 'metrics.toml', 'accuracy = 0.95\n[per_class.setosa]\nf1 = 1'],
])('reads metrics from %s, with dotted names', async (_, file, text) => {
  const local = await worldOfThisTest({
    model: {
      [CONFIG]: modelConfig(`train: mkdir out && cp source out/${file}`, `metrics: ['out/*']`),
      source: `${text}\n`,
    },
  })
  const pull = await local.openPull()
  const result = await local.runOn({ pullRequest: pull.number })
  expect(JSON.parse(result.outputs.metrics ?? '')).toEqual({ iris: { accuracy: 0.95, 'per_class.setosa.f1': 1 } })
})
