import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { gitRepository, serin, writeFiles } from './command-line.ts'

const FILE = 'deploy/prod.yaml'
const SERIN = `models:
  iris:
    source: acme/iris
    environments:
      test: { file: deploy/test.yaml }
      prod: { file: ${FILE} }
`
const STABLE = 'name: iris\nversion: "bbbbbbb" # by Serin\n'

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, encoding: 'utf8' })

let folder = ''
const plan = (...args: string[]) => serin(folder, ['plan', ...args])
const manifest = () => readFileSync(join(folder, FILE), 'utf8')

/** A gitops repository in which another version ran in prod before. */
beforeEach(() => {
  folder = gitRepository({ 'serin.yml': SERIN, 'deploy/test.yaml': '', [FILE]: STABLE.replace('bbbbbbb', 'aaaaaaa') })
  writeFiles(folder, { [FILE]: STABLE })
  git(folder, 'commit', '--quiet', '-am', 'by hand')
})

describe('serin plan', () => {
  it('prints what a canary would change, as a patch that git applies', () => {
    const { stdout, stderr, status } = plan('canary', '20', 'prod', '--version', 'ccccccc')
    expect([status, stderr.trim()]).toEqual([0, 'iris in prod: ccccccc takes 20 % of the traffic, bbbbbbb the rest.'])
    writeFiles(folder, { 'p.patch': stdout })
    git(folder, 'apply', 'p.patch')
    expect(manifest()).toBe('name: iris\nversion: "ccccccc" # by Serin\ncanary:\n  trafficPercent: 20\n')
  })

  it('changes nothing', () => {
    plan('/promote prod', '--version', 'ccccccc')
    expect(manifest()).toBe(STABLE)
  })

  it('writes with --write', () => {
    const { stderr } = plan('promote', 'prod', '--version', 'ccccccc', '--write')
    expect([stderr.includes('Written; commit it.'), manifest()]).toEqual([true, STABLE.replace('bbbbbbb', 'ccccccc')])
  })

  it('goes back to what ran before, by the history', () => {
    expect(plan('rollback', 'prod').stderr).toContain('aaaaaaa takes all the traffic, bbbbbbb none')
  })

  it('passes over a version that was rolled back', () => {
    for (const text of [`${STABLE}canary: { trafficPercent: 0 }\n`, STABLE.replace('bbbbbbb', 'ccccccc')]) {
      writeFiles(folder, { [FILE]: text })
      git(folder, 'commit', '--quiet', '-am', 'by hand')
    }
    expect(plan('rollback', 'prod').stderr).toContain('aaaaaaa takes all the traffic, ccccccc none')
  })

  it('writes the version before where the traffic cannot be split, and not twice', () => {
    const image = (tag: string) =>
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n  - name: iris\n    newTag: ${tag}\n`
    for (const tag of ['aaaaaaa', 'bbbbbbb']) {
      writeFiles(folder, { [FILE]: image(tag) })
      git(folder, 'commit', '--quiet', '-am', 'by hand')
    }
    expect(plan('rollback', 'prod', '--write').status).toBe(0)
    expect(manifest()).toBe(image('aaaaaaa'))
  })

  it('goes back to the version that had the rest, after a promotion on a pair written by hand', () => {
    const route = (first: number, second: number) =>
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: iris }\nspec:\n  hosts: [iris]\n  http:\n    - route:\n        - destination: { host: iris-aaaaaaa }\n          weight: ${first}\n        - destination: { host: iris-bbbbbbb }\n          weight: ${second}\n`
    for (const weights of [route(100, 0), route(0, 100)]) {
      writeFiles(folder, { [FILE]: weights })
      git(folder, 'commit', '--quiet', '-am', 'by hand')
    }
    const { stderr, status } = plan('rollback', 'prod', '--write')
    expect([status, stderr]).toEqual([0, expect.stringContaining('aaaaaaa takes all the traffic')])
    expect(manifest()).toBe(route(100, 0))
  })

  it('refuses what the app refuses, with the same reason', () => {
    const { stdout, stderr, status } = plan('canary', '20', 'prod', '--version', 'bbbbbbb')
    expect([stdout, status]).toEqual(['', 1])
    expect(stderr).toContain('has all the traffic in “prod” already')
  })

  it.each([
    [['canary'], 'the percentage is missing'],
    [['canary', '20', 'staging', '--version', 'x'], 'there is no such environment'],
    [['canary', '20', 'prod'], 'Name it by `--version`'],
    [['retrain'], 'Write one of canary, promote, rollback, shadow'],
    [['promote', 'prod', '--model', 'jukebox', '--version', 'x'], 'serin.yml has no model “jukebox”'],
  ])('refuses %j', (args, sentence) => {
    const { stderr, status } = plan(...args)
    expect([stderr, status]).toEqual([expect.stringContaining(sentence), 2])
  })
})
