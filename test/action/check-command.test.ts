import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, gitRepository, serin, writeFiles } from './command-line.ts'
import { applicationSet, CONFIG, DEAF_CHART, GITOPS, PROD, TEST, VALUES } from './gitops-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Without git, which most findings have nothing to do with. */
function check(files: Files, ...args: readonly string[]) {
  return serin(temporaryFolder({ ...GITOPS, ...files }), ['check', ...args])
}

const NESTED = 'model-deployments/test/team/wine/config.yaml'
const wine = (...lines: readonly string[]) =>
  `${CONFIG}  wine:\n    source: acme/wine\n    environments:\n${lines.join('')}`
const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: wine }
spec:
  hosts: [wine]
  http:
    - route:
        - { destination: { host: wine, subset: v1 }, weight: 80 }
        - { destination: { host: wine, subset: v2 }, weight: 20 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: wine }
spec:
  host: wine
  subsets:
    - { name: v1, labels: { version: aaaaaaaaaaaa } }
    - { name: v2, labels: { version: bbbbbbbbbbbb } }
`
const ROUTED = { 'serin.yml': wine('      test: { file: route.yaml }\n'), 'route.yaml': ROUTE }
const rollout = (routing: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: wine }
spec: { strategy: { canary: { trafficRouting: { istio: { ${routing} } } } } }
`
const FLAGGER = `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: wine }
spec: { targetRef: { kind: Deployment, name: wine } }
`

