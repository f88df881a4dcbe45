import { describe, expect, it, vi } from 'vitest'
import { PRINT_ENVIRONMENT, runTinyAction } from './tiny-action.ts'

async function environmentOf(options: Parameters<typeof runTinyAction>[1] = {}): Promise<Record<string, string>> {
  const { outputs } = await runTinyAction(PRINT_ENVIRONMENT, options)
  return JSON.parse(outputs.seen ?? '{}')
}

describe('the environment of an action', () => {
  const metadata = [
    'inputs:',
    `  token: { default: "$\{{ github.token }}" }`,
    '  dry-run: { default: false }',
    '  two words: {}',
    `  number: { default: "$\{{ github.event.number || 'none' }}" }`,
  ].join('\n')

  it('names inputs as the runner does and fills defaults', async () => {
    const seen = await environmentOf({ metadata, inputs: { 'two words': 'x' } })
    expect(seen).toMatchObject({
      INPUT_TOKEN: 'ghs_1_secret.token',
      'INPUT_DRY-RUN': 'false',
      INPUT_TWO_WORDS: 'x',
      INPUT_NUMBER: 'none',
    })
  })

  it('leaves an input without default and value out', async () => {
    expect(await environmentOf({ metadata })).not.toHaveProperty('INPUT_TWO_WORDS')
  })

  it('resolves expressions from the event', async () => {
    const event = { name: 'pull_request', payload: { number: 12 } }
    expect((await environmentOf({ metadata, event })).INPUT_NUMBER).toBe('12')
  })

  it('refuses an expression that it does not know', async () => {
    const unknown = `inputs: { a: { default: "$\{{ toJSON(github) }}" } }`
    await expect(runTinyAction('', { metadata: unknown })).rejects.toThrow('toJSON(github)')
  })

  it('inherits nothing of the test process', async () => {
    vi.stubEnv('SERIN_LEAK', 'yes')
    vi.stubEnv('GITHUB_HEAD_REF', 'leak')
    const seen = await environmentOf()
    vi.unstubAllEnvs()
    expect(seen).not.toHaveProperty('SERIN_LEAK')
    expect(seen.GITHUB_HEAD_REF).toBe('')
  })

  it('has no GITHUB_TOKEN', async () => {
    expect(await environmentOf()).not.toHaveProperty('GITHUB_TOKEN')
  })

  it('describes the run consistently', async () => {
    expect(await environmentOf()).toMatchObject({
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'ada',
      GITHUB_ACTOR_ID: '7',
      GITHUB_API_URL: 'http://localhost/api/v3',
      GITHUB_GRAPHQL_URL: 'http://localhost/api/graphql',
      GITHUB_REF_NAME: 'main',
      GITHUB_REPOSITORY: 'acme/iris',
      GITHUB_REPOSITORY_OWNER: 'acme',
      GITHUB_WORKFLOW_REF: 'acme/iris/.github/workflows/serin.yml@refs/heads/main',
      ACTIONS_RUNTIME_TOKEN: expect.stringMatching(/^ey/),
    })
  })

  it('takes the branches from a pull request', async () => {
    const payload = { pull_request: { head: { ref: 'forest' }, base: { ref: 'main' } } }
    const seen = await environmentOf({ event: { name: 'pull_request', payload } })
    expect([seen.GITHUB_HEAD_REF, seen.GITHUB_BASE_REF]).toEqual(['forest', 'main'])
  })

  it('stores the event as a file', async () => {
    const source = `
      import { readFileSync, appendFileSync } from 'node:fs'
      appendFileSync(process.env.GITHUB_OUTPUT, 'action=' + JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH)).action)`
    const event = { name: 'pull_request', payload: { action: 'opened' } }
    expect((await runTinyAction(source, { event })).outputs.action).toBe('opened')
  })
})

