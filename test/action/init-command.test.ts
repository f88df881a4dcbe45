import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, gitRepository, serin } from './command-line.ts'
import { applicationSet, GITOPS, PROD, TEST, VALUES } from './gitops-files.ts'

const { 'serin.yml': _, ...DEPLOYED } = GITOPS

function init(files: Files, ...args: readonly string[]) {
  const folder = gitRepository(files)
  const run = serin(folder, ['init', ...args])
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined)
  return { ...run, folder, read }
}

describe('in a gitops repository', () => {
  test('a serin.yml is written from the ApplicationSets', () => {
    const { read, status } = init(DEPLOYED, '--source', 'acme/iris')
    expect(status).toBe(0)
    expect(read('serin.yml')).toBe(`# Which models may be released here, from where, into which file.
models:
  iris:
    source: acme/iris # the only repository whose pull requests may release it
    default-environment: test # where a command without an environment acts
    environments: # in order
      test:
        file: ${TEST}
      prod:
        file: ${PROD}
        change: pull-request # somebody approves each change
        after: test # only what has run there
`)
  })

  test('that passes the check', () => {
    const { folder } = init(DEPLOYED, '--source', 'acme/iris')
    expect(serin(folder, ['check']).stdout).toBe('serin.yml: ok (iris)\n')
  })

  test('who trains a model is asked, and nothing is written', () => {
    const { status, stderr, read } = init(DEPLOYED)
    expect([status, read('serin.yml')]).toEqual([2, undefined])
    expect(stderr).toContain('Which repository trains iris? Add --source iris=<owner>/<name>')
  })

  test('each model has a repository of its own', () => {
    const wine = Object.fromEntries([TEST, PROD].map((file) => [file.replace('iris', 'wine'), VALUES]))
    const { stdout } = init(
      { ...DEPLOYED, ...wine },
      '--source',
      'iris=acme/iris',
      '--source',
      'wine=lab/wine',
      '--dry-run',
    )
    expect(stdout.match(/source: \S+/g)).toEqual(['source: acme/iris', 'source: lab/wine'])
  })

  test('a name that is no repository is refused', () => {
    expect(init(DEPLOYED, '--source', 'iris').stderr).toContain('is not a repository')
  })

  test('a file that is there is never overwritten', () => {
    const { status, stderr, read } = init(GITOPS, '--source', 'acme/other')
    expect([status, read('serin.yml')]).toEqual([2, GITOPS['serin.yml']])
    expect(stderr).toContain('serin.yml: This file is there already, and is never overwritten.')
  })

  test('--dry-run prints and writes nothing', () => {
    const { stdout, read } = init(DEPLOYED, '--source', 'acme/iris', '--dry-run')
    expect([stdout.includes('source: acme/iris'), read('serin.yml')]).toEqual([true, undefined])
  })

  test('what has no version is left out, and that is said', () => {
    const { stderr, read } = init(
      { ...DEPLOYED, 'model-deployments/test/ui/config.yaml': 'chart_path: charts/ui\n' },
      '--source',
      'acme/iris',
    )
    expect(stderr).toMatch(
      /^left out: model-deployments\/test\/ui\/config\.yaml: it has no "version" at its top\. .*keys:/,
    )
    expect(read('serin.yml')).not.toContain('ui')
  })

  test('an environment keeps the branch that its ApplicationSet reads', () => {
    const folder = gitRepository(
      { ...DEPLOYED, 'appset-prod.yaml': applicationSet('prod', { revision: 'production' }) },
      { production: {} },
    )
    expect(serin(folder, ['init', '--source', 'acme/iris', '--dry-run']).stdout).toContain(
      `        file: ${PROD}\n        branch: production\n`,
    )
  })

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['known names', ['prod', 'stage', 'dev', 'test'], ['dev', 'test', 'stage', 'prod']],
    ['names that nobody knows before production', ['blue', 'production', 'staging'], ['staging', 'blue', 'production']],
  ])('environments come in order: %s', (_, names, order) => {
    const files = Object.fromEntries(
      names.flatMap((name) => [
        [`appset-${name}.yaml`, applicationSet(name)],
        [`model-deployments/${name}/iris/config.yaml`, VALUES],
      ]),
    )
    const { stdout } = init(files, '--source', 'acme/iris', '--dry-run')
    expect([...stdout.matchAll(/^ {6}(\w+):$/gm)].map(([, name]) => name)).toEqual(order)
  })

  test('the environments of a list are found in the values that they name', () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: iris }
