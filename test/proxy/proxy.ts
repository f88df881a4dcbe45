import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A proxy as companies have one: names outside are known to it alone. */
export interface ForwardProxy {
  readonly url: string
  /** `CONNECT host:port` and `GET http://…`, in order. */
  readonly seen: readonly string[]
  stop(): Promise<void>
}

/** @param hosts names that only the proxy knows, and the local port of each. */
export async function startProxy(hosts: Readonly<Record<string, number>>): Promise<ForwardProxy> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const portOf = (host: string, port: number) => hosts[host] ?? port
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    const { hostname, port, pathname, search } = new URL(incoming.url ?? '')
    const to = { host: '127.0.0.1', port: portOf(hostname, Number(port || 80)), path: pathname + search }
    const passed = request({ ...to, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(passed)
  })
  server.on('connect', ({ url = '' }, socket: Socket, head: Buffer) => {
    seen.push(`CONNECT ${url}`)
    const [host = '', port = '80'] = url.split(':')
    const upstream = connect(portOf(host, Number(port)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    const refuse = () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    upstream.once('error', refuse)
    upstream.once('connect', () => upstream.off('error', refuse))
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => other.destroySoon())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