describe('the process of an action', () => {
  it('runs on Node 24 in the workspace with stdin closed', async () => {
    const { log, conclusion } = await runTinyAction(`
      for await (const chunk of process.stdin) console.log('stdin', chunk)
      console.log(process.version, process.cwd(), process.stdout.isTTY)`)
    expect(log).toMatch(/^v24\.\S+ .*work space undefined$/)
    expect(conclusion).toBe('success')
  })

  it('tells its exit code', async () => {
    expect(await runTinyAction('process.exitCode = 3')).toMatchObject({ exitCode: 3, conclusion: 'failure' })
  })

  it('runs pre, main and post with the state between them', async () => {
    const save = (name: string) =>
      `import { appendFileSync } from 'node:fs'; appendFileSync(process.env.GITHUB_STATE, '${name}=1\\n'); console.log('${name}')`
    const { log } = await runTinyAction(save('main'), {
      pre: save('pre'),
      post: 'console.log(process.env.STATE_pre, process.env.STATE_main)',
    })
    expect(log).toBe('pre\nmain\n1 1')
  })

  it('reads both streams by line, a lone carriage return included', async () => {
    const { log } = await runTinyAction(`
      import { setTimeout } from 'node:timers/promises'
      process.stdout.write(Buffer.from([0x61, 0xc3])); await setTimeout(50)
      process.stdout.write(Buffer.from([0xa4, 0x0d, 0x62, 0x0d, 0x0a])); console.error('ü')`)
    expect(log.split('\n').sort()).toEqual(['aä', 'b', 'ü'])
  })

  it('warns about an input that the action does not have', async () => {
    const { annotations } = await runTinyAction('', { metadata: 'inputs: { name: {} }', inputs: { nmae: 'x' } })
    expect(annotations[0]?.message).toBe("Unexpected input(s) 'nmae', valid inputs are ['name']")
  })

  it('gives up on output that an orphan holds open, and ends the orphan', async () => {
    const { orphans, exitCode } = await runTinyAction(`
      import { spawn } from 'node:child_process'
      spawn('sleep', ['60'], { stdio: 'inherit', detached: true }).unref()`)
    expect(exitCode).toBe(0)
    expect(orphans).toHaveLength(process.platform === 'linux' ? 1 : 0)
  }, 15_000)
})

describe('cancelling', () => {
  it('interrupts the script once it has been told to', async () => {
    const cancel = new AbortController()
    const source = `
      setInterval(() => {}, 1000)
      process.on('SIGINT', () => { console.log('interrupted'); process.exit(130) })
      console.log('ready')`
    const run = await runTinyAction(source, { cancel: cancel.signal, onLine: () => cancel.abort() })
    expect(run).toMatchObject({ exitCode: 130, conclusion: 'cancelled', log: 'ready\ninterrupted' })
  })

  it('terminates and then kills a script that will not end', async () => {
    const source = `
      setInterval(() => {}, 1000)
      for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => console.log(signal))
      console.log('ready')`
    const cancel = new AbortController()
    const cancelGrace = { interruptMs: 300, terminateMs: 300 }
    const run = await runTinyAction(source, { cancel: cancel.signal, cancelGrace, onLine: () => cancel.abort() })
    expect(run).toMatchObject({ exitCode: null, signal: 'SIGKILL', log: 'ready\nSIGINT\nSIGTERM' })
  })

  it('still runs post', async () => {
    const run = await runTinyAction('setInterval(() => {}, 1000)', { cancelAfterMs: 300, post: 'console.log("post")' })
    expect(run).toMatchObject({ conclusion: 'cancelled', log: 'post' })
  })
})

describe('what an action leaves', () => {
  const append = (file: string, text: string) =>
    `import { appendFileSync } from 'node:fs'; appendFileSync(process.env.${file}, ${text})`

  it('collects outputs, environment and path', async () => {
    const run = await runTinyAction(`
      import { appendFileSync } from 'node:fs'
      appendFileSync(process.env.GITHUB_OUTPUT, 'verdict=pass\\nreport<<END\\na=1\\n\\nb\\nEND\\n')
      appendFileSync(process.env.GITHUB_ENV, 'A=b\\n')
      appendFileSync(process.env.GITHUB_PATH, '/opt/a\\n\\n')`)
    expect(run).toMatchObject({ outputs: { verdict: 'pass', report: 'a=1\n\nb' }, env: { A: 'b' }, path: ['/opt/a'] })
  })

  it('fails the step when a file command is broken', async () => {
    const { conclusion, exitCode, annotations } = await runTinyAction(append('GITHUB_OUTPUT', '"nonsense\\n"'))
    expect({ conclusion, exitCode }).toEqual({ conclusion: 'failure', exitCode: 0 })
    expect(annotations.map(({ message }) => message)).toEqual([
      "Unable to process file command 'output' successfully.",
      "Invalid format 'nonsense'",
    ])
  })

  it('refuses NODE_OPTIONS for later steps', async () => {
    expect((await runTinyAction(append('GITHUB_ENV', '"NODE_OPTIONS=-r x\\n"'))).conclusion).toBe('failure')
  })

  it('masks the summary', async () => {
    const { summary } = await runTinyAction(append('GITHUB_STEP_SUMMARY', '"token: ghs_1_secret.token"'))
    expect(summary).toBe('token: ***')
  })

  it('drops a summary over one mebibyte and stays green', async () => {
    const run = await runTinyAction(append('GITHUB_STEP_SUMMARY', '"x".repeat(1024 * 1024 + 1)'))
    expect(run).toMatchObject({ summary: '', conclusion: 'success' })
    expect(run.annotations[0]?.message).toContain('supports content up to a size of 1024k, got 1025k')
  })
})
