import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OUTPUT_NAMES } from '../../action/outputs.ts'
import { effectsOf } from '../report/gfm.ts'
import { HOSTILE } from '../report/hostile-text.ts'
import type { ActionResult } from '../runner/runner.ts'
import { hostileZip, LINK, type ZipEntry } from '../zip/hostile-zip.ts'
import { endRun, publish } from './fork-world.ts'
import { accuracy, IRIS, modelConfig, type Pull, startWorld, type World } from './world.ts'

const SEVERAL = HOSTILE.filter((text) => text !== '')

let world: World
let pull: Pull
beforeAll(async () => {
  const config = modelConfig(
    'train: sh train.sh',
    'metrics: [metrics.json]',
    'params: [params.yaml]',
    'predictions: predictions.csv',
    'gates: { "acc*": { min: 0.9 } }',
  )
  const predictions = `id,label,prediction\n${'abcdefghij'.replace(/./g, '$&,1,1\n')}`
  world = await startWorld({ model: { '.github/serin.yml': config, 'predictions.csv': predictions } })
  await world.runOn({ push: await world.pushToMain(accuracy(0.94)) })
  pull = await world.openForkPull()
})
afterAll(() => world.stop())

interface Measured {
  readonly metrics?: readonly object[]
  readonly [key: string]: unknown
}

/** What Serin itself would write, and what an attacker changes in it. */
function bundle(measured: Measured = {}, model: object = {}, whole: object = {}): string {
  const extras = { curves: [], matrices: [], classTables: [], rocs: [] }
  const measurement = { metrics: [metric('accuracy', 0.97)], params: [], extras, ...measured }
  const iris = { kind: 'measured', name: 'iris', measurement, plots: [], ...model }
  return JSON.stringify({ version: 1, headSha: pull.head, models: [iris], ...whole })
}

function metric(name: string, value: unknown, more: object = {}): object {
  return { file: 'metrics.json', name, value, ...more }
}

const json = (data: string | Buffer): ZipEntry => ({ name: 'bundle.json', data })

interface Published extends ActionResult {
  readonly comment: string
}

/** The attacker's run ends with this artifact; what the second workflow makes of it. */
async function attack(artifact: Buffer): Promise<Published> {
  const { payload } = await endRun(world, { headSha: pull.head, artifact })
  const result = await publish(world, payload)
  const comments = await world.reports(pull)
  expect(comments).toHaveLength(1)
  expectHarmless(result, comments[0] ?? '')
  return { ...result, comment: comments[0] ?? '' }
}

function expectHarmless(result: ActionResult, comment: string): void {
  const [marker, ...lines] = comment.split('\n')
  expect(marker).toBe('<!-- serin:report model=iris -->')
  expect(effectsOf(ownLinks(lines.join('\n')))).toEqual([])
  expect(effectsOf(ownLinks(result.summary))).toEqual([])
  expect(comment.length).toBeLessThanOrEqual(65_536)
  expect(result.rawLog).not.toMatch(/evil|set-output|alert|admin|\p{Cf}|[^\P{Cc}\n]/u)
  expect(result.annotations).toEqual([])
  expect(Object.keys(result.outputs).sort()).toEqual([...OUTPUT_NAMES].sort())
  expect([result.env, result.path]).toEqual([{}, []])
  expect(result.conclusion).toBe('success')
}

function ownLinks(markdown: string): string {
  return markdown.replaceAll(world.github.url, 'https://github.com')
}

describe('an archive', () => {
  const good = () => json(bundle())
  it.each<[string, () => readonly ZipEntry[], string]>([
    ['that writes outside', () => [good(), { name: '../../../.bashrc', data: 'evil' }], 'leads out of it'],
    ['with a file of its own', () => [good(), { name: 'evil.html', data: '<script>' }], 'does not belong'],
    ['that links to a secret', () => [{ name: 'bundle.json', data: '/proc/self/environ', mode: LINK }], 'is a link'],
    ['with two answers', () => [good(), good()], 'the name of another one'],
    ['without the file', () => [{ name: 'plot-1.png', data: 'x' }], 'holds no'],
    ['that is a bomb', () => [json(Buffer.alloc(40_000_000, ' '))], 'larger than 8 MiB'],
    ['that lies about a bomb', () => [{ ...json(Buffer.alloc(4e7, ' ')), claimedSize: 9 }], 'does not unpack'],
    ['that is encrypted', () => [{ ...good(), flags: 1 }], 'is encrypted'],
    [
      'of thousands of entries',
      () => Array.from({ length: 3000 }, (_, index) => ({ name: `plot-${index}.png`, data: '' })),
      'it has 3000 entries',
    ],
  ])('%s is refused', async (_, entries, reason) => {
    const { comment, outputs } = await attack(hostileZip(entries()))
    expect(comment).toContain('⛔ iris: could not be evaluated')
    expect(comment).toContain(reason)
    expect(outputs).toMatchObject({ verdict: 'fail', metrics: '{"iris":{}}' })
  })

  it('that is none is refused', async () => {
    expect((await attack(Buffer.from('<html>evil</html>'.repeat(50)))).comment).toContain('is damaged')
  })

  it('that is too large is not even downloaded', async () => {
    const before = world.github.requests.length
    const { comment } = await attack(Buffer.alloc(65 * 1024 * 1024))
    expect(comment).toContain('larger than 64 MiB')
    expect(world.github.requests.slice(before).map(({ path }) => path)).not.toContainEqual(
      expect.stringMatching(/zip$/),
    )
  })
})

