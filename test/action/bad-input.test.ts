import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFIG, MODEL_FILES, modelConfig, startWorld, type World, worldOfThisTest } from './world.ts'

describe('a configuration', () => {
  const iris = (...lines: readonly string[]) => modelConfig('metrics: [metrics.json]', ...lines)

  it.each([
    [
      'with an unknown key',
      iris('gate: { accuracy: { min: 0.9 } }'),
      /^\.github\/serin\.yml:5:5 \(models\.iris\.gate\): .*Did you mean "gates"\?/,
    ],
    [
      'with a wrong type',
      iris('train: [a, b]'),
      /^\.github\/serin\.yml:5:5 \(models\.iris\.train\): a list stands where a text/,
    ],
    [
      'with a gate that is no number',
      iris('gates: { accuracy: { min: high } }'),
      /^\.github\/serin\.yml:5:26 \(models\.iris\.gates\.accuracy\.min\): /,
    ],
    ['with a gate of NaN', iris('gates: { accuracy: { min: .nan } }'), /^\.github\/serin\.yml:5:26 /],
    ['with a key twice', iris('metrics: [other.json]'), /^\.github\/serin\.yml:5:5/],
    ['that is no YAML', 'models: [\n', /^\.github\/serin\.yml:\d+:\d+/],
    ['that is empty', '', /^\.github\/serin\.yml: the file is empty\. Write at least "models:"/],
    ['with several mistakes', iris('trian: x', 'gates: { a: { mni: 1 } }'), /2 problems:\n- 5:5 .*\n- 6:\d+ /],
  ])('%s is refused with its place', async (_, config, message) => {
    const world = await worldOfThisTest({ model: { [CONFIG]: config } })
    const pull = await world.openPull()
    const result = await world.runOn({ pullRequest: pull.number })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(message)
    expect(result.summary).toContain('could not be evaluated')
  })

  it('with a mistake on main is refused there, too', async () => {
    const world = await worldOfThisTest({ model: { [CONFIG]: iris('gate: {}') } })
    const { sha } = await world.pushToMain({ 'params.yaml': 'accuracy: 1\n' })
    const result = await world.runOn({ push: { sha } })
    expect(result.annotations[0]?.message).toMatch(/^\.github\/serin\.yml:5:5/)
  })

  it('is not there on main without a checkout, and that is said', async () => {
    const world = await worldOfThisTest()
    const { sha } = await world.pushToMain({ 'params.yaml': 'accuracy: 1\n' })
    const prepare = (workspace: string) => rmSync(join(workspace, CONFIG))
    const result = await world.runOn({ push: { sha } }, { prepare })
    expect(result.annotations[0]?.message).toMatch(/no \.github\/serin\.yml in the workspace\. .*actions\/checkout/)
  })
})

describe('a metrics file', () => {
  const METRICS = 'metrics: [metrics.json]'
  const GATE = 'gates: { accuracy: { min: 0.9 } }'
  let worlds: Readonly<Record<'json' | 'yaml' | 'toml' | 'two', World>>
  beforeAll(async () => {
    const of = (...settings: readonly string[]) => startWorld({ model: { [CONFIG]: modelConfig(...settings) } })
    const [json, yaml, toml, two] = await Promise.all([
      of(METRICS, GATE),
      of('metrics: [metrics.yaml]'),
      of('metrics: [metrics.toml]'),
      of(`metrics: ['out/*.json']`, GATE),
    ])
    worlds = { json, yaml, toml, two }
  })
  afterAll(async () => {
    await Promise.all(Object.values(worlds).map((world) => world.stop()))
  })

  async function run(kind: keyof typeof worlds, prepare: (workspace: string) => void) {
    const world = worlds[kind]
    const pull = await world.openPull({ 'params.yaml': `accuracy: 0.9${Math.random()}\n` })
    const result = await world.runOn({ pullRequest: pull.number }, { prepare })
    return { result, message: result.annotations[0]?.message ?? '', report: (await world.reports(pull))[0] ?? '' }
  }

  const writing = (file: string, text: string | Buffer) => (workspace: string) =>
    writeFileSync(join(workspace, file), text)

  it.each([
    ['json', 'that is cut', '{"accuracy": 0.9', /^metrics\.json:1:\d+: /],
    ['json', 'that is YAML under a JSON name', 'accuracy: 0.9\n', /^metrics\.json:1:1: /],
    ['json', 'that is empty', '', /^metrics\.json: .*empty.*training/],
    ['json', 'that is a list', '[0.9]', /^metrics\.json: .*needs names/],
    ['json', 'that holds a name twice', '{"a.b": 1, "a": {"b": 2}}', /^metrics\.json.*twice/],
    ['yaml', 'with a tab in YAML', 'accuracy:\n\t- 1\n', /^metrics\.yaml:2:1/],
    ['toml', 'with broken TOML', 'accuracy = \n', /^metrics\.toml:1:\d+/],
  ] as const)('(%s) %s is refused with its place', async (kind, _, text, expected) => {
    const { message, report } = await run(kind, writing(`metrics.${kind}`, text))
    expect(message).toMatch(expected)
    expect(report).toContain('could not be evaluated')
  })

  it('that is not UTF-8 says so', async () => {
    const { message } = await run('json', writing('metrics.json', Buffer.from([0x7b, 0xff, 0x7d])))
    expect(message).toMatch(/^metrics\.json: The file is not UTF-8 text\. Save it as UTF-8\./)
  })

  it('that is missing names the pattern and the two causes', async () => {
    const { message } = await run('json', () => undefined)
    expect(message).toMatch(/No metrics file matches `metrics\.json`\..*`\.github\/serin\.yml`.*training writes/)
  })

  it('that is a link out of the workspace is not read', async () => {
    const { message, result } = await run('json', (workspace) => {
      symlinkSync('/etc/passwd', join(workspace, 'metrics.json'))
    })
    expect(message).toMatch(/^metrics\.json: This is a link to a file outside the workspace/)
    expect(result.log).not.toContain('root:')
  })

  it.each(['NaN', 'Infinity', 'null', '"high"', 'true'])(
    'with %s for a gated metric is inconclusive',
    async (value) => {
      const { result, report } = await run('json', writing('metrics.json', `{"accuracy": ${value}}`))
      expect([result.exitCode, result.outputs.verdict]).toEqual([1, 'inconclusive'])
      expect(report).toMatch(/accuracy.*not a (finite )?number|accuracy.*number/)
    },
  )

  it('among several that is wrong is the one named', async () => {
    const { message } = await run('two', (workspace) => {
      mkdirSync(join(workspace, 'out'))
      writeFileSync(join(workspace, 'out/a.json'), '{"accuracy": 0.95}')
      writeFileSync(join(workspace, 'out/b.json'), '{"accuracy": }')
    })
    expect(message).toMatch(/^out\/b\.json:1:14/)
  })

  it('that defines a gated metric in two files is told which', async () => {
    const { report } = await run('two', (workspace) => {
      mkdirSync(join(workspace, 'out'))
      writeFileSync(join(workspace, 'out/a.json'), '{"accuracy": 0.95}')
      writeFileSync(join(workspace, 'out/b.json'), '{"accuracy": 0.8}')
    })
    expect(report).toContain('out/b.json')
    expect(report).toContain('❌')
  })
})

