import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, gitRepository, serin, writeFiles } from './command-line.ts'
import { CHART, GITOPS } from './gitops-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

const HEAD = 'models:\n  wine:\n    source: acme/wine\n    environments:\n'
const config = (...lines: readonly string[]) => HEAD + lines.map((line) => `      ${line}\n`).join('')
const ONE = config('test: { file: m.yaml }')

function check(files: Files, ...args: readonly string[]) {
  return serin(temporaryFolder({ 'serin.yml': ONE, ...files }), ['check', ...args])
}

const service = (annotation: string, percent = '') => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: wine${annotation} }
spec:
  predictor:${percent}
    model: { storageUri: "s3://m/wine/aaaaaaaaaaaa" }
`
const mode = (name: string) => `, annotations: { serving.kserve.io/deploymentMode: ${name} }`
const TEN = '\n    canaryTrafficPercent: 10'

describe('the mode of KServe', () => {
  test.each<readonly [string, string, number, string]>([
    [
      'that nobody wrote, beside a percentage',
      service('', TEN),
      0,
      'm.yaml:6:5: warning: The deployment mode of wine is not written, so the cluster',
    ],
    ['that nobody wrote', service(''), 0, 'm.yaml:3:13: warning: The deployment mode of wine is not written'],
    [
      'that ignores a percentage',
      service(mode('RawDeployment'), TEN),
      1,
      'm.yaml:6:5: error: In RawDeployment mode KServe ignores canaryTrafficPercent: the version in the file has all the traffic, not 10 %.',
    ],
    [
      'that would ignore one',
      service(mode('Standard')),
      0,
      'm.yaml:3:40: info: In Standard mode KServe ignores canaryTrafficPercent, so every /canary is refused here.',
    ],
  ])('%s is told once', (_, text, status, finding) => {
    const run = check({ 'm.yaml': text })
    expect(run.lines.filter((line) => line.startsWith('m.yaml'))).toEqual([expect.stringContaining(finding)])
    expect(run.lines.join('\n')).toContain('Write the annotation serving.kserve.io/deploymentMode: Knative')
    expect(run.status).toBe(status)
  })

  test.each(['Knative', 'Serverless'])('that obeys it (%s) is fine', (name) => {
    expect(check({ 'm.yaml': service(mode(name), TEN) }).stdout).toBe('serin.yml: ok (wine)\n')
  })
})

const route = (mirrors: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: wine }
spec:
  http:
    - route: [{ destination: { host: wine } }]
${mirrors}`

describe('a route', () => {
  test('with mirror beside mirrors is an error, whoever named the file', () => {
    const both = route('      mirror: { host: wine-b }\n      mirrors: [{ destination: { host: wine-b } }]\n')
    expect(check({ 'm.yaml': 'version: a\n', 'other.yaml': both })).toMatchObject({
      stdout: expect.stringContaining(
        'other.yaml:7:7: error: spec.http.0 has mirror beside mirrors: Istio refuses the whole VirtualService wine, so that nothing of it is applied. Keep one of the two;',
      ),
      status: 1,
    })
  })

  test.each(['      mirror: { host: wine-b }\n', '      mirrors: []\n'])('with one of them is fine: %j', (mirrors) => {
    expect(check({ 'm.yaml': 'version: a\n', 'other.yaml': route(mirrors) }).stdout).toBe('serin.yml: ok (wine)\n')
  })
})

