import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { blobSha } from '../../action/blob-sha.ts'
import { renderRecord } from '../../src/history/record.ts'
import { type Files, gitRepository, serin, writeFiles } from './command-line.ts'

const PATH = process.env.PATH ?? ''
const CONFIG = '.github/serin.yml'
const model = (more = '') => `models:
  iris:
    paths: [train.sh]
    train: sh train.sh
    metrics: [metrics.json]
    gates:
      accuracy: { min: 0.9, max-regression: 0.005 }
${more}`
const training = (accuracy: number) => `echo '{"accuracy": ${accuracy}}' > metrics.json\n`
const MAIN: Files = { [CONFIG]: model(), 'train.sh': training(0.95), '.gitignore': 'metrics.json\n' }

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()

/** What main measured, on the branch of this clone. */
function measuredOnMain(folder: string, files: Files, main = 'main'): void {
  const sha = git(folder, 'rev-parse', 'main')
  const predictions = files['predictions/iris.csv']
  const record = renderRecord({
    sha,
    measuredAt: '2026-11-21T07:00:00Z',
    metrics: [{ file: 'metrics.json', name: 'accuracy', value: { kind: 'number', value: 0.95 } }],
    params: [],
    ...(predictions !== undefined && { predictions: blobSha(Buffer.from(predictions)) }),
  })
  git(folder, 'checkout', '--quiet', '--orphan', 'serin-data')
  git(folder, 'rm', '-rfq', '.')
  writeFiles(folder, { 'history/iris/0001.jsonl': `${record}\n`, ...files })
  git(folder, 'add', 'history', ...Object.keys(files))
  git(folder, 'commit', '--quiet', '-m', 'data')
  git(folder, 'checkout', '--quiet', '-f', main)
}

let folder = ''
const evaluate = (...args: string[]) => serin(folder, ['evaluate', ...args], { PATH })

beforeEach(() => {
  folder = gitRepository(MAIN)
})

