import { ApiError, notFound } from './api-error.ts'
import { appIn } from './apps.ts'
import { type Delivery, redeliver } from './deliveries.ts'
import { type Call, ok, type Reply, route } from './route.ts'
import type { Schema } from './schema.ts'
import { iso, now } from './world.ts'

const DAY_MS = 86_400_000
const KEPT_DAYS = 3

/** An app's own deliveries, by its JWT only. */
export const hookDeliveryRoutes = [
  route('GET /app/hook/deliveries', listDeliveries),
  route('GET /app/hook/deliveries/{id}', (call) => ok(wholeJson(deliveryIn(call)))),
  route('POST /app/hook/deliveries/{id}/attempts', attempt),
]

function deliveriesOf(call: Call): Delivery[] {
  const app = appIn(call)
  const oldest = now(call.world).getTime() - KEPT_DAYS * DAY_MS
  return call.world.deliveries
    .filter((delivery) => delivery.appId === app.id && delivery.deliveredAt.getTime() >= oldest)
    .toReversed()
}

function deliveryIn(call: Call): Delivery {
  const delivery = deliveriesOf(call).find((each) => each.id === Number(call.params.id))
  if (!delivery) throw notFound()
  return delivery
}

/** Newest first, with a cursor in the `Link` header instead of page numbers. */
function listDeliveries(call: Call): Reply {
  const size = Math.min(100, Number(call.query.get('per_page') ?? 30))
  const cursor = call.query.get('cursor')
  const all = deliveriesOf(call).filter((delivery) => delivery.statusCode !== 0)
  const start =
    cursor === null
      ? 0
      : Math.max(
          0,
          all.findIndex((delivery) => String(delivery.id) === cursor),
        )
  const items = all.slice(start, start + size)
  const next = all[start + size]
  if (!next) return ok(items.map(itemJson))
  const url = new URL(call.url)
  url.searchParams.set('cursor', String(next.id))
  return ok(items.map(itemJson), { link: `<${url}>; rel="next"` })
}

function attempt(call: Call): Reply {
  const app = appIn(call)
  const known = call.world.deliveries.find((each) => each.id === Number(call.params.id) && each.appId === app.id)
  if (!known) throw notFound()
  if (known.deliveredAt.getTime() < now(call.world).getTime() - KEPT_DAYS * DAY_MS)
    throw new ApiError(422, 'The delivery is too old to be redelivered.')
  redeliver(call.world, known.id)
  return { status: 202, body: {} }
}

function itemJson(delivery: Delivery): Schema<'hook-delivery-item'> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.durationMs / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }
}

function wholeJson(delivery: Delivery): Schema<'hook-delivery'> {
  const { id, installationId, repositoryId } = delivery
  return {
    ...itemJson(delivery),
    id,
    installation_id: installationId,
    repository_id: repositoryId,
    url: delivery.url,
    request: {
      headers: { ...delivery.requestHeaders },
      payload: JSON.parse(delivery.payload) as Record<string, unknown>,
    },
    response: { headers: { ...delivery.responseHeaders }, payload: delivery.responseBody },
  }
}
