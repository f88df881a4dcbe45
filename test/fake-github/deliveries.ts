import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'
import { inBackground, newId, now, type World } from './world.ts'

const TIMEOUT_MS = 10_000
/** Larger payloads are not delivered at all. */
const MAXIMUM_PAYLOAD_BYTES = 25 * 1024 * 1024

/** One attempt to tell an app something. `statusCode` is 0 until it was answered. */
export interface Delivery {
  readonly id: number
  readonly guid: string
  readonly appId: number
  readonly event: string
  readonly action: string | null
  readonly installationId: number | null
  readonly repositoryId: number | null
  readonly url: string
  readonly payload: string
  readonly redelivery: boolean
  readonly deliveredAt: Date
  durationMs: number
  /** `OK`, or why not, as GitHub's list shows it. */
  status: string
  statusCode: number
  responseBody: string | null
  responseHeaders: Readonly<Record<string, string>>
  readonly requestHeaders: Readonly<Record<string, string>>
}

/** Sends a payload to an app in the background, by the world's delivery habits; answers undefined when it is not sent. */
export function deliver(
  world: World,
  app: App,
  message: Pick<Delivery, 'guid' | 'event' | 'action' | 'installationId' | 'repositoryId' | 'payload' | 'redelivery'>,
): Delivery | undefined {
  if (!app.webhookUrl || Buffer.byteLength(message.payload) > MAXIMUM_PAYLOAD_BYTES) return undefined
  if (world.habits.lost && !message.redelivery) return undefined
  const delivery: Delivery = {
    ...message,
    id: newId(world),
    appId: app.id,
    url: app.webhookUrl,
    deliveredAt: now(world),
    durationMs: 0,
    status: 'pending',
    statusCode: 0,
    responseBody: null,
    responseHeaders: {},
    requestHeaders: headersOf(app, message),
  }
  world.deliveries.push(delivery)
  inBackground(world, send(world, delivery))
  if (world.habits.duplicate && !message.redelivery) inBackground(world, send(world, { ...delivery }))
  return delivery
}

/** Sends a delivery again: a new id, the same guid, as `POST /app/hook/deliveries/{id}/attempts` does. */
export function redeliver(world: World, id: number): Delivery | undefined {
  const first = world.deliveries.find((delivery) => delivery.id === id)
  const app = first && world.apps.get(first.appId)
  if (!first || !app) throw new Error(`There is no delivery ${id}.`)
  const { guid, event, action, installationId, repositoryId, payload } = first
  return deliver(world, app, { guid, event, action, installationId, repositoryId, payload, redelivery: true })
}

async function send(world: World, delivery: Delivery): Promise<void> {
  const { delayMs } = world.habits
  const wait = typeof delayMs === 'number' ? delayMs : delayMs(delivery.id)
  if (wait > 0) await sleep(wait)
  const started = Date.now()
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: delivery.requestHeaders,
      body: delivery.payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    delivery.responseBody = await response.text()
    delivery.responseHeaders = Object.fromEntries(response.headers)
    delivery.statusCode = response.status
    delivery.status = response.ok ? 'OK' : response.statusText || 'Invalid HTTP Response'
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    delivery.statusCode = timedOut ? 504 : 502
    delivery.status = timedOut ? 'timed out' : 'failed to connect to host'
  }
  delivery.durationMs = Date.now() - started
}

function headersOf(app: App, message: { guid: string; event: string; payload: string }): Record<string, string> {
  const sign = (hash: string) =>
    createHmac(hash, app.webhookSecret ?? '')
      .update(message.payload)
      .digest('hex')
  const signatures = app.webhookSecret
    ? { 'X-Hub-Signature': `sha1=${sign('sha1')}`, 'X-Hub-Signature-256': `sha256=${sign('sha256')}` }
    : {}
  return {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/0a1b2c3',
    'X-GitHub-Delivery': message.guid,
    'X-GitHub-Event': message.event,
    'X-GitHub-Hook-ID': String(app.id),
    'X-GitHub-Hook-Installation-Target-ID': String(app.id),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    ...signatures,
  }
}
