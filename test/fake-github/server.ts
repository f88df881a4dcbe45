import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerApi, type RawReply } from './api.ts'
import type { FaultEffect } from './faults.ts'
import type { Route } from './route.ts'
import type { World } from './world.ts'

export interface RequestRecord {
  readonly method: string
  /** Of GraphQL, `/api/graphql` and for mutations their names behind it. */
  path: string
  /** 0 while it is being answered. */
  status: number
}

/** Answers what is not the API: git, downloads, pages. True when it did. */
export type OtherDoor = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<boolean>

const API_ROOT = '/api/v3'
const GRAPHQL = '/api/graphql'
/** What the log shows for a connection that was cut. */
const DROPPED = 499

/** Starts the HTTP server on a free port of this machine (or the given one) and sets the world's addresses. */
export async function startServer(
  world: World,
  options: { routes: readonly Route[]; otherDoors: readonly OtherDoor[]; requests: RequestRecord[]; port: number },
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(world, options, request, response).catch((error: unknown) => {
      process.stderr.write(
        `fake GitHub: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`,
      )
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  world.url = `http://127.0.0.1:${port}`
  world.apiUrl = `${world.url}${API_ROOT}`
  return server
}

interface Doors {
  readonly routes: readonly Route[]
  readonly otherDoors: readonly OtherDoor[]
  readonly requests: RequestRecord[]
}

async function answer(world: World, doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.url)
  const method = request.method ?? 'GET'
  const isApi = url.pathname === API_ROOT || url.pathname.startsWith(`${API_ROOT}/`)
  const path = isApi ? url.pathname.slice(API_ROOT.length) || '/' : url.pathname
  const record: RequestRecord = { method, path: decoded(path), status: 0 }
  doors.requests.push(record)
  try {
    const body = await readAll(request)
    if (path === GRAPHQL) record.path = [GRAPHQL, ...mutationsIn(body)].join('/')
    const fault = world.faults.take(method, record.path)
    if (fault && (await failBefore(fault, record, response))) return
    if (!isApi) {
      if (!fault || !('effect' in fault)) return await answerElsewhere(doors, { request, response, body, record })
      await answerElsewhere(doors, { request, response: new ServerResponse(request), body, record })
      return failAfter(fault.effect, record, response)
    }
    const headers = request.headers as Record<string, string | undefined>
    const limit = fault && 'limit' in fault ? fault : undefined
    const reply = await answerApi(world, doors.routes, { method, path, url, headers, body }, limit)
    if (fault && 'effect' in fault) return failAfter(fault.effect, record, response)
    record.status = reply.status
    send(response, reply)
  } catch (error) {
    // A caller that is ended while it sends a large report is no mistake of GitHub's.
    const isCut = request.destroyed && !request.complete
    record.status = isCut ? DROPPED : 500
    if (isCut) return
    throw error
  }
}

async function answerElsewhere(
  { otherDoors }: Doors,
  {
    request,
    response,
    body,
    record,
  }: { request: IncomingMessage; response: ServerResponse; body: Buffer; record: RequestRecord },
): Promise<void> {
  for (const door of otherDoors) {
    if (await door(request, response, body)) {
      record.status = response.statusCode
      return
    }
  }
  record.status = 404
  send(response, { status: 404, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>404</h1>') })
}

/** The mutations that a GraphQL request asks for, in order. */
function mutationsIn(body: Buffer): readonly string[] {
  const { query } = JSON.parse(body.toString('utf8')) as { query?: string }
  if (!query?.trimStart().startsWith('mutation')) return []
  return [...query.matchAll(/(\w+)\s*\(input:/g)].map(([, name = '']) => name)
}

/** Paths for people: without percent signs where that is possible. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function failBefore(fault: FaultEffect, record: RequestRecord, response: ServerResponse): Promise<boolean> {
  if ('delayMs' in fault) {
    await sleep(fault.delayMs)
    return false
  }
  if ('effect' in fault) {
    if (fault.effect !== 'drop') return false
    record.status = DROPPED
    response.destroy()
    return true
  }
  if ('limit' in fault) return false
  record.status = fault.status
  const isText = typeof fault.body === 'string'
  const type = isText ? 'text/html' : 'application/json; charset=utf-8'
  const body = isText ? fault.body : JSON.stringify(fault.body ?? { message: 'Server Error' })
  send(response, { status: fault.status, headers: { 'content-type': type, ...fault.headers }, body: Buffer.from(body) })
  return true
}

/** After the work was done: GitHub's gateway answers without JSON and without rate headers. */
function failAfter(
  effect: 'apply-then-502' | 'apply-then-drop' | 'drop',
  record: RequestRecord,
  response: ServerResponse,
): void {
  if (effect !== 'apply-then-502') {
    record.status = DROPPED
    response.destroy()
    return
  }
  record.status = 502
  send(response, {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<html><body><h1>502 Bad Gateway</h1></body></html>'),
  })
}

function send(response: ServerResponse, reply: RawReply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) })
  response.end(reply.body)
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
