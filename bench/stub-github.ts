import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

// A GitHub that is as far away as the real one and knows nobody: what the app does after it has acknowledged a webhook
// is then short, and no network is needed.
const ROUND_TRIP_MS = 50

createServer(async (request, response) => {
  request.resume()
  await sleep(ROUND_TRIP_MS)
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
}).listen(Number(process.env.PORT), '127.0.0.1')
