import { accountOfActor } from './access.ts'
import { accountJson } from './account.ts'
import { notFound, validationFailed } from './api-error.ts'
import { commentIn, issueIn } from './comments.ts'
import type { Reaction } from './issue.ts'
import { page } from './paging.ts'
import { requiredText } from './request-body.ts'
import { NO_CONTENT, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { iso, newId, nodeId, now, type World } from './world.ts'

const CONTENTS: readonly string[] = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] satisfies Reaction['content'][]
const READ = { needs: ['issues:read', 'pull_requests:read'] } as const
const WRITE = { needs: ['issues:write', 'pull_requests:write'], role: 'visible' } as const

const TARGETS = [
  { path: '/issues/comments/{id}/reactions', of: (call: RepositoryCall) => commentIn(call).reactions },
  { path: '/issues/{number}/reactions', of: (call: RepositoryCall) => issueIn(call).reactions },
]

/** Reactions to comments and issues. No webhook tells of them. */
export const reactionRoutes = TARGETS.flatMap(({ path, of }) => [
  repositoryRoute(`GET ${path}`, READ, (call) =>
    page(call, of(call), (reaction) => reactionJson(call.world, reaction)),
  ),
  repositoryRoute(`POST ${path}`, WRITE, (call) => react(call, of(call))),
  repositoryRoute(`DELETE ${path}/{reaction}`, WRITE, (call) => unreact(call, of(call))),
])

/** 201 for the first, 200 for the same one again: there is one per person and content. */
function react(call: RepositoryCall, reactions: Reaction[]): Reply {
  const content = requiredText(call.body, 'content')
  if (!isContent(content)) throw validationFailed({ resource: 'Reaction', field: 'content', code: 'invalid' })
  const user = accountOfActor(call.actor)
  const existing = reactions.find((reaction) => reaction.user.id === user.id && reaction.content === content)
  if (existing) return { status: 200, body: reactionJson(call.world, existing) }
  const reaction = { id: newId(call.world), user, content, createdAt: now(call.world) }
  reactions.push(reaction)
  return { status: 201, body: reactionJson(call.world, reaction) }
}

function unreact(call: RepositoryCall, reactions: Reaction[]): Reply {
  const index = reactions.findIndex((reaction) => reaction.id === Number(call.params.reaction))
  if (index < 0) throw notFound()
  reactions.splice(index, 1)
  return NO_CONTENT
}

function isContent(text: string): text is Reaction['content'] {
  return CONTENTS.includes(text)
}

function reactionJson(world: World, reaction: Reaction): Schema<'reaction'> {
  const { id, user, content, createdAt } = reaction
  return { id, node_id: nodeId('REA', id), user: accountJson(world, user), content, created_at: iso(createdAt) }
}