describe('serin evaluate', () => {
  it('trains, compares with what main measured and fails by the gate', () => {
    measuredOnMain(folder, {})
    writeFiles(folder, { 'train.sh': training(0.93) })
    const { stdout, status } = evaluate()
    expect(stdout).toContain('### ❌ iris: the gate fails (1 of 2 checks)')
    expect(stdout).toContain('0.95 → 0.93, worse by 0.02; asked worse by at most 0.005')
    expect(status).toBe(1)
  })

  it('passes', () => {
    measuredOnMain(folder, {})
    writeFiles(folder, { 'train.sh': training(0.96) })
    const { lines, status } = evaluate()
    expect([lines[0], status]).toEqual(['### ✅ iris: the gate passes (all 2 checks)', 0])
  })

  it('shows what the training prints beside the report', () => {
    writeFiles(folder, { 'train.sh': `echo epoch 1\n${training(0.96)}` })
    const { stdout, stderr } = evaluate()
    expect([stderr.includes('epoch 1\n'), stdout.includes('epoch 1')]).toEqual([true, false])
  })

  it('keeps tokens from the training', () => {
    writeFiles(folder, { 'train.sh': `echo "token: $GITHUB_TOKEN"\n${training(0.96)}` })
    expect(serin(folder, ['evaluate'], { PATH, GITHUB_TOKEN: 'ghs_secret' }).stderr).toContain('token: \n')
  })

  it('trains no model that the changes do not concern, and says so', () => {
    writeFiles(folder, { 'README.md': 'more\n' })
    const { stdout, stderr, status } = evaluate()
    expect([stdout, status]).toEqual(['', 0])
    expect(stderr).toContain('No file that concerns a model differs from')
  })

  it('trains one that is asked for all the same', () => {
    expect(evaluate('--model', 'iris').stdout).toContain('iris: the gate passes')
  })

  it('refuses a model that there is not', () => {
    const { stderr, status } = evaluate('--model', 'jukebox')
    expect([stderr.trim(), status]).toEqual([
      'The option `--model` names “jukebox”, which .github/serin.yml does not. Its models are iris.',
      2,
    ])
  })

  it('leaves out the training where the files are there already', () => {
    writeFiles(folder, { 'train.sh': 'exit 1\n', 'metrics.json': '{"accuracy": 0.97}' })
    expect(evaluate('--no-train').stdout).toMatch(/`accuracy`.*0\.97.*passes/)
  })

  it('judges by main’s file, and says that the own one differs', () => {
    git(folder, 'checkout', '--quiet', '-b', 'try')
    writeFiles(folder, { [CONFIG]: model().replace('0.9,', '0.1,'), 'train.sh': training(0.5) })
    const { stdout, status } = evaluate()
    expect(stdout).toContain('| `accuracy` | 0.5 | at least 0.9 | ❌ fails |')
    expect(status).toBe(1)
  })

  it('says how to get what main measured where the clone lacks it', () => {
    const { stdout } = evaluate('--model', 'iris')
    expect(stdout).toContain('git fetch --depth=1 origin +serin-data:refs/remotes/origin/serin-data')
  })

  it('says that the working tree is not the commit', () => {
    writeFiles(folder, { 'train.sh': training(0.96) })
    expect(evaluate().stdout).toContain('The working tree has changes that are in no commit.')
    git(folder, 'commit', '--quiet', '-am', 'x')
    expect(evaluate('--base', 'HEAD~1').stdout).not.toContain('in no commit')
  })

  it('compares the predictions example by example', () => {
    const rows = (wrong: number) =>
      `id,label,prediction\n${Array.from({ length: 200 }, (_, id) => `${id},a,${id < wrong ? 'b' : 'a'}\n`).join('')}`
    writeFiles(folder, { [CONFIG]: model('    predictions: predictions.csv\n') })
    git(folder, 'commit', '--quiet', '-am', 'predictions')
    measuredOnMain(folder, { 'predictions/iris.csv': rows(10) })
    writeFiles(folder, { 'train.sh': `${training(0.8)}cp all.csv predictions.csv\n`, 'all.csv': rows(40) })
    expect(evaluate().stdout).toContain('worse by 0.15, 95 % range')
  })

  it('prints JSON', () => {
    measuredOnMain(folder, {})
    writeFiles(folder, { 'train.sh': training(0.93) })
    const [found] = JSON.parse(evaluate('--json').stdout)
    expect(found).toMatchObject({
      model: 'iris',
      verdict: 'fail',
      baseline: { kind: 'measured', sha: git(folder, 'rev-parse', 'main'), exact: true },
      metrics: { accuracy: 0.93 },
      gates: [
        { check: 'min', verdict: 'pass' },
        { check: 'max-regression', verdict: 'fail' },
      ],
    })
  })

  it('ends with 2 when the training fails, and quotes its last lines', () => {
    writeFiles(folder, { 'train.sh': 'echo out of memory\nexit 3\n' })
    const { stderr, status } = evaluate()
    expect(stderr).toContain('exit code 3')
    expect(status).toBe(2)
  })

  it('says how a clone of one branch gets main and its measurements, as often as they move', () => {
    measuredOnMain(folder, {})
    const clone = `${folder}-ci`
    git(folder, 'checkout', '--quiet', '-b', 'try')
    writeFiles(folder, { 'train.sh': training(0.93) })
    git(folder, 'commit', '--quiet', '-am', 'worse')
    git(folder, 'checkout', '--quiet', 'main')
    git('/', 'clone', '--quiet', '--depth=1', '--branch=try', `file://${folder}`, clone)
    const inClone = () => serin(clone, ['evaluate'], { PATH })
    const [fetchMain = ''] = /git fetch[^`]*/.exec(inClone().stderr) ?? []
    git(clone, ...fetchMain.split(' ').slice(1))
    const [fetchData = ''] = /git fetch[^)]*/.exec(inClone().stdout) ?? []
    git(clone, ...fetchData.split(' ').slice(1))
    expect(inClone().stdout).toContain('0.95 → 0.93, worse by 0.02')
    for (const branch of ['main', 'serin-data']) {
      git(folder, 'checkout', '--quiet', '-f', branch)
      git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'more')
    }
    for (const fetch of [fetchMain, fetchData]) git(clone, ...fetch.split(' ').slice(1))
    expect(inClone().stdout).toContain('0.95 → 0.93, worse by 0.02')
  })

  it('needs main', () => {
    const { stderr, status } = evaluate('--base', 'nowhere')
    expect([stderr, status]).toEqual([expect.stringContaining('git does not know the revision `nowhere`.'), 2])
  })

  it('stops the training when it is stopped', async () => {
    writeFiles(folder, { 'train.sh': 'echo $$\nsleep 60\n' })
    const child = spawn(process.execPath, [resolve('dist/cli.js'), 'evaluate'], { cwd: folder, env: { PATH } })
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    while (!/^\d+$/m.test(said)) await sleep(20)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([2, null])
    expect(() => process.kill(Number(/^\d+$/m.exec(said)?.[0]), 0)).toThrow('ESRCH')
  })
})
