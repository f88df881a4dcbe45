import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ForwardProxy, startProxy } from '../proxy/proxy.ts'
import { endRun, evaluateFork, publish } from './fork-world.ts'
import { CONFIG, modelConfig, type Pull, startWorld, type World, worldOfThisTest } from './world.ts'

/** Known to the proxy alone. */
const HOST = 'github.test'

let world: World
let proxy: ForwardProxy
let pull: Pull
beforeAll(async () => {
  world = await startWorld()
  proxy = await startProxy({ [HOST]: Number(new URL(world.github.url).port) })
  pull = await world.openPull()
})
afterAll(async () => {
  await proxy.stop()
  await world.stop()
})

const behind = () => {
  const { github } = world
  const outside = (url: string) => url.replace(/^http:\/\/[^/]+/, `http://${HOST}`)
  return {
    GITHUB_API_URL: outside(github.apiUrl),
    GITHUB_GRAPHQL_URL: outside(github.graphqlUrl),
    http_proxy: proxy.url,
  }
}

it('everything that is asked of GitHub goes through the proxy', async () => {
  const result = await world.runOn({ pullRequest: pull.number }, { env: behind() })
  expect([result.conclusion, result.annotations]).toEqual(['success', []])
  expect(await world.reports(pull)).toHaveLength(1)
  expect(proxy.seen.length).toBeGreaterThan(0)
  expect(proxy.seen.every((request) => request.includes(HOST))).toBe(true)
})

it('hosts in NO_PROXY are asked directly', async () => {
  const before = proxy.seen.length
  const result = await world.runOn({ pullRequest: pull.number }, { env: { ...behind(), no_proxy: HOST } })
  expect(result.conclusion).toBe('failure')
  expect(proxy.seen).toHaveLength(before)
})

it('an MLflow server is asked through the proxy too', async () => {
  const metrics = 'metrics: [{ mlflow: { tracking-uri: "http://mlflow.test", experiment: iris } }]'
  const other = await worldOfThisTest({ model: { [CONFIG]: modelConfig(metrics) } })
  const opened = await other.openPull()
  await other.runOn({ pullRequest: opened.number }, { env: { http_proxy: proxy.url } })
  expect(proxy.seen.some((request) => request.includes('mlflow.test'))).toBe(true)
})

it('a variable that names no proxy is told', async () => {
  const result = await world.runOn({ pullRequest: pull.number }, { env: { HTTPS_PROXY: 'proxy.example.com:3128' } })
  expect(result.annotations[0]?.message).toContain('HTTPS_PROXY is not the address of a proxy')
})

it('a fork’s results are downloaded through the proxy', async () => {
  const fork = await world.openForkPull()
  const { artifact } = await evaluateFork(world, fork)
  const { payload } = await endRun(world, { headSha: fork.head, artifact })
  const result = await publish(world, payload, { env: behind() })
  expect(result.conclusion).toBe('success')
  expect(await world.reports(fork)).toHaveLength(1)
})
