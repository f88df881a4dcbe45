import { createServer, type ServerResponse } from 'node:http'
import { createNodeMiddleware, Probot } from 'probot'

// The least a Probot app can do with a comment: nothing. Its answer says that the webhook was read and verified.
const { APP_ID = '', PRIVATE_KEY = '', WEBHOOK_SECRET = '', PORT = '' } = process.env
const probot = new Probot({ appId: APP_ID, privateKey: PRIVATE_KEY, secret: WEBHOOK_SECRET })
const middleware = await createNodeMiddleware((app) => void app.on('issue_comment.created', async () => {}), { probot })
const nothing = (response: ServerResponse) => response.writeHead(404).end()
createServer((request, response) => middleware(request, response, () => nothing(response))).listen(
  Number(PORT),
  '127.0.0.1',
)
