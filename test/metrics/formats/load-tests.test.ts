import { describe, expect, test } from 'vitest'
import { mistakeIn, read } from './findings.ts'

describe("vegeta's report", () => {
  const report = {
    latencies: { total: 237119463, mean: 2371194, '50th': 2854306, '99th': 3530000, max: 3660505 },
    bytes_in: { total: 606700, mean: 6067 },
    bytes_out: { total: 0, mean: 0 },
    earliest: '2026-09-19T14:45:50.645818631+02:00',
    latest: '2026-09-19T14:45:51.635818575+02:00',
    end: '2026-09-19T14:45:51.639325797+02:00',
    duration: 989999944,
    wait: 3507222,
    requests: 100,
    rate: 101.01,
    throughput: 100.65,
    success: 0.99,
    status_codes: { '200': 99, '500': 1 },
    errors: ['500 Internal Server Error'],
  }

  test('as JSON keeps its numbers, durations in nanoseconds', () => {
    expect(read('report.json', JSON.stringify(report)).metrics).toEqual([
      ['latencies.total', 237119463, 'ns'],
      ['latencies.mean', 2371194, 'ns'],
      ['latencies.50th', 2854306, 'ns'],
      ['latencies.99th', 3530000, 'ns'],
      ['latencies.max', 3660505, 'ns'],
      ['bytes_in.total', 606700, 'bytes'],
      ['bytes_in.mean', 6067, 'bytes'],
      ['bytes_out.total', 0, 'bytes'],
      ['bytes_out.mean', 0, 'bytes'],
      ['duration', 989999944, 'ns'],
      ['wait', 3507222, 'ns'],
      ['requests', 100],
      ['rate', 101.01, 'requests/s'],
      ['throughput', 100.65, 'requests/s'],
      ['success', 0.99, 'percent'],
      ['status_codes.200', 99],
      ['status_codes.500', 1],
      ['errors.0', '500 Internal Server Error'],
    ])
  })

  const text = `Requests      [total, rate, throughput]         1200, 120.00, 65.87
Duration      [total, attack, wait]             10.094965987s, 9.949883921s, 145.082066ms
Latencies     [min, mean, 50, 90, 95, 99, max]  90.438µs, 113.172398ms, 108.272568ms, 120ms, 140ms, 247ms, 1m0.5s
Bytes In      [total, mean]                     3714690, 3095.57
Bytes Out     [total, mean]                     0, 0.00
Success       [ratio]                           55.42%
Status Codes  [code:count]                      0:535  200:665  
Error Set:
Get "http://localhost:6060": dial tcp 127.0.0.1:6060: connection refused
`

  test('as text has the same names, numbers and units', () => {
    expect(read('report.txt', text).metrics).toEqual([
      ['requests', 1200],
      ['rate', 120, 'requests/s'],
      ['throughput', 65.87, 'requests/s'],
      ['duration', 9949883921, 'ns'],
      ['wait', 145082066, 'ns'],
      ['latencies.min', 90438, 'ns'],
      ['latencies.mean', 113172398, 'ns'],
      ['latencies.50th', 108272568, 'ns'],
      ['latencies.90th', 120_000_000, 'ns'],
      ['latencies.95th', 140_000_000, 'ns'],
      ['latencies.99th', 247_000_000, 'ns'],
      ['latencies.max', 60_500_000_000, 'ns'],
      ['bytes_in.total', 3714690, 'bytes'],
      ['bytes_in.mean', 3095.57, 'bytes'],
      ['bytes_out.total', 0, 'bytes'],
      ['bytes_out.mean', 0, 'bytes'],
      ['success', 0.5542, 'percent'],
      ['status_codes.0', 535],
      ['status_codes.200', 665],
      ['errors.0', 'Get "http://localhost:6060": dial tcp 127.0.0.1:6060: connection refused'],
    ])
  })

  test('as text of an older version has fewer columns', () => {
    const old = 'Requests\t[total, rate]\t10, 5.00\nLatencies\t[mean, 50, 95, 99, max]\t1ms, 2ms, 3ms, 4ms, 1h2m3s\n'
    expect(read('vegeta', old).metrics).toEqual([
      ['requests', 10],
      ['rate', 5, 'requests/s'],
      ['latencies.mean', 1e6, 'ns'],
      ['latencies.50th', 2e6, 'ns'],
      ['latencies.95th', 3e6, 'ns'],
      ['latencies.99th', 4e6, 'ns'],
      ['latencies.max', 3_723e9, 'ns'],
    ])
  })

  test('as text with a foreign line is refused there', () => {
    expect(mistakeIn('r.txt', text.replace('Bytes In', 'bytes')).place).toMatchObject({ file: 'r.txt', line: 4 })
  })

  test('asked for in vain is refused', () => {
    expect(mistakeIn('m.json', '{"f1": 1}', 'vegeta').what).toContain('vegeta')
    expect(mistakeIn('m.txt', 'f1: 1', 'vegeta-text').what).toContain('vegeta')
  })
})

