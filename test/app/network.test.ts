import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ForwardProxy, startProxy } from '../proxy/proxy.ts'
import { AppWorld } from './world.ts'

/** Known to the proxy alone. */
const HOST = 'github.test'

describe('behind a proxy', () => {
  const world = new AppWorld()
  let proxy: ForwardProxy
  beforeAll(async () => {
    const hosts: Record<string, number> = {}
    proxy = await startProxy(hosts)
    await world.begin('process', ({ url }) => {
      hosts[HOST] = Number(new URL(url).port)
      return { GITHUB_API_URL: `http://${HOST}/api/v3`, HTTP_PROXY: proxy.url, NO_PROXY: 'localhost' }
    })
    await world.fresh()
  })
  afterAll(async () => {
    await world.stop()
    await proxy.stop()
  })

  it('the app asks GitHub through it, tokens included', async () => {
    const pull = await world.openPull()
    expect((await world.comment('write', pull.number, '/status')).count).toBe(1)
    expect(proxy.seen.length).toBeGreaterThan(0)
    expect(proxy.seen.every((request) => request.includes(HOST))).toBe(true)
  })
})

describe('with a proxy that is not for GitHub', () => {
  const world = new AppWorld()
  beforeAll(async () => {
    await world.begin('process', () => ({ HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' }))
    await world.fresh()
  })
  afterAll(() => world.stop())

  it('the app asks GitHub directly', async () => {
    const pull = await world.openPull()
    expect((await world.comment('write', pull.number, '/status')).count).toBe(1)
  })

  it.each([
    ['a job’s request', 'GET', /\/repos\/acme\/iris\/pulls\/\d+$/],
    ['the request for a token', 'POST', /\/access_tokens$/],
  ] as const)('the log says for which delivery %s waits', async (_, method, path) => {
    const pull = await world.openPull({ branch: `waits-${method}` })
    // What an app that has just started knows: nothing, and no token.
    await world.app.stop()
    await world.app.start()
    world.github.faults.add({ method, path, limit: 'secondary', retryAfter: 1 })
    expect((await world.comment('write', pull.number, '/status')).count).toBe(1)
    const line = world.app.log.split('\n').findLast((each) => each.includes(`waiting 1 s, then ${method} `)) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({
      delivery: expect.stringMatching(/^[\w-]{36}$/),
      job: expect.stringMatching(/^\d+$/),
      intent: expect.stringMatching(/^comment:\d+$/),
    })
  })
})
