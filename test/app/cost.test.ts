import { describe, expect, test } from 'vitest'
import { type Files, GITOPS_CONFIG, OLD, values } from './files.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld()

/** A gitops repository of so many models, each with two manifests; iris is one of them. */
function many(models: number): Files {
  const files: Record<string, string> = {}
  const configs = [GITOPS_CONFIG]
  const one = GITOPS_CONFIG.slice(GITOPS_CONFIG.indexOf('  iris:'))
  for (let index = 1; index < models; index += 1) {
    const name = `model-${String(index).padStart(5, '0')}`
    configs.push(one.replaceAll('iris', name))
    files[`model-deployments/test/${name}/config.yaml`] = values(OLD)
  }
  return { ...files, 'serin.yml': configs.join('') }
}

/** Every request of the app's to GitHub for one command: tokens, reaction and reply among them. */
async function requestsOf(command: string, prepare: readonly string[] = []): Promise<readonly string[]> {
  const pull = await world.openPull()
  for (const before of prepare) await world.comment('maintain', pull.number, before)
  const said = await world.say('maintain', pull.number, command)
  const from = world.github.requests.findLastIndex(({ method, path }) => method === 'POST' && /\/comments$/.test(path))
  await world.app.idle()
  const told = world.github.requests
    .slice(from + 1)
    .map(({ method, path }) => `${method} ${path.replace(/\/[0-9a-f]{40}|\/\d+/g, '/:id')}`)
  expect((await world.answerTo(pull.number, said)).text).toMatch(/of the traffic|when it is merged/)
  return told
}

const TOKEN = 'POST /app/installations/:id/access_tokens'
const REACTION = 'POST /repos/acme/iris/issues/comments/:id/reactions'
const READ = 'POST /api/graphql'
const ROLE = 'GET /repos/acme/mlops-gitops/collaborators/maintain/permission'

const WRITE = [
  // Whether the chart renders the percentage.
  'GET /repos/acme/mlops-gitops/git/trees/:id',
  // Whether comment, pull request and verdict still are what was decided from; the commit.
  READ,
  'POST /api/graphql/createCommitOnBranch',
  'POST /repos/acme/iris/issues/:id/comments',
]

const CANARY = [
  // The model repository with its configuration, the pull request and its verdict.
  READ,
  REACTION,
  // The gitops repository with its configuration, branches, rules, manifests, histories, freezes and proposals.
  READ,
  ROLE,
  ...WRITE,
]

/** Of an app that has just started: nothing is known of what a command of this repository will read. */
const FIRST = [TOKEN, READ, REACTION, TOKEN, READ, ROLE, READ, READ, ...WRITE]

describe.each([
  ['2 models', 2, 0],
  // A serin.yml of megabytes does not come with GraphQL's answer.
  ['10,000 models', 10_000, 1],
])('with %s', (_, models, more) => {
  test('a canary asks GitHub for little', { timeout: 240_000 }, async () => {
    await world.fresh({ gitops: many(models) })
    // The first command finds out that the app may not write deployments, which is remembered.
    const asked = await requestsOf('/canary 20', ['/canary 10'])
    expect(asked.filter((request) => !request.includes('/git/blobs/'))).toEqual(CANARY)
    expect(asked).toHaveLength(CANARY.length + more)
  })

  test('a canary by pull request asks for one thing more', { timeout: 240_000 }, async () => {
    await world.fresh({ gitops: many(models) })
    const asked = await requestsOf('/canary 5 prod', ['/promote test'])
    expect(asked).toHaveLength(CANARY.length + 1 + more)
  })
})

test('the first canary of an app asks for two tokens and reads twice more', async () => {
  await world.fresh()
  await world.app.stop()
  await world.app.start()
  const asked = await requestsOf('/canary 20')
  const [blob, deployment] = [/\/git\/blobs\//, /\/deployments|\/installation$/]
  const usual = asked.filter(
    (request) => ![blob, deployment, /\/hook\/deliveries/].some((other) => other.test(request)),
  )
  expect(usual.slice(0, FIRST.length)).toEqual(FIRST)
})

test('the last step of a long ladder costs as much as the first', async () => {
  await world.fresh()
  const steps = Array.from({ length: 8 }, (_, step) => `/canary ${step + 1}`)
  const asked = await requestsOf('/canary 20', steps)
  expect(asked).toEqual(CANARY)
})