describe('a manifest that the app would refuse is refused in the same words:', () => {
  const LINE = `# ${'x'.repeat(997)}\n`
  test.each<readonly [string, string | Uint8Array, string]>([
    [
      'UTF-16',
      Buffer.from('\uFEFFversion: a\n', 'utf16le'),
      'serin.yml:5:15: error: m.yaml: The file is UTF-16 text. Save it as UTF-8.',
    ],
    [
      'Latin-1',
      Buffer.from('version: ä\n', 'latin1'),
      'serin.yml:5:15: error: m.yaml: The file is not UTF-8 text. Save it as UTF-8.',
    ],
    [
      '20 MB',
      `version: a\n${LINE.repeat(20_000)}`,
      'm.yaml:1:1: error: The file has 20.0 million characters; at most 4 million are read.',
    ],
  ])('%s', (_, text, finding) => {
    const folder = temporaryFolder({ 'serin.yml': ONE })
    writeFileSync(join(folder, 'm.yaml'), text)
    expect(serin(folder, ['check']).lines).toContainEqual(expect.stringContaining(finding))
  })

  test('2 MB are no reason', () => {
    expect(check({ 'm.yaml': `version: a\n${LINE.repeat(2_000)}` }).stdout).toBe('serin.yml: ok (wine)\n')
  })

  test('a symbolic link, or one on the way', () => {
    const folder = gitRepository({
      'serin.yml': config('a: { file: m.yaml }', 'b: { file: on/m.yaml }'),
      'to/m.yaml': 'version: a\n',
    })
    symlinkSync('to/m.yaml', join(folder, 'm.yaml'))
    symlinkSync('to', join(folder, 'on'))
    const sentence =
      'This is a symbolic link, not a file. Serin reads and writes regular files only; name the file itself.'
    expect(serin(folder, ['check']).lines).toEqual([
      `serin.yml:5:12: error: m.yaml: ${sentence}`,
      `serin.yml:6:12: error: on/m.yaml: ${sentence}`,
      '2 errors',
    ])
  })

  test('a symbolic link on another branch', () => {
    const folder = gitRepository({
      'serin.yml': config('a: { file: m.yaml, branch: prod }'),
      'to.yaml': 'version: a\n',
    })
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, stdio: 'pipe' })
    git('checkout', '-q', '-b', 'prod')
    symlinkSync('to.yaml', join(folder, 'm.yaml'))
    git('add', '--all')
    git('commit', '-q', '-m', 'prod')
    git('checkout', '-q', 'main')
    expect(serin(folder, ['check']).lines[0]).toBe(
      'serin.yml:5:12: error: m.yaml on the branch prod: This is a symbolic link, not a file. Serin reads and writes regular files only; name the file itself.',
    )
  })

  test('a folder', () => {
    expect(check({ 'm.yaml/x.yaml': 'version: a\n' }).lines[0]).toBe(
      'serin.yml:5:15: error: m.yaml: This is a folder, not a file. Serin reads and writes regular files only; name the file itself.',
    )
  })
})

describe('an environment after another one', () => {
  const two = (test: string, more = '') => config(`test: { ${test} }`, `prod: { file: m.yaml, after: test${more} }`)
  test.each([
    ['that cannot be read', two('file: gone.yaml'), 'gone.yaml cannot be read.'],
    ['that refuses every release', two('file: svc.yaml'), 'a release to svc.yaml is refused.'],
    ['that is frozen', two('file: n.yaml, frozen: true'), 'test is frozen.'],
  ])('%s is told', (_, text, why) => {
    const files = {
      'serin.yml': text,
      'm.yaml': 'version: a\n',
      'n.yaml': 'version: a\n',
      'svc.yaml': 'apiVersion: v1\nkind: Service\n',
    }
    expect(check(files).lines).toContain(
      `serin.yml:6:29: warning: prod takes only what has run in test, and no new version can get there: ${why} Put test right first, or name another environment as "after:".`,
    )
  })

  test.each([
    ['that is not there', 'after: tset', 'there is no environment "tset". Did you mean "test"?'],
    ['that comes later', 'after: live', '"live" does not stand before "prod". Write one of: test.'],
    ['that is itself', 'after: prod', '"prod" does not stand before "prod". Write one of: test.'],
  ])('%s is an error', (_, after, what) => {
    const text = config('test: { file: n.yaml }', `prod: { file: m.yaml, ${after} }`, 'live: { file: l.yaml }')
    const { lines, status } = check({ 'serin.yml': text, 'm.yaml': 'version: a\n' })
    expect(lines[0]).toBe(`serin.yml:6:29: error: ${what}`)
    expect(status).toBe(1)
  })
})