describe("Locust's statistics", () => {
  const header =
    'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,' +
    'Average Content Size,Requests/s,Failures/s,50%,95%,99.9%,100%'
  const csv = `${header}
GET,"/predict, v1",10,1,4,5.5,2.5,42,2,5,0.5,4,7,42,42
,Aggregated,10,1,4,5.5,2.5,42,2,5,0.5,4,7,42,42
`
  const oneEndpoint = (label: string) => [
    [`${label}.requests`, 10],
    [`${label}.failures`, 1],
    [`${label}.failure_ratio`, 0.1, 'percent'],
    [`${label}.requests_per_second`, 5, 'requests/s'],
    [`${label}.failures_per_second`, 0.5, 'requests/s'],
    [`${label}.response_time.mean`, 5.5, 'ms'],
    [`${label}.response_time.min`, 2.5, 'ms'],
    [`${label}.response_time.max`, 42, 'ms'],
  ]

  test('as CSV have one group of metrics per endpoint and one for all', () => {
    const percentiles = (label: string) => [
      [`${label}.response_time.p50`, 4, 'ms'],
      [`${label}.response_time.p95`, 7, 'ms'],
      [`${label}.response_time.p99.9`, 42, 'ms'],
      [`${label}.content_size.mean`, 2, 'bytes'],
    ]
    expect(read('load_stats.csv', csv).metrics).toEqual(
      ['GET /predict, v1', 'Aggregated'].flatMap((label) => [...oneEndpoint(label), ...percentiles(label)]),
    )
  })

  const entry = {
    name: '/predict, v1',
    method: 'GET',
    last_request_timestamp: 102,
    start_time: 100,
    num_requests: 10,
    num_none_requests: 0,
    num_failures: 1,
    total_response_time: 55,
    max_response_time: 42,
    min_response_time: 2.5,
    total_content_length: 20,
    response_times: { '42': 1, '4': 6, '3': 3 },
    num_reqs_per_sec: { '100': 5, '101': 5 },
    num_fail_per_sec: {},
  }

  test('as JSON have the names and numbers of the CSV', () => {
    const { metrics } = read('load.json', JSON.stringify([entry]))
    expect(metrics.slice(0, 8)).toEqual(oneEndpoint('GET /predict, v1'))
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.p50', 4, 'ms'])
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.p80', 4, 'ms'])
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.p90', 42, 'ms'])
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.p99.99', 42, 'ms'])
    expect(metrics).toContainEqual(['GET /predict, v1.content_size.mean', 2, 'bytes'])
  })

  test('as JSON are summed up for all endpoints', () => {
    const other = { ...entry, method: 'POST', start_time: 99, max_response_time: 50, response_times: { '10': 10 } }
    const { metrics } = read('load.json', JSON.stringify([entry, other]))
    expect(metrics).toContainEqual(['Aggregated.requests', 20])
    expect(metrics).toContainEqual(['Aggregated.response_time.max', 50, 'ms'])
    expect(metrics).toContainEqual(['Aggregated.response_time.p50', 10, 'ms'])
    expect(metrics).toContainEqual(['Aggregated.requests_per_second', 20 / 3, 'requests/s'])
  })

  test('without requests have no means, and say so', () => {
    const none = csv.replace('10,1,4,5.5,2.5,42,2,5,0.5,4,7,42,42\n,', '0,0,0,,,,,0,0,N/A,N/A,N/A,N/A\n,')
    const { metrics } = read('load_stats.csv', none)
    expect(metrics).toContainEqual(['GET /predict, v1.failure_ratio', 'NaN', 'percent'])
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.mean', 'NaN', 'ms'])
    expect(metrics).toContainEqual(['GET /predict, v1.response_time.p50', 'N/A', 'ms'])
  })

  test('of the history are curves of the whole run', () => {
    const history = `Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,99%
1795249650,0,,Aggregated,0.0,0.0,N/A,N/A,N/A
1795249651,3,GET,/predict,9,0,9,9,9
1795249651,3,,Aggregated,42.5,1.0,4,7,42
`
    const { metrics, curves } = read('load_stats_history.csv', history)
    expect(metrics).toEqual([])
    expect(curves.map(({ name }) => name)).toEqual([
      'Aggregated.users',
      'Aggregated.requests_per_second',
      'Aggregated.failures_per_second',
      'Aggregated.response_time.p50',
      'Aggregated.response_time.p95',
      'Aggregated.response_time.p99',
    ])
    expect(curves[1]?.points).toEqual([
      { step: 0, value: 0 },
      { step: 1, value: 42.5 },
    ])
    expect(curves[3]?.points).toEqual([{ step: 1, value: 4 }])
  })

  test('of failures and exceptions count each message', () => {
    const failures = 'Method,Name,Error,Occurrences,First Seen,Last Seen\nGET,/bad,"HTTPError(\'500, oh\')",52,a,b\n'
    expect(read('load_failures.csv', failures).metrics).toEqual([["failures.GET /bad: HTTPError('500, oh')", 52]])
    expect(read('load_exceptions.csv', 'Count,Message,Traceback,Nodes\n3,boom,"a\nb",local\n').metrics).toEqual([
      ['exceptions.boom', 3],
    ])
    expect(read('load_exceptions.csv', 'Count,Message,Traceback,Nodes\n').metrics).toEqual([])
  })

  test('asked for in vain are refused', () => {
    expect(mistakeIn('m.json', '{"f1": 1}', 'locust').what).toContain('locust')
    expect(mistakeIn('m.csv', 'a,b\n1,2\n', 'locust-csv').what).toContain('locust')
  })
})