describe('a bundle', () => {
  const deep = `{"version":1,"headSha":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  it.each<[string, () => string, RegExp]>([
    ['of another commit', () => bundle({}, {}, { headSha: 'a'.repeat(40) }), /of another commit/],
    ['that names a pull request', () => bundle({}, {}, { pullRequest: 1 }), /not in the form/],
    [
      'that claims a verdict',
      () => bundle({}, { verdict: 'pass' }),
      /not in the form.*\bmodels\.0\b|models\.0.*not in/s,
    ],
    ['that brings its own gates', () => bundle({ gates: [] }), /not in the form/],
    ['of a later version', () => bundle({}, {}, { version: 2 }), /another version of Serin/],
    ['that is no JSON', () => '{"version":1,', /not JSON/],
    ['that is a list', () => '[]', /not in the form/],
    ['nested without end', () => deep, /not in the form|not JSON/],
    ['with a number beyond all', () => bundle().replace('0.97', '1e999'), /not in the form/],
    ['with NaN', () => bundle().replace('0.97', 'NaN'), /not JSON/],
    ['with a list for a value', () => bundle({ metrics: [metric('accuracy', [1])] }), /not in the form/],
    ['with an endless name', () => bundle({ metrics: [metric('evil'.repeat(500), 1)] }), /not in the form/],
    ['with an endless text', () => bundle({ metrics: [metric('accuracy', 'evil'.repeat(5000))] }), /not in the form/],
    [
      'with metrics without end',
      () => bundle({ metrics: Array.from({ length: 20_001 }, (_, index) => metric(`m${index}`, index)) }),
      /not in the form/,
    ],
    ['with a prototype', () => bundle().replace('"params"', '"__proto__":{"evil":1},"params"'), /not in the form/],
    ['with a matrix that is not square', () => bundle({ extras: crooked }), /not in the form/],
    ['of other models only', () => bundle({}, { name: 'other' }), /no results of this model/],
    ['of a model twice', () => JSON.stringify({ ...JSON.parse(bundle()), models: twice() }), /not in the form/],
  ])('%s is refused', async (_, text, reason) => {
    const { comment, outputs } = await attack(hostileZip([json(text())]))
    expect(comment).toContain('⛔ iris: could not be evaluated')
    expect(comment).toMatch(reason)
    expect(outputs.verdict).toBe('fail')
  })

  const crooked = {
    curves: [],
    matrices: [{ file: 'm.json', name: '', labels: ['a', 'b'], counts: [[1, 2], [3]] }],
    classTables: [],
    rocs: [],
  }
  const twice = () => [...JSON.parse(bundle()).models, ...JSON.parse(bundle()).models]

  it('that says NaN where a gate asks for a number does not pass', async () => {
    const { comment, outputs } = await attack(hostileZip([json(bundle({ metrics: [metric('accuracy', 'NaN')] }))]))
    expect(outputs.verdict).toBe('inconclusive')
    expect(comment).toContain('NaN')
  })

  it('is judged by its numbers, whatever texts it is full of', async () => {
    const metrics = [
      metric('accuracy', 0.2),
      ...SEVERAL.map((text, index) => metric(`${index} ${text}`, text.slice(0, 99), { file: text })),
      ...SEVERAL.map((text, index) => metric(`acc ${index} ${text}`, index / 100)),
    ]
    const params = SEVERAL.map((text, index) => ({ file: text, name: `${index} ${text}`, value: text }))
    const { comment, outputs } = await attack(hostileZip([json(bundle({ metrics, params, extras: hostileExtras() }))]))
    expect(outputs.verdict).toBe('fail')
    expect(comment).toContain('❌ iris: the gate fails')
    expect(comment.split('\n\n')[1]).toContain('which nobody has reviewed')
  })

  it('cannot push the caution out of its report', async () => {
    const metrics = Array.from({ length: 5000 }, (_, index) => metric(`acc ${index} ${'`|'.repeat(240)}`, 0.5))
    const { comment } = await attack(hostileZip([json(bundle({ metrics }))]))
    expect(comment.split('\n\n')[1]).toContain('which nobody has reviewed')
  })

  it('of a failure says what it says, and does nothing', async () => {
    for (const text of [
      '<img src=x onerror=alert(1)>',
      '`@admin` ![x](https://evil.example/x.png)\n::set-output name=x::y',
    ]) {
      const failed = { kind: 'failed', name: 'iris', what: text, fix: text, lastLines: [text, ...SEVERAL] }
      const { comment } = await attack(hostileZip([json(bundle({}, {}, { models: [failed] }))]))
      expect(comment).toContain('could not be evaluated')
    }
  })

  it.each([
    ['without a header', 'evil <img src=x>\n1,2,3\n'],
    ['with cells that are no numbers', 'id,label,score\n1,1,<script>evil</script>\n'],
    ['that are no text', '\u0000\u0001\uFFFD::set-output name=x::evil'],
    ['of other examples', 'id,label,prediction\n@admin,#1,<img src=x>\n'],
  ])('with predictions %s is answered', async (_, text) => {
    const predictions = { name: 'predictions-1.csv', data: text }
    await attack(hostileZip([json(bundle({}, { predictions: predictions.name })), predictions]))
  })

  it('whose predictions are another file has none', async () => {
    const { outputs } = await attack(hostileZip([json(bundle({}, { predictions: '../../etc/passwd' }))]))
    expect(outputs.verdict).toBe('pass')
  })
})

function hostileExtras() {
  const [file, name] = ['<img src=x>', '@admin #1']
  const values = { precision: '::set-output name=x::y', recall: '|', f1: 1e-300, support: -1 }
  const points = [1, 2, 3].map((step) => ({ step, value: step * 1e300 }))
  return {
    curves: SEVERAL.map((text) => ({ file: 'f', name: text, stepName: text, points })),
    matrices: [{ file, name, labels: SEVERAL, counts: SEVERAL.map(() => SEVERAL.map(() => -1e300)) }],
    classTables: [{ file, name, classes: SEVERAL.map((label) => ({ label, ...values })), averages: [] }],
    rocs: SEVERAL.map((text) => ({
      file: text,
      name: text,
      points: [0, 1e300].map((rate) => ({ falsePositiveRate: rate, truePositiveRate: -rate })),
    })),
  }
}

describe('another fork', () => {
  it('of the same branch name does not reach the pull request', async () => {
    const before = await world.reports(pull)
    await world.model.fork('cleo').commit({ branch: 'change', message: 'Mine', files: accuracy(0.1) })
    const from = { headSha: pull.head, head: 'cleo/iris', actor: 'cleo' }
    const { payload } = await endRun(world, { ...from, artifact: hostileZip([json(bundle())]) })
    expect((await publish(world, payload)).summary).toContain('No open pull request is from')
    expect(await world.reports(pull)).toEqual(before)
  })

  it('whose branch is called main is not main', async () => {
    const head = await world.github.repository('mallory/iris').commit({ message: 'Mine', files: accuracy(0.99) })
    const main = { headSha: head, headBranch: 'main' }
    const text = bundle({}, {}, { headSha: head })
    const { payload } = await endRun(world, { ...main, artifact: hostileZip([json(text)]) })
    expect((await publish(world, payload)).summary).toContain('No open pull request is from')

    await world.as('mallory').rest.pulls.create({ ...IRIS, head: 'mallory:main', base: 'main', title: 'From main' })
    const published = await publish(world, payload)
    expect(published.outputs.verdict).toBe('pass')
    expect(await world.checks(head)).toMatchObject([{ conclusion: 'neutral' }])
    expect(world.history().map(({ sha }) => sha)).not.toContain(head)
  })
})

it('one branch with two pull requests is told to be so', async () => {
  await world
    .as('ada')
    .rest.git.createRef({ ...IRIS, ref: 'refs/heads/next', sha: world.model.log('main')[0]?.sha ?? '' })
  await world.as('mallory').rest.pulls.create({ ...IRIS, head: 'mallory:change', base: 'next', title: 'To next' })
  const { payload } = await endRun(world, { headSha: pull.head, artifact: hostileZip([json(bundle())]) })
  const published = await publish(world, payload)
  expect(published.summary).toMatch(/Several open pull requests \(\d+, \d+\)/)
})