describe('a step', () => {
  const steps = (list: string) => config(`test: { file: m.yaml, steps: ${list} }`)
  const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: wine }
spec: { template: { spec: { containers: [{ name: wine, image: "quay.io/acme/wine:aaaaaaaaaaaa" }] } } }
`

  test.each([
    ['a shadow of Helm values', '[shadow, 5]', 'version: a\n', 'shadow'],
    ['a canary of a Deployment', '[5, 50]', DEPLOYMENT, 'canary'],
  ])('that the file cannot carry is told: %s', (_, list, text, kind) => {
    expect(check({ 'serin.yml': steps(list), 'm.yaml': text }).lines[0]).toContain(
      `serin.yml:5:29: warning: A step asks for a ${kind}, which m.yaml cannot carry, so no version gets past it without --skip: `,
    )
  })

  test('that it can carry is fine', () => {
    expect(check({ 'serin.yml': steps('[5, 50]'), 'm.yaml': 'version: a\n' }).stdout).toBe('serin.yml: ok (wine)\n')
  })
})

test('values without a key for the version are an error that names the keys that look like one', () => {
  expect(check({ 'm.yaml': 'image: { tag: aaaaaaaaaaaa }\n' })).toMatchObject({
    stdout: expect.stringMatching(/^m\.yaml:1:1: error: .*keys: \{ version: image\.tag \}/),
    status: 1,
  })
})

test('a role that GitHub does not have is an error', () => {
  const roles = `roles: { release-manager: boss }\n${ONE}`
  expect(check({ 'serin.yml': roles, 'm.yaml': 'version: a\n' }).lines[0]).toBe(
    'serin.yml:1:10: error: the text "boss" is none of read, triage, write, maintain, admin. Write one of: read, triage, write, maintain, admin.',
  )
})

describe('--schemas', () => {
  const SCHEMA = { type: 'object', properties: { kind: { type: 'string' } } }
  const file = 'networking.istio.io_VirtualService_v1.json'
  const withSchema = (under: string, files: Files = {}) => {
    const folder = temporaryFolder({ 'serin.yml': ONE, 'm.yaml': 'version: a\n', ...files })
    mkdirSync(join(folder, under), { recursive: true })
    writeFiles(folder, { [`${under}/${file}`]: JSON.stringify(SCHEMA) })
    return folder
  }

  test('one folder too high is refused, and the right one is named', () => {
    expect(serin(withSchema('schemas/lite'), ['check', '--schemas', 'schemas'])).toMatchObject({
      stderr: 'schemas: There is no schema in this folder. Name the folder below it: schemas/lite.\n',
      status: 2,
    })
  })

  test('that is no folder is refused', () => {
    expect(serin(withSchema('s'), ['check', '--schemas', 'm.yaml'])).toMatchObject({ status: 2 })
  })

  test('that fits nothing here is said', () => {
    const folder = withSchema('s', { 'm.yaml': service(mode('Knative')) })
    expect(serin(folder, ['check', '--schemas', 's']).stderr).toBe(
      'None of the 1 resources here has a schema among the 1 of --schemas.\n',
    )
  })

  test('of an older version of Istio is that of all', () => {
    const old = route('').replace('networking.istio.io/v1', 'networking.istio.io/v1beta1')
    expect(serin(withSchema('s', { 'other.yaml': old }), ['check', '--schemas', 's']).stderr).toBe('')
  })
})

describe('a chart whose percentage', () => {
  const text = CHART['charts/model/templates/service.yaml'] ?? ''
  const chart = (condition: string) => ({
    ...GITOPS,
    'charts/model/templates/service.yaml': `{{- if ${condition} }}\n${text}{{- end }}\n`,
  })
  const run = (condition: string) => serin(temporaryFolder(chart(condition)), ['check'])

  test('stands in a dead branch is told not to render it', () => {
    expect(run('false').lines[0]).toContain('warning: The chart does not render canary.trafficPercent')
  })

  test('depends on something else is not claimed to be rendered without helm', () => {
    expect(run('.Values.knative').lines[0]).toContain(
      'Whether the chart charts/model renders canary.trafficPercent was not found out: helm is not installed',
    )
  })
})

test('a model whose manifest is wrong is not called ok', () => {
  const both = `${ONE}  iris:\n    source: acme/iris\n    environments:\n      test: { file: n.yaml }\n`
  expect(check({ 'serin.yml': both, 'm.yaml': 'version: 0123456\n', 'n.yaml': 'version: a\n' }).lines.slice(1)).toEqual(
    ['serin.yml: ok (iris)', '1 error'],
  )
})
