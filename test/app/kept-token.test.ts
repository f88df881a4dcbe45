import { beforeEach, describe, expect, test } from 'vitest'
import { createGitHubAccess, type GitHubAccess } from '../../app/github-access.ts'
import { appToken, octokit } from '../fake-github/test-world.ts'
import { useAppWorld } from './world.ts'

const NAME = 'acme/mlops-gitops'
const AT = { owner: 'acme', repo: 'mlops-gitops' }
const READ = { metadata: 'read', contents: 'read' } as const
const MINUTE = 60_000

const world = useAppWorld('no process')
let access: GitHubAccess
let later: number
beforeEach(() => {
  const seconds = Math.floor(Date.now() / 1000)
  const app = octokit(world.github, appToken(world.identity, { iat: seconds - 30, exp: seconds + 540 }))
  later = 0
  const now = () => Date.now() + later
  access = createGitHubAccess(async () => app, world.github.apiUrl, { sleep: async () => {}, now })
})

async function open(rights: Parameters<GitHubAccess['open']>[1] = READ) {
  const client = await access.open(NAME, rights)
  if (client === undefined) throw new Error('the app is not installed')
  return client
}

function tokensMade(since: number): number {
  return world.github.requests.slice(since).filter(({ path }) => path.endsWith('/access_tokens')).length
}

describe('a token that was kept', () => {
  test('serves the next client of the same rights for fifty minutes, and none of others', async () => {
    const since = world.github.requests.length
    await open()
    later = 49 * MINUTE
    await open()
    expect(tokensMade(since)).toBe(1)
    await open({ metadata: 'read' })
    later = 51 * MINUTE
    await open()
    expect(tokensMade(since)).toBe(3)
  })

  test('and has ended is replaced once for requests beside each other', async () => {
    await open()
    later = MINUTE
    const client = await open()
    const since = world.github.requests.length
    world.github.faults.add({ path: /\/mlops-gitops$/, status: 401, body: { message: 'Bad credentials' }, times: 3 })
    const answers = await Promise.all([1, 2, 3].map(() => client.rest.repos.get(AT)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(tokensMade(since)).toBe(1)
  })

  test('does not reach another repository that has got the name, and is replaced', async () => {
    await open()
    later = MINUTE
    const before = world.gitops.id
    await world.fresh()
    const client = await open()
    const { data } = await client.rest.repos.get(AT)
    expect(data.id).not.toBe(before)
  })

  test('is of no use when the app was suspended, and its owner is told so', async () => {
    await open()
    later = MINUTE
    const client = await open()
    world.installation.suspend()
    try {
      await expect(client.rest.repos.get(AT)).rejects.toThrow('Serin’s app may not reach acme/mlops-gitops')
    } finally {
      world.installation.unsuspend()
    }
    expect((await (await open()).rest.repos.get(AT)).status).toBe(200)
  })
})
