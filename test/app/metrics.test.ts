import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../app/metrics.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')

function metricsOf(numbers = {}) {
  return createMetrics(
    async () => ({ waiting: 2, leased: 1, done: 7, dead: 0, ...numbers }),
    () => NOW,
  )
}

/** What Prometheus reads, without what the process itself is like. */
async function lines(metrics: ReturnType<typeof createMetrics>): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith('serin_'))
}

describe('the metrics tell', () => {
  test('the jobs by state, and how long the oldest has waited', async () => {
    expect(await lines(metricsOf({ oldest: NOW - 90_000 }))).toEqual(
      expect.arrayContaining([
        'serin_jobs{state="waiting"} 2',
        'serin_jobs{state="leased"} 1',
        'serin_jobs{state="done"} 7',
        'serin_jobs{state="dead"} 0',
        'serin_oldest_job_age_seconds 90',
      ]),
    )
    expect(await lines(metricsOf())).toContain('serin_oldest_job_age_seconds 0')
  })

  test('commands by name, outcome and reason', async () => {
    const metrics = metricsOf()
    metrics.command('canary', 'refused', 'not-evaluated')
    metrics.command('canary', 'changed', undefined)
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'serin_commands_total{command="canary",outcome="refused",reason_code="not-evaluated"} 1',
        'serin_commands_total{command="canary",outcome="changed",reason_code="none"} 1',
      ]),
    )
  })

  test('no word that somebody made up', async () => {
    const metrics = metricsOf()
    metrics.command('acme/iris', 'x"} 1\n', 'Evil')
    expect(await lines(metrics)).toContain(
      'serin_commands_total{command="other",outcome="other",reason_code="other"} 1',
    )
  })

  test('requests to GitHub by class, and the lowest rate limit until it starts anew', async () => {
    const metrics = metricsOf()
    const call = (left: number, reset: number, resource = 'core') =>
      metrics.gitHubCall({
        status: 200,
        headers: {
          'x-ratelimit-remaining': String(left),
          'x-ratelimit-reset': reset,
          'x-ratelimit-resource': resource,
        },
      })
    call(100, 10)
    call(4_000, 10)
    metrics.gitHubCall({ status: undefined, headers: {} })
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'serin_github_requests_total{status="2xx"} 2',
        'serin_github_requests_total{status="none"} 1',
        'serin_github_rate_limit_remaining{resource="core"} 100',
      ]),
    )
    call(4_999, 20)
    call(7, 20, 'made_up')
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'serin_github_rate_limit_remaining{resource="core"} 4999',
        'serin_github_rate_limit_remaining{resource="other"} 7',
      ]),
    )
  })

  test('how long things take', async () => {
    const metrics = metricsOf()
    metrics.acknowledged(0.02)
    metrics.jobDone('comment', 3)
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'serin_webhook_ack_seconds_bucket{le="0.025"} 1',
        'serin_webhook_ack_seconds_bucket{le="0.01"} 0',
        'serin_job_seconds_bucket{le="4",kind="comment"} 1',
      ]),
    )
  })
})

describe('only what there is is watched by', () => {
  const rules: { groups: { rules: { alert: string; expr: string }[] }[] } = parse(
    readFileSync('app/deploy/alerts.yaml', 'utf8'),
  )
  const dashboard: { panels: { title: string; targets: { expr: string }[] }[] } = JSON.parse(
    readFileSync('app/deploy/dashboard.json', 'utf8'),
  )
  test.each([
    ...rules.groups.flatMap((group) => group.rules.map(({ alert, expr }) => [alert, expr] as const)),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ])('%s', async (_, expr) => {
    const text = await metricsOf().text()
    const names = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    )
    const used = expr.match(/\b(serin|process|nodejs)_\w+/g) ?? []
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((name) => !names.includes(name))).toEqual([])
  })
})
