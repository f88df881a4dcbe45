import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { useAppWorld } from './world.ts'

const DEPLOY = join(import.meta.dirname, '../../app/deploy')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('promtool finds nothing wrong with the alerts', () => {
  expect(execFileSync('promtool', ['check', 'rules', join(DEPLOY, 'alerts.yaml')], { encoding: 'utf8' })).toContain(
    'SUCCESS: 10 rules found',
  )
})

describe('Prometheus', () => {
  const world = useAppWorld()
  let prometheus: ChildProcess
  let url: string

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'serin-prometheus-'))
    const config = {
      global: { scrape_interval: '200ms', evaluation_interval: '200ms' },
      rule_files: [join(DEPLOY, 'alerts.yaml')],
      scrape_configs: [{ job_name: 'serin', static_configs: [{ targets: [new URL(world.app.url).host] }] }],
    }
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const flags = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`]
    prometheus = spawn('prometheus', [...flags, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' })
  })
  afterAll(async () => {
    const ended = once(prometheus, 'exit')
    prometheus.kill()
    await ended
  })

  async function query(expr: string): Promise<readonly { metric: Record<string, string>; value: [number, string] }[]> {
    const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expr })}`)
    const { status, data, error } = (await answer.json()) as { status: string; error?: string; data: { result: [] } }
    if (status !== 'success') throw new Error(`${expr}: ${error}`)
    return data.result
  }

  test('reads what the app has done', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/status')
    const done = async () => {
      const [first] = await query('serin_deliveries_total{event="issue_comment",outcome="stored"}').catch(() => [])
      return first?.value[1]
    }
    await expect.poll(done, { timeout: 30_000, interval: 200 }).toBe('1')
    expect((await query('serin_jobs{state="done"}'))[0]?.value[1]).toBe('1')
    expect((await query('serin_job_seconds_count{kind="comment"}'))[0]?.value[1]).toBe('1')
    expect(Number((await query('sum(serin_github_requests_total{status="2xx"})'))[0]?.value[1])).toBeGreaterThan(5)
  })

  test('understands every question of the alerts and the dashboard', async () => {
    const rules = parse(readFileSync(join(DEPLOY, 'alerts.yaml'), 'utf8'))
    const dashboard = JSON.parse(readFileSync(join(DEPLOY, 'dashboard.json'), 'utf8'))
    const exprs: string[] = [
      ...rules.groups.flatMap((group: { rules: { expr: string }[] }) => group.rules.map(({ expr }) => expr)),
      ...dashboard.panels.flatMap((panel: { targets: { expr: string }[] }) => panel.targets.map(({ expr }) => expr)),
    ]
    for (const expr of exprs) await query(expr.replaceAll('$__rate_interval', '1m'))
  })

  test('has no alert of an app that does its work', async () => {
    const answer = await fetch(`${url}/api/v1/alerts`)
    const { data } = (await answer.json()) as { data: { alerts: { labels: { alertname: string } }[] } }
    expect(data.alerts.map(({ labels }) => labels.alertname)).toEqual([])
  })

  test('finds the names as they should be', async () => {
    const text = await (await fetch(`${world.app.url}/metrics`)).text()
    const own = text.split('\n').filter((line) => /^(# \w+ )?serin_/.test(line))
    const input = `${own.join('\n')}\n`
    expect(execFileSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' })).toBe('')
  })
})
