import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type MlflowPlace, readMlflow } from '../../action/mlflow.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SHA = 'a'.repeat(40)
const MERGE = 'b'.repeat(40)

const at = (place: Partial<MlflowPlace>): MlflowPlace => ({
  workspace: '/',
  environment: {},
  commits: [SHA],
  cancelled: new AbortController().signal,
  ...place,
})

const shown = (metrics: Awaited<ReturnType<typeof readMlflow>>['metrics']) =>
  metrics.map(({ file, name, value }) => [file, name, value.kind === 'number' ? value.value : value.text])

describe('a folder of runs', () => {
  const meta = (start: number) => `run_id: r\nlifecycle_stage: active\nstart_time: ${start}\n`
  const files = {
    'mlruns/0/meta.yaml': 'name: Default\nlifecycle_stage: active\n',
    'mlruns/1/meta.yaml': 'name: iris\nlifecycle_stage: active\n',
    'mlruns/1/old/meta.yaml': meta(1),
    'mlruns/1/old/metrics/f1': '1 0.1 0\n',
    'mlruns/1/new/meta.yaml': meta(2),
    'mlruns/1/new/metrics/f1': '1 0.9 0\n',
    'mlruns/1/new/metrics/val/loss': '1 0.5 0\n2 0.4 1\n',
    'mlruns/1/new/params/lr': '0.1',
  }
  const store = { kind: 'store', path: 'mlruns' } as const

  test('gives the metrics, parameters and curves of the newest', async () => {
    const found = await readMlflow(store, at({ workspace: temporaryFolder(files) }))
    expect(shown(found.metrics)).toEqual([
      ['mlruns', 'f1', 0.9],
      ['mlruns', 'val/loss', 0.4],
      ['mlruns', 'val/loss.best', 0.4],
    ])
    expect(shown(found.params)).toEqual([['mlruns', 'lr', 0.1]])
    expect(found.curves.map(({ name }) => name)).toEqual(['val/loss'])
  })

  test('that is not there is a mistake', async () => {
    await expect(readMlflow(store, at({ workspace: temporaryFolder({}) }))).rejects.toThrow('no run of MLflow')
  })
})

// The tables and columns of MLflow 2 and 3 that are read.
const DATABASE = `
  CREATE TABLE experiments (experiment_id INTEGER, name TEXT, lifecycle_stage TEXT);
  CREATE TABLE runs (run_uuid TEXT, start_time BIGINT, lifecycle_stage TEXT, experiment_id INTEGER);
  CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
  CREATE TABLE metrics (key TEXT, value FLOAT, timestamp BIGINT, run_uuid TEXT, step BIGINT, is_nan BOOLEAN);
  CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);`

describe('a database', () => {
  const store = { kind: 'store', path: 'mlflow.db' } as const
  const holding = (sql: string) => {
    const workspace = temporaryFolder({})
    const database = new DatabaseSync(join(workspace, 'mlflow.db'))
    database.exec(DATABASE + sql)
    database.close()
    return at({ workspace })
  }
  const RUNS = `
    INSERT INTO experiments VALUES (1, 'iris', 'active'), (2, 'old', 'deleted');
    INSERT INTO runs VALUES ('r1', 1, 'active', 1), ('r2', 2, 'active', 1), ('child', 3, 'active', 1),
      ('gone', 4, 'deleted', 1), ('other', 5, 'active', 2);
    INSERT INTO tags VALUES ('mlflow.parentRunId', 'r2', 'child');
    INSERT INTO metrics VALUES ('loss', 0.5, 1, 'r2', 0, 0), ('loss', 0, 2, 'r2', 1, 1), ('loss', 0.4, 3, 'r2', 2, 0),
      ('top', 1.7976931348623157e308, 1, 'r2', 0, 0), ('loss', 9, 1, 'r1', 0, 0), ('loss', 8, 1, 'child', 0, 0);
    INSERT INTO params VALUES ('lr', '0.1', 'r2');`

  test('gives the outermost run of the newest', async () => {
    const found = await readMlflow(store, holding(RUNS))
    expect(shown(found.metrics)).toEqual([
      ['mlflow.db', 'loss', 0.4],
      ['mlflow.db', 'loss.best', 0.4],
      ['mlflow.db', 'top', 'Infinity'],
    ])
    expect(shown(found.params)).toEqual([['mlflow.db', 'lr', 0.1]])
    expect(found.curves).toMatchObject([{ name: 'loss', gaps: [{ what: 'NaN', from: 1, to: 1 }] }])
  })

  test('gives the run of the commit', async () => {
    const tagged = `${RUNS} INSERT INTO tags VALUES ('mlflow.source.git.commit', '${SHA}', 'r1');`
    expect(shown((await readMlflow(store, holding(tagged))).metrics)).toEqual([['mlflow.db', 'loss', 9]])
  })

  test.each([
    ['no runs', () => holding(''), 'no run in this database'],
    ['other tables', () => at({ workspace: temporaryFolder({ 'mlflow.db': '' }) }), 'cannot be read (no such table'],
    ['no database', () => at({ workspace: temporaryFolder({ 'mlflow.db': 'x'.repeat(200) }) }), 'not a database'],
    ['no file', () => at({ workspace: temporaryFolder({}) }), 'No metrics file matches `mlflow.db`'],
  ])('with %s is a mistake', async (_, place, what) => {
    await expect(readMlflow(store, place())).rejects.toThrow(what)
  })
})

