import { Probot, Server } from 'probot'
import { expect, test } from 'vitest'
import { AT, openPull, startTestWorld } from './test-world.ts'

test('probot', async () => {
  const world = await startTestWorld()
  const seen: string[] = []
  const server = new Server({
    Probot: Probot.defaults({
      appId: world.app.id,
      privateKey: world.app.privateKey,
      secret: 'hush',
      baseUrl: world.github.apiUrl,
      logLevel: 'fatal',
    } as never),
    port: 38917,
    log: undefined as never,
    webhooksPath: '/hook',
  } as never)
  await server.load((app) => {
    app.on('issue_comment.created', async (context) => {
      const octokit = await app.auth(context.payload.installation?.id)
      const r = await octokit.rest.reactions.createForIssueComment({
        ...AT,
        comment_id: context.payload.comment.id,
        content: 'eyes',
      })
      const p = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...AT, username: 'bob' })
      seen.push(String(r.status), p.data.role_name ?? '')
    })
  })
  const http = await server.start()
  const addr = http.address() as { port: number }
  world.app.setWebhookUrl(`http://localhost:${addr.port}/api/github/webhooks`)
  const { number } = await openPull(world, world.as('bob'))
  await world.as('bob').rest.issues.createComment({ ...AT, issue_number: number, body: '/status' })
  await world.github.settled()
  console.log(
    seen,
    world.github.deliveries.map((d) => `${d.event} ${d.status} ${d.statusCode} ${d.responseBody}`),
  )
  expect(seen).toEqual(['201', 'write'])
  await server.stop()
  await world.stop()
}, 20000)
