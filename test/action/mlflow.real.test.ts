import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readMlflow } from '../../action/mlflow.ts'

// What the MLflow on the PATH writes.

const TRAINING = `
import mlflow
mlflow.set_experiment("iris")
with mlflow.start_run() as parent:
    mlflow.log_params({"lr": 0.1, "model": "svm", "layers": [1, 2], "empty": ""})
    mlflow.log_metrics({"accuracy": 0.95, "diverged": float("inf"), "odd": float("nan")})
    for step in range(4):
        mlflow.log_metric("val/loss", float("nan") if step == 2 else 1 / (step + 1), step=step)
    for trial in range(2):
        with mlflow.start_run(nested=True):
            mlflow.log_metric("accuracy", trial / 10)
`

/** MLflow's program is a script of the Python that has it. */
function python(): string {
  const program = execFileSync('sh', ['-c', 'command -v mlflow'], { encoding: 'utf8' }).trim()
  return join(program, '../python')
}

function train(environment: Readonly<Record<string, string>>): { workspace: string; sha: string } {
  const workspace = mkdtempSync(join(tmpdir(), 'serin-mlflow-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: workspace, encoding: 'utf8' })
  git('init', '--quiet')
  git('commit', '--quiet', '--allow-empty', '-m', 'x')
  writeFileSync(join(workspace, 'train.py'), TRAINING)
  execFileSync(python(), ['train.py'], { cwd: workspace, env: { ...process.env, ...environment }, stdio: 'pipe' })
  return { workspace, sha: git('rev-parse', 'HEAD').trim() }
}

describe.each([
  ['the database that it writes by default', 'mlflow.db', {}],
  ['its folder', 'mlruns', { MLFLOW_TRACKING_URI: 'file:./mlruns', MLFLOW_ALLOW_FILE_STORE: 'true' }],
])('%s', (_, path, environment) => {
  let found: Awaited<ReturnType<typeof readMlflow>>
  beforeAll(async () => {
    const { workspace, sha } = train(environment)
    const cancelled = new AbortController().signal
    const place = { workspace, environment: {}, commits: [sha], cancelled }
    found = await readMlflow({ kind: 'store', path, experiment: 'iris' }, place)
    return () => rmSync(workspace, { recursive: true, force: true })
  })
  const values = (metrics: typeof found.metrics) =>
    Object.fromEntries(metrics.map(({ name, value }) => [name, value.kind === 'number' ? value.value : value.text]))

  test('has the metrics of the outermost run', () => {
    expect(values(found.metrics)).toEqual({
      accuracy: 0.95,
      diverged: 'Infinity',
      odd: 'NaN',
      'val/loss': 0.25,
      'val/loss.best': 0.25,
    })
  })

  test('has its parameters', () => {
    expect(values(found.params)).toEqual({ lr: 0.1, model: 'svm', layers: '[1, 2]', empty: 'null' })
  })

  test('has its curves, with what is no number', () => {
    expect(found.curves).toMatchObject([{ name: 'val/loss', gaps: [{ what: 'NaN', from: 2, to: 2 }] }])
  })
})