it('takes a parameter file that is missing as a mistake, too', async () => {
  const world = await worldOfThisTest({ model: { 'params.yaml': undefined } })
  const pull = await world.openPull({ 'train.sh': 'echo {} > metrics.json\n' })
  const result = await world.runOn({ pullRequest: pull.number })
  expect(result.annotations[0]?.message).toMatch(/No params file matches `params\.yaml`/)
})

describe('an input', () => {
  let world: World
  let number: number
  beforeAll(async () => {
    world = await startWorld()
    number = (await world.openPull()).number
  })
  afterAll(() => world.stop())

  it.each([
    ['comment', 'yes', /^The input `comment` is none of true, combined and false\. Write `true`/],
    ['fail-on-gate', '', /^The input `fail-on-gate` is neither true nor false/],
    ['config', '../serin.yml', /^The input `config` leaves the repository\./],
    ['config', '/etc/serin.yml', /^The input `config` leaves the repository\./],
    ['data-branch', 'a b', /^The input `data-branch` is not a branch name\./],
    ['data-branch', 'main', /^The input `data-branch` /],
    ['token', '', /^The input `token` is empty\. Leave it out/],
  ])('`%s` of “%s” is refused by name', async (name, value, message) => {
    const result = await world.runOn({ pullRequest: number }, { inputs: { [name]: value } })
    expect(result.exitCode).toBe(1)
    expect(result.annotations.map((each) => each.message).join()).toMatch(message)
  })

  it('that Serin does not know is told by the runner, and nothing breaks', async () => {
    const result = await world.runOn({ pullRequest: number }, { inputs: { coment: 'false' } })
    expect(result.annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining(`'coment'`) }])
    expect(result.conclusion).toBe('success')
  })
})

describe('an event', () => {
  let world: World
  let number: number
  beforeAll(async () => {
    world = await startWorld({ model: MODEL_FILES })
    number = (await world.openPull()).number
  })
  afterAll(() => world.stop())

  it.each([
    ['pull_request_target', /^`pull_request_target` would run.*Use `on: pull_request`/],
    ['issue_comment', /^The event `issue_comment` says nothing.*`on: pull_request`, and `push`/],
    ['merge_group', /^The event `merge_group` says nothing/],
  ])('`%s` is refused with what to use', async (name, message) => {
    const before = world.github.requests.length
    const result = await world.runOn({ pullRequest: number }, { event: { name } })
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(message)
    expect(world.github.requests.slice(before).filter(({ path }) => path.startsWith('/repos'))).toEqual([])
  })

  it('of a push to another branch is refused with the trigger to write', async () => {
    const sha = await world.model.commit({ branch: 'change-1', message: 'More', files: { a: 'a' } })
    const result = await world.runOn({ push: { sha } }, { event: { ref: 'refs/heads/change-1' } })
    expect(result.annotations[0]?.message).toMatch(/run on `refs\/heads\/change-1`.*branches: \[main\]/)
  })

  it('of a tag is refused', async () => {
    const { sha } = await world.pushToMain({ b: 'b' })
    const result = await world.runOn({ push: { sha } }, { event: { ref: 'refs/tags/v1' } })
    expect(result.exitCode).toBe(1)
  })

  it('whose file lacks something is told what', async () => {
    const result = await world.runOn({ pullRequest: number }, { event: { payload: { action: 'opened' } } })
    expect(result.annotations[0]?.message).toMatch(/event file for `pull_request` lacks `repository`/)
  })
})
