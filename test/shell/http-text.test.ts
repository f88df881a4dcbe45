import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { requestText } from '../../src/shell/http-text.ts'

async function startServer(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const get = (url: string, signal = new AbortController().signal) =>
  requestText({ method: 'GET', url, headers: {}, signal })

test('an answer has a status and a text, whatever the status', async () => {
  const url = await startServer((response) => response.writeHead(503).end('später'))
  expect(await get(url)).toEqual({ status: 503, text: 'später' })
})

test('a redirect is not followed', async () => {
  const url = await startServer((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
  expect((await get(url)).status).toBe(302)
})

test('a server that is not there is named', async () => {
  await expect(get('http://127.0.0.1:1/')).rejects.toThrow(/127\.0\.0\.1:1 cannot be reached: .+ Check the address/)
})

test('an endless answer is cut off', async () => {
  const url = await startServer((response) => {
    const write = () => response.destroyed || response.write('x'.repeat(1_000_000), write)
    write()
  })
  await expect(get(url)).rejects.toThrow('larger than 32 MiB')
})

test('a cancelled run waits no longer', async () => {
  const url = await startServer(() => {})
  await expect(get(url, AbortSignal.timeout(50))).rejects.toThrow(/abort|timeout/i)
})
