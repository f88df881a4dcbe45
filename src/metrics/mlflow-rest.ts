import { UserError } from '../errors.ts'
import { isList, isObject, type JsonObject, numberIn } from './formats/json-part.ts'
import { type JsonValue, readJson } from './formats/json-text.ts'
import { COMMIT_TAG, type LoggedValue, PARENT_TAG } from './mlflow.ts'

/**
 * The tracking server's REST API, version 2.0, as texts: what to ask, and what the answers mean. Nothing here sends.
 * https://mlflow.org/docs/latest/rest-api.html
 */
export interface MlflowRequest {
  readonly method: 'GET' | 'POST'
  /** After the tracking server's address. */
  readonly path: string
  readonly body?: string
}

const API = '/api/2.0/mlflow'
/** The most that the server allows for one page. */
const HISTORY_PAGE = 25_000

export function experimentRequest(name: string): MlflowRequest {
  return { method: 'GET', path: `${API}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}` }
}

/** The newest run that is tagged with the commit. `commit` is a full sha. */
export function runSearchRequest(experimentId: string, commit: string): MlflowRequest {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`${commit} is no commit`)
  const body = {
    experiment_ids: [experimentId],
    filter: `tags.\`${COMMIT_TAG}\` = '${commit}'`,
    run_view_type: 'ACTIVE_ONLY',
    max_results: 1,
    order_by: ['attributes.start_time DESC'],
  }
  return { method: 'POST', path: `${API}/runs/search`, body: JSON.stringify(body) }
}

export function runRequest(runId: string): MlflowRequest {
  return { method: 'GET', path: `${API}/runs/get?run_id=${encodeURIComponent(runId)}` }
}

export function historyRequest(runId: string, metric: string, pageToken: string | undefined): MlflowRequest {
  const query = new URLSearchParams({ run_id: runId, metric_key: metric, max_results: String(HISTORY_PAGE) })
  if (pageToken !== undefined) query.set('page_token', pageToken)
  return { method: 'GET', path: `${API}/metrics/get-history?${query}` }
}

/** A run as `runs/get` and `runs/search` give it: the last value of each metric. */
export interface ServedRun {
  readonly id: string
  readonly last: ReadonlyMap<string, LoggedValue>
  readonly params: ReadonlyMap<string, string>
  /** The id of the run in which it is nested. */
  readonly parent: string | undefined
}

/** The id in an answer of `experiments/get-by-name`. Like the other readers it throws UserError for any other answer. */
export function experimentIdIn(answer: string, server: string): string {
  const experiment = objectIn(answer, server).get('experiment')
  const id = isObject(experiment) ? experiment.get('experiment_id') : undefined
  if (typeof id !== 'string') throw strange(server, 'experiment')
  return id
}

/** The run in an answer of `runs/get`, the first one in an answer of `runs/search`; undefined when that found none. */
export function runIn(answer: string, server: string): ServedRun | undefined {
  const document = objectIn(answer, server)
  const runs = document.get('runs')
  const run = document.get('run') ?? (isList(runs) ? runs[0] : undefined)
  if (run === undefined) return undefined
  const info = isObject(run) ? run.get('info') : undefined
  const data = isObject(run) ? run.get('data') : undefined
  const id = isObject(info) ? (info.get('run_id') ?? info.get('run_uuid')) : undefined
  if (typeof id !== 'string') throw strange(server, 'run')
  return {
    id,
    last: new Map(itemsOf(data, 'metrics').map((item) => [textOf(item, 'key'), loggedIn(item, server)])),
    params: new Map(itemsOf(data, 'params').map((item) => [textOf(item, 'key'), textOf(item, 'value')])),
    parent: itemsOf(data, 'tags').flatMap((item) => (item.get('key') === PARENT_TAG ? [textOf(item, 'value')] : []))[0],
  }
}

/** One page of `metrics/get-history`. */
export function historyIn(
  answer: string,
  server: string,
): { readonly values: readonly LoggedValue[]; readonly nextPage: string | undefined } {
  const document = objectIn(answer, server)
  const values = itemsOf(document, 'metrics').map((item) => loggedIn(item, server))
  return { values, nextPage: textOf(document, 'next_page_token') || undefined }
}

/** The server's own sentence in an answer that is an error. */
export function complaintIn(answer: string, server: string): string | undefined {
  if (!answer.trimStart().startsWith('{')) return undefined
  const message = objectIn(answer, server).get('message')
  return typeof message === 'string' ? message.slice(0, 300) : undefined
}

function objectIn(answer: string, server: string): JsonObject {
  const document = readJson(answer, server)
  if (!isObject(document)) throw strange(server, 'object')
  return document
}

function itemsOf(node: JsonValue | undefined, key: string): readonly JsonObject[] {
  const items = isObject(node) ? node.get(key) : undefined
  return isList(items) ? items.filter(isObject) : []
}

function textOf(item: JsonObject, key: string): string {
  const text = item.get(key)
  return typeof text === 'string' ? text : ''
}

/** Protocol Buffers leave zeros out. */
function loggedIn(item: JsonObject, server: string): LoggedValue {
  const number = (key: string): number => numberIn(item.get(key) ?? 0) ?? Number.NaN
  const [value, step, timestamp] = [number('value'), number('step'), number('timestamp')]
  if (Number.isNaN(step) || Number.isNaN(timestamp)) throw strange(server, 'metric')
  return { value, step, timestamp }
}

function strange(server: string, part: string): UserError {
  return new UserError(`The answer of this MLflow server holds no ${part} where it should.`, {
    place: { file: server },
    fix: 'Check `tracking-uri`: it is the address that MLFLOW_TRACKING_URI has, without /api.',
  })
}