type Answer = { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> }

/** A tracking server that answers by path; every request is kept. */
async function startServer(answers: (path: string, body: string) => Answer | undefined) {
  const requests: { path: string; authorization: string | undefined }[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = (await Array.fromAsync(request)).join('')
    const path = request.url ?? ''
    requests.push({ path, authorization: request.headers.authorization })
    const answer = answers(path, body) ?? { status: 404, body: { error_code: 'X', message: `nothing at ${path}` } }
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

describe('a tracking server', () => {
  const run = {
    info: { run_id: 'r1' },
    data: {
      metrics: [
        { key: 'loss', value: 0.3, timestamp: 3, step: 2 },
        { key: 'acc', value: 'NaN', timestamp: 1, step: 0 },
      ],
      params: [{ key: 'lr', value: '0.1' }],
    },
  }
  const point = (value: number, step: number) => ({ key: 'loss', value, step, timestamp: step + 1 })
  const usual = (path: string, body: string): Answer | undefined => {
    if (path.includes('get-by-name')) return { body: { experiment: { experiment_id: '1' } } }
    if (path.includes('runs/search')) return { body: body.includes(SHA) ? { runs: [run] } : {} }
    if (path.includes('runs/get')) return { body: { run } }
    if (path.includes('page_token=p2')) return { body: { metrics: [point(0.2, 1), point(0.3, 2)] } }
    if (path.includes('get-history')) return { body: { metrics: [point(0.5, 0)], next_page_token: 'p2' } }
    return undefined
  }
  const experiment = (trackingUri: string) =>
    ({ kind: 'server', trackingUri, wanted: { kind: 'experiment', experiment: 'iris' } }) as const

  test('gives the run of the commit, with every page of its histories', async () => {
    const { url } = await startServer(usual)
    const found = await readMlflow(experiment(url), at({ commits: [MERGE, SHA] }))
    expect(shown(found.metrics)).toEqual([
      ['mlflow', 'loss', 0.3],
      ['mlflow', 'loss.best', 0.2],
      ['mlflow', 'acc', 'NaN'],
    ])
    expect(shown(found.params)).toEqual([['mlflow', 'lr', 0.1]])
    expect(found.curves[0]?.points).toEqual([
      { step: 0, value: 0.5 },
      { step: 1, value: 0.2 },
      { step: 2, value: 0.3 },
    ])
  })

  test('is asked for no history of a single value', async () => {
    const { url, requests } = await startServer(usual)
    await readMlflow(experiment(url), at({}))
    expect(requests.filter(({ path }) => path.includes('metric_key=acc'))).toEqual([])
  })

  test('gives the run that is asked for', async () => {
    const { url, requests } = await startServer(usual)
    const wanted = { kind: 'run', runId: 'r1' } as const
    expect((await readMlflow({ kind: 'server', trackingUri: url, wanted }, at({}))).metrics).toHaveLength(3)
    expect(requests[0]?.path).toBe('/api/2.0/mlflow/runs/get?run_id=r1')
  })

  test('gives the outermost of nested runs', async () => {
    const child = { info: { run_id: 'c' }, data: { tags: [{ key: 'mlflow.parentRunId', value: 'r1' }] } }
    const nested = (path: string, body: string) =>
      path.includes('runs/search') ? { body: { runs: [child] } } : usual(path, body)
    const { url, requests } = await startServer(nested)
    expect((await readMlflow(experiment(url), at({}))).metrics).toHaveLength(3)
    expect(requests.map(({ path }) => path)).toContain('/api/2.0/mlflow/runs/get?run_id=r1')
  })

  test('without a run of the commit gives no other one', async () => {
    const { url } = await startServer(usual)
    await expect(readMlflow(experiment(url), at({ commits: [MERGE] }))).rejects.toThrow('no run of the commit bbbbbbb')
  })

  test.each([
    [{ MLFLOW_TRACKING_TOKEN: 't' }, 'Bearer t'],
    [{ MLFLOW_TRACKING_USERNAME: 'u', MLFLOW_TRACKING_PASSWORD: 'p' }, 'Basic dTpw'],
    [{}, undefined],
  ])('is told who asks: %j', async (environment, authorization) => {
    const { url, requests } = await startServer(usual)
    await readMlflow(experiment(url), at({ environment }))
    expect(requests.map((request) => request.authorization)).toEqual(requests.map(() => authorization))
  })

  test.each([
    [{ status: 404, body: { message: 'Could not find experiment' } }, /404: Could not find experiment.*experiment/],
    [{ status: 401, body: 'no' }, /401: no reason given.*MLFLOW_TRACKING_TOKEN/],
    [{ status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, /302.*tracking-uri/],
    [{ body: '<html>' }, /not JSON/],
    [{ body: '{}' }, /holds no experiment/],
  ])('that answers %j is a mistake with its reason', async (answer, message) => {
    const { url } = await startServer(() => answer)
    await expect(readMlflow(experiment(url), at({}))).rejects.toThrow(message)
  })

  test('that is not there is a mistake', async () => {
    await expect(readMlflow(experiment('http://127.0.0.1:1'), at({}))).rejects.toThrow('127.0.0.1:1 cannot be reached')
  })
})