spec:
  generators:
    - list: { elements: [{ env: prod }, { env: test }] }
  template:
    metadata: { name: "iris-{{env}}" }
    spec:
      sources:
        - { repoURL: https://git.example.com/acme/mlops-gitops.git, ref: values }
        - repoURL: https://git.example.com/acme/mlops-gitops.git
          path: charts/model
          helm: { valueFiles: ["/iris/values-{{env}}.yaml"] }
`
    const files = { 'set.yaml': set, 'iris/values-test.yaml': VALUES, 'iris/values-prod.yaml': VALUES }
    expect(init(files, '--source', 'acme/iris', '--dry-run').stdout).toMatch(
      /iris:[\s\S]*test:\n {8}file: iris\/values-test\.yaml\n {6}prod:\n {8}file: iris\/values-prod\.yaml/,
    )
  })

  test('the folders of a directories generator are looked into', () => {
    const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: iris }
spec: { predictor: { model: { storageUri: "s3://models/iris/9d1c04e7b2fa" } } }
`
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: models }
spec:
  generators:
    - git: { repoURL: https://git.example.com/a/b.git, revision: HEAD, directories: [{ path: deploy/test/* }] }
  template: { metadata: { name: "{{path.basename}}" }, spec: { source: { path: "{{path}}" } } }
`
    const files = { 'set.yaml': set, 'deploy/test/iris/service.yaml': service, 'deploy/test/iris/notes.yaml': 'a: 1\n' }
    expect(init(files, '--source', 'acme/iris', '--dry-run').stdout).toContain('file: deploy/test/iris/service.yaml\n')
  })
})

describe('in a model repository', () => {
  test('what is there is written down', () => {
    const { read } = init({ 'train.py': '', 'metrics.json': '{}', 'params.yaml': 'lr: 1\n' }, '--gitops', 'acme/mlops')
    expect(read('.github/serin.yml')).toMatch(
      /^gitops: acme\/mlops\nmodels:\n {2}[\w-]+:\n {4}train: python train\.py\n {4}metrics: \[metrics\.json\]\n {4}params: \[params\.yaml\]\n/,
    )
  })

  test('a dvc.yaml stands for its files', () => {
    const { read } = init({ 'dvc.yaml': 'stages: {}\n', 'metrics.json': '{}' })
    expect(read('.github/serin.yml')).toContain('    train: dvc repro\n    metrics: [dvc.yaml]\n')
  })

  test('several of them are several models', () => {
    const { read } = init({ 'iris/dvc.yaml': 'stages: {}\n', 'wine/dvc.yaml': 'stages: {}\n' })
    expect(read('.github/serin.yml')).toMatch(
      /iris:\n {4}paths: \["?iris\/\*\*"?\].*\n {4}train: cd iris && dvc repro\n {4}metrics: \[iris\/dvc\.yaml\]/,
    )
  })

  test('metrics that git ignores are found as well', () => {
    const { read } = init({ '.gitignore': 'metrics.json\n', 'metrics.json': '{}' })
    expect(read('.github/serin.yml')).toContain('metrics: [metrics.json]')
  })

  test('the workflow is printed to be pasted', () => {
    const { stdout } = init({ 'metrics.json': '{}' })
    expect(stdout).toMatch(/Paste as \.github\/workflows\/serin\.yml .*:\n\nname: serin\n[\s\S]*- uses: acme\/serin@v1/)
    expect(stdout).not.toContain('gitops-token')
  })

  test('the workflow has a token for the gitops repository that is named', () => {
    const { stdout } = init({ 'metrics.json': '{}' }, '--gitops', 'rose/deployments')
    expect(stdout).toContain('          owner: rose\n          repositories: deployments\n')
  })

  test('without metrics it is asked for them', () => {
    expect(init({ 'README.md': '' })).toMatchObject({
      status: 2,
      stderr: 'No metrics file was found. Name what the training writes: serin init --metrics metrics.json\n',
    })
  })
})
