import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { UserError } from '../src/errors.ts'

/** A sender that is slower than this is not GitHub, which itself gives up after ten seconds. */
const HEADERS_MS = 10_000
const REQUEST_MS = 60_000
const IDLE_MS = 15_000
/** GitHub opens few; more would only hold memory. */
const MOST_CONNECTIONS = 1_000

export interface Listening {
  readonly server: Server
  /** The one that the system chose, when it was asked for any. */
  readonly port: number
}

/**
 * Listens with limits on how slow and how many the senders may be.
 * @param address `names` are the variables that it comes from, for the error.
 * @throws UserError when the address cannot be listened at.
 */
export async function listen(
  handler: RequestListener,
  address: { readonly host: string; readonly port: number; readonly names: string },
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: 2_000,
    },
    handler,
  )
  server.maxConnections = MOST_CONNECTIONS
  const { host, port, names } = address
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UserError(`The app cannot listen at ${names} (${host}, ${port}): ${why}.`, {
      fix: 'Name an address of this machine and a free port.',
      cause,
    })
  }
  const bound = server.address()
  return { server, port: typeof bound === 'object' && bound !== null ? bound.port : port }
}