describe('a gitops repository', () => {
  test('with nothing wrong is told so', () => {
    expect(serin(gitRepository(GITOPS), ['check'])).toMatchObject({
      stdout: 'serin.yml: ok (iris)\n',
      stderr: '',
      status: 0,
    })
  })

  test('is found from a folder below', () => {
    const folder = gitRepository(GITOPS)
    expect(serin(join(folder, 'model-deployments/test'), ['check']).stdout).toBe('serin.yml: ok (iris)\n')
  })

  test('as in the examples has nothing wrong', () => {
    const example = 'examples/mlops-gitops'
    const paths = readdirSync(example, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const files = paths.map(({ parentPath, name }) => join(parentPath, name))
    const texts = files.map((file) => [relative(example, file), readFileSync(file, 'utf8')])
    const folder = gitRepository(Object.fromEntries(texts), { production: {} })
    expect(serin(folder, ['check', '--strict'])).toMatchObject({ stdout: 'serin.yml: ok (iris)\n', status: 0 })
  })

  test('of which no git knows is checked as well', () => {
    expect(serin(temporaryFolder(GITOPS), ['check'])).toMatchObject({ stdout: 'serin.yml: ok (iris)\n', status: 0 })
  })
})

describe('each finding has its place and the way out:', () => {
  test.each<readonly [string, Files, string]>([
    [
      'an unknown key',
      { 'serin.yml': CONFIG.replace('after:', 'aftre:') },
      'serin.yml:9:9: error: "aftre" is not a key Serin knows. Did you mean "after"?',
    ],
    [
      'a missing manifest',
      { 'serin.yml': CONFIG.replace('prod/iris', 'prod/irsi') },
      'serin.yml:8:9: error: There is no model-deployments/prod/irsi/config.yaml. Commit the file first',
    ],
    ['a manifest that is no YAML', { [TEST]: 'version: [\n' }, `${TEST}:2:1: error: Not valid YAML: `],
    [
      'a file that nobody names and that is no YAML',
      { 'other.yaml': 'a: [\n' },
      'other.yaml:2:1: warning: Not valid YAML: ',
    ],
    [
      'a percentage out of range',
      { [TEST]: `${VALUES}canary: { trafficPercent: 120 }\n` },
      `${TEST}:5:11: error: the number 120 stands where a percentage is needed.`,
    ],
    [
      'a file that Serin cannot release through',
      { 'serin.yml': wine('      test: { file: s.yaml }\n'), 's.yaml': 'apiVersion: v1\nkind: Service\n' },
      's.yaml:2:1: error: Serin cannot release a model through Service.',
    ],
    [
      'a canary that KServe would ignore',
      {
        'serin.yml': wine('      test: { file: i.yaml, layout: kserve }\n'),
        'i.yaml': `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: wine, annotations: { serving.kserve.io/deploymentMode: RawDeployment } }
spec: { predictor: { model: { storageUri: "s3://m/wine/aaaaaaaaaaaa" } } }
`,
      },
      'i.yaml:3:40: info: In RawDeployment mode KServe ignores canaryTrafficPercent, so every /canary is refused here.',
    ],
    [
      'a field that Istio does not read any more',
      {
        'breaker.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: wine }
spec: { host: wine, trafficPolicy: { outlierDetection: { consecutiveErrors: 100 } } }
`,
      },
      'breaker.yaml:4:58: warning: ',
    ],
    [
      'a key that nobody has yet',
      { 'serin.yml': CONFIG.replace('after: test', 'set: { nam: x }') },
      'serin.yml:9:16: warning: model-deployments/prod/iris/config.yaml has no "nam"; the next release adds it. Did you mean "name"?',
    ],
    [
      'a version where there is none',
      { 'serin.yml': CONFIG.replace('after: test', 'keys: { version: image.tag }') },
      'serin.yml:9:17: warning: model-deployments/prod/iris/config.yaml has no "image.tag"; the next release adds it.',
    ],
    [
      'one file under two names of its branch',
      { 'serin.yml': `${CONFIG}      again: { file: ${PROD}, branch: main }\n` },
      'serin.yml:10:16: error: iris/prod already writes this file: main is the branch that is meant without "branch".',
    ],
    [
      'two folders with one name',
      { 'model-deployments/test/team/iris/config.yaml': VALUES },
      'model-deployments/test/team/iris/config.yaml:1:1: error: model-deployments/test/iris/config.yaml and model-deployments/test/team/iris/config.yaml make two Applications of the one name iris-test; there can be only one.',
    ],
    [
      'a nested folder',
      { [NESTED]: VALUES },
      `${NESTED}:1:1: error: The Application that models-test makes of this file reads its values from model-deployments/test/wine/config.yaml, which is not there.`,
    ],
    [
      'a nested folder, although the pattern has a single star',
      { 'appset-test.yaml': applicationSet('test', { glob: '*' }), [NESTED]: VALUES },
      `${NESTED}:1:1: error: The Application that models-test makes`,
    ],
    [
      'a missing key that nobody notices',
      { 'appset-test.yaml': applicationSet('test', { spec: 'syncPolicy: {}' }) },
      'appset-test.yaml:7:3: warning: The ApplicationSet models-test puts "<no value>" or nothing where a file lacks a key. Write goTemplateOptions: ["missingkey=error"]',
    ],
    [
      'an empty file that stops the whole set',
      { 'model-deployments/test/ui/config.yaml': '---\n' },
      'model-deployments/test/ui/config.yaml:1:1: error: chart_path is not in this file, so models-test cannot be rendered: none of its Applications is changed until it is.',
    ],
    [
      'an empty file that deploys nothing',
      {
        'appset-test.yaml': applicationSet('test', { spec: 'syncPolicy: {}' }),
        'model-deployments/test/ui/config.yaml': '---\n',
      },
      'model-deployments/test/ui/config.yaml:1:1: warning: chart_path is not in this file: the Application that models-test makes of it deploys nothing.',
    ],
    [
      'a key called path',
      { [TEST]: `${VALUES}path: here\n` },
      `${TEST}:5:1: warning: Argo CD puts the path of this file in the place of the key "path"`,
    ],
    [
      'what Helm does not read',
      { [TEST]: `${VALUES}---\nversion: new\n` },
      `${TEST}:6:1: error: Helm ignores everything after the first document of a values file.`,
    ],
    [
      'a set that nobody syncs',
      { 'appset-test.yaml': applicationSet('test').replace(/ {6}syncPolicy.*\n/, '') },
      'appset-test.yaml:18:5: info: Argo CD does not sync the Applications of models-test by itself: every release and every /rollback waits for a person.',
    ],
    [
      'weights of Argo Rollouts',
      { ...ROUTED, 'rollout.yaml': rollout('virtualService: { name: wine }') },
      'route.yaml:3:13: error: The weights of the VirtualService wine belong to the Rollout wine (rollout.yaml), which would overwrite what /canary writes.',
    ],
    [
      'weights of Argo Rollouts in a list',
      { ...ROUTED, 'rollout.yaml': rollout('virtualServices: [{ name: wine }]') },
      'route.yaml:3:13: error: The weights of the VirtualService wine belong to the Rollout wine',
    ],
    [
      'weights of Flagger',
      { ...ROUTED, 'canary.yaml': FLAGGER },
      'route.yaml:3:13: error: The weights of the VirtualService wine belong to the Canary wine (canary.yaml)',
    ],
  ])('%s', (_, files, finding) => {
    expect(check(files).lines).toContainEqual(expect.stringContaining(finding))
  })

  test('a route that nobody else writes is fine', () => {
    expect(check(ROUTED)).toMatchObject({ stdout: 'serin.yml: ok (iris, wine)\n', status: 0 })
  })
})

describe('a version without quotes', () => {
  test.each([
    ['4562170', '4.56217e+06'],
    ['4562170219', '4.562170219e+09'],
    ['0123456', '42798'],
    ['1234e56', '1.234e+59'],
    ['1.10', '1.1'],
    ['on', 'true'],
  ])('%s that Helm reads as %s is an error', (version, read) => {
    const { lines, status } = check({ [TEST]: VALUES.replace('9d1c04e7b2fa', version) })
    expect(lines).toContain(
      `${TEST}:4:1: error: Helm reads version: ${version} as ${read}, which is another version. Put it in quotes: "${version}".`,
    )
    expect(status).toBe(1)
  })

  test.each(['"4562170"', "'0123456'", '4562a17c17', '12', 'v1.10', 'latest'])('%s is fine', (version) => {
    expect(check({ [TEST]: VALUES.replace('9d1c04e7b2fa', version) }).status).toBe(0)
  })
})

describe('all findings are told', () => {
  const BROKEN = {
    'serin.yml': 'models:\n  iris:\n    sorce: acme/iris\n    environments: { test: { fil: x } }\n',
    '.github/serin.yml': 'models: { iris: { metrics: metrics.json } }\n',
    [TEST]: `${VALUES.replace('9d1c04e7b2fa', '4562170')}path: x\n`,
    'appset-prod.yaml': applicationSet('prod', { spec: 'syncPolicy: {}' }),
  }

  test('of every file, in order', () => {
    const places = check(BROKEN).lines.map((line) => /^(\S+?): (\w+)/.exec(line)?.slice(1).join(' '))
    expect(places).toEqual([
      '.github/serin.yml:1:19 error',
      'appset-prod.yaml:7:3 warning',
      `${TEST}:4:1 error`,
      `${TEST}:5:1 warning`,
      'serin.yml:2:3 error',
      'serin.yml:3:5 error',
      'serin.yml:4:21 error',
      'serin.yml:4:29 error',
      undefined,
    ])
  })

  test('and counted', () => {
    expect(check(BROKEN).lines.at(-1)).toBe('6 errors, 2 warnings')
  })

  test('as JSON when that is asked for', () => {
    const found = JSON.parse(check({ [TEST]: `${VALUES}path: x\n` }, '--json').stdout)
    expect(found).toMatchObject([{ severity: 'warning', rule: 'path-key', file: TEST, line: 5, column: 1 }])
  })
})

describe('the exit code', () => {
  const WARNING = { [TEST]: `${VALUES}path: here\n` }

  test.each<readonly [string, Files, readonly string[], number]>([
    ['0 when all is well', {}, [], 0],
    ['0 for a warning', WARNING, [], 0],
    ['1 for a warning with --strict', WARNING, ['--strict'], 1],
    ['1 for an error', { [TEST]: 'version: [' }, [], 1],
    ['2 for wrong arguments', {}, ['--stricd'], 2],
    ['2 for a file that is not there', {}, ['--gitops-config', 'other.yml'], 2],
    ['2 for a folder of schemas that is not there', {}, ['--schemas', 'none'], 2],
  ])('is %s', (_, files, args, status) => {
    expect(check(files, ...args).status).toBe(status)
  })

  test('is 2 where there is nothing to check', () => {
    const { status, stderr } = serin(gitRepository({ 'README.md': '#\n' }), ['check'])
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('There is neither .github/serin.yml nor serin.yml here.'),
    ])
  })
})

describe('on GitHub Actions', () => {
  const annotate = (files: Files) =>
    serin(gitRepository({ ...GITOPS, ...files }), ['check'], { GITHUB_ACTIONS: 'true' }).lines

  test('a finding is an annotation at its line', () => {
    expect(annotate({ [TEST]: VALUES.replace('9d1c04e7b2fa', '4562170') })).toContain(
      `::error file=${TEST},line=4,col=1,title=serin check%3A unquoted-version::Helm reads version: 4562170 as 4.56217e+06, which is another version. Put it in quotes: "4562170".`,
    )
  })

  test('no name or text of a file becomes a command', () => {
    const folder = 'a,b%0A\n::error::x'
    const lines = annotate({
      'serin.yml': 'models:\n  "\\n::add-mask::x\\r%0A::set-env::y": 1\n',
      [`model-deployments/test/${folder}/config.yaml`]: '---\n',
    })
    expect(lines.filter((line) => !/^(::(error|warning) file=|\d+ error)/.test(line))).toEqual([])
    expect(lines.filter((line) => line.includes('test/a%2Cb%250A%0A%3A%3Aerror%3A%3Ax/'))).toHaveLength(1)
    expect(lines.find((line) => line.includes('add-mask'))).toMatch(/^::error file=serin.yml,.*%250A/)
  })
})

describe('an environment on another branch', () => {
  const CONFIGURED = { 'serin.yml': CONFIG.replace('after: test', 'branch: production') }

  test('is read from there', () => {
    const folder = gitRepository(
      { ...GITOPS, ...CONFIGURED },
      { production: { [PROD]: VALUES.replace('9d1c04e7b2fa', '0123456') } },
    )
    expect(serin(folder, ['check']).lines[0]).toBe(
      `production:${PROD}:4:1: error: Helm reads version: 0123456 as 42798, which is another version. Put it in quotes: "0123456".`,
    )
  })

  test('that this clone lacks is said not to be looked at', () => {
    const { lines, status } = serin(gitRepository({ ...GITOPS, ...CONFIGURED }), ['check'])
    expect([lines[0], status]).toEqual([
      `serin.yml:9:9: info: The branch production is not in this clone, so ${PROD} was not looked at. Fetch it: git fetch origin production.`,
      0,
    ])
  })

  test('is the work tree in a pull request to that branch', () => {
    const folder = gitRepository({ ...GITOPS, ...CONFIGURED }, { production: { [PROD]: 'version: [' } })
    expect(serin(folder, ['check'], { GITHUB_BASE_REF: 'production' }).status).toBe(0)
  })
})

describe('the work tree is what counts', () => {
  test('not what is committed', () => {
    const folder = gitRepository(GITOPS)
    writeFiles(folder, { [TEST]: 'version: [' })
    expect(serin(folder, ['check']).status).toBe(1)
  })

  test('so a deleted file is not there', () => {
    const folder = gitRepository(GITOPS)
    rmSync(join(folder, TEST))
    expect(serin(folder, ['check']).lines).toContainEqual(expect.stringContaining(`There is no ${TEST}.`))
  })

  test('and links are not followed', () => {
    const folder = gitRepository(GITOPS)
    rmSync(join(folder, TEST))
    symlinkSync('/etc/passwd', join(folder, TEST))
    const { stdout } = serin(folder, ['check'])
    expect(stdout).toContain(`${TEST}: This is a symbolic link, not a file.`)
    expect(stdout).not.toContain('root')
  })

  test('nor are links of folders', () => {
    const folder = gitRepository(GITOPS)
    renameSync(join(folder, 'model-deployments/test'), join(folder, 'elsewhere'))
    mkdirSync(join(folder, 'model-deployments'), { recursive: true })
    symlinkSync('../elsewhere', join(folder, 'model-deployments/test'))
    expect(serin(folder, ['check']).status).toBe(1)
  })
})

describe('generators that are not followed', () => {
  test('are named', () => {
    const set = applicationSet('test').replace('    - git:', '    - matrix:')
    expect(check({ 'appset-test.yaml': set }).lines[0]).toBe(
      'appset-test.yaml:10:7: info: The Applications of a matrix generator were not looked at. What they read is checked where serin.yml names it.',
    )
  })

  test('as is a path that finds nothing', () => {
    const set = applicationSet('tset')
    expect(check({ 'appset-test.yaml': set }).lines[0]).toContain('The generator finds nothing here')
  })
})

describe('schemas of a folder', () => {
  const SCHEMA = {
    type: 'object',
    additionalProperties: false,
    properties: { apiVersion: {}, kind: {}, metadata: {}, spec: { type: 'object', required: ['hosts'] } },
  }
  const schemas = { 'crds/networking.istio.io_VirtualService_v1.json': JSON.stringify(SCHEMA) }
  const route = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nspce: {}\nspec: {}\n'

  test('find the keys that a kind does not have, and those that it lacks', () => {
    expect(check({ ...schemas, 'other.yaml': route }, '--schemas', 'crds').lines.slice(0, 2)).toEqual([
      'other.yaml:3:1: error: spce: "spce" is not a key here. Did you mean "spec"?',
      'other.yaml:4:1: error: spec: the key "hosts" is missing.',
    ])
  })

  test('are not asked for without the option', () => {
    expect(check({ ...schemas, 'other.yaml': route }).status).toBe(0)
  })
})

describe('a chart that does not render the percentage', () => {
  test('is found in its text where there is no helm', () => {
    expect(check(DEAF_CHART).lines).toContainEqual(
      expect.stringContaining(
        `${TEST}:2:1: warning: The chart does not render canary.trafficPercent, so every /canary is a silent no-op: no template of the chart charts/model reads canary.trafficPercent (helm is not installed, so its text was searched).`,
      ),
    )
  })

  test('is an error while a canary runs', () => {
    const { lines, status } = check({ ...DEAF_CHART, [TEST]: `${VALUES}canary: { trafficPercent: 20 }\n` })
    expect([status, lines]).toEqual([
      1,
      expect.arrayContaining([expect.stringContaining(`${TEST}:2:1: error: The chart`)]),
    ])
  })

  test('is not claimed where the text does not tell', () => {
    const template = '{{- tpl (.Files.Get "service.yaml") . }}\n'
    expect(check({ ...DEAF_CHART, 'charts/model/templates/service.yaml': template }).lines[0]).toContain(
      'info: Whether the chart charts/model renders canary.trafficPercent was not found out',
    )
  })

  test('is not looked for in another repository, and that is said', () => {
    expect(check({ [TEST]: `${VALUES}repo_url: https://git.example.com/acme/charts\n` }).lines[0]).toContain(
      'info: The chart of this file is in https://git.example.com/acme/charts',
    )
  })

  test('is found where serin.yml names it', () => {
    const config = CONFIG.replace('after: test', 'chart: charts/other')
    const other = Object.fromEntries(
      Object.entries(DEAF_CHART).map(([path, text]) => [path.replace('charts/model', 'charts/other'), text]),
    )
    expect(check({ ...other, 'serin.yml': config }).lines[0]).toContain(
      `${PROD}:2:1: warning: The chart does not render`,
    )
  })
})

describe('a model repository', () => {
  test('is checked too', () => {
    const folder = gitRepository({ '.github/serin.yml': 'models:\n  iris: { metrics: [metrics.json] }\n' })
    expect(serin(folder, ['check']).stdout).toBe('.github/serin.yml: ok (iris)\n')
  })
})
