import { describe, expect, test } from 'vitest'
import {
  complaintIn,
  experimentIdIn,
  experimentRequest,
  historyIn,
  historyRequest,
  runIn,
  runSearchRequest,
} from '../../src/metrics/mlflow-rest.ts'

const SERVER = 'https://mlflow.example.org'
const SHA = 'a'.repeat(40)

describe('a request', () => {
  test('names an experiment with any characters', () => {
    expect(experimentRequest('a b&c').path).toBe('/api/2.0/mlflow/experiments/get-by-name?experiment_name=a%20b%26c')
  })

  test('searches the newest run of a commit', () => {
    expect(JSON.parse(runSearchRequest('1', SHA).body ?? '')).toEqual({
      experiment_ids: ['1'],
      filter: `tags.\`mlflow.source.git.commit\` = '${SHA}'`,
      run_view_type: 'ACTIVE_ONLY',
      max_results: 1,
      order_by: ['attributes.start_time DESC'],
    })
  })

  test('takes nothing but a commit into its filter', () => {
    expect(() => runSearchRequest('1', "x' OR 1 = 1")).toThrow('no commit')
  })

  test('asks for the next page of a history', () => {
    expect(historyRequest('r', 'val/loss', 'p=').path).toContain(
      'metric_key=val%2Floss&max_results=25000&page_token=p%3D',
    )
  })
})

describe('an answer', () => {
  const run = {
    info: { run_id: 'r1', status: 'FINISHED' },
    data: {
      metrics: [
        { key: 'val/loss', value: 0.25, timestamp: 1795250138302, step: 1 },
        { key: 'acc', value: 'NaN', timestamp: '1795250138391', step: '0' },
        { key: 'zero' },
      ],
      params: [{ key: 'lr', value: '0.1' }],
    },
  }

  test.each([
    ['runs/get', { run }],
    ['runs/search', { runs: [run] }],
  ])('of %s is a run', (_, answer) => {
    const found = runIn(JSON.stringify(answer), SERVER)
    expect(found?.id).toBe('r1')
    expect([...(found?.last ?? [])]).toEqual([
      ['val/loss', { value: 0.25, step: 1, timestamp: 1795250138302 }],
      ['acc', { value: Number.NaN, step: 0, timestamp: 1795250138391 }],
      ['zero', { value: 0, step: 0, timestamp: 0 }],
    ])
    expect([...(found?.params ?? [])]).toEqual([['lr', '0.1']])
  })

  test('of runs/search may be empty', () => {
    expect(runIn('{}', SERVER)).toBeUndefined()
  })

  test('of get-by-name has the id', () => {
    expect(experimentIdIn('{"experiment": {"experiment_id": "7"}}', SERVER)).toBe('7')
  })

  test('of get-history has values and the next page', () => {
    const metrics = [{ key: 'x', value: 1, timestamp: 2, step: 3 }]
    expect(historyIn(JSON.stringify({ metrics, next_page_token: 'p' }), SERVER)).toEqual({
      values: [{ value: 1, timestamp: 2, step: 3 }],
      nextPage: 'p',
    })
    expect(historyIn('{}', SERVER)).toEqual({ values: [], nextPage: undefined })
  })

  test.each(['<html>', '[]', '{"experiment": 1}', '{"run": {}}'])('%s is told to be strange', (answer) => {
    expect(() => experimentIdIn(answer, SERVER)).toThrow(SERVER)
  })

  test('with an error has the reason of the server', () => {
    expect(complaintIn('{"error_code": "X", "message": "no such run"}', SERVER)).toBe('no such run')
    expect(complaintIn('<html>', SERVER)).toBeUndefined()
  })
})
