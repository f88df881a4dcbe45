import { describe, expect, test } from 'vitest'
import { commentAndRun } from './stories.ts'
import { GITOPS_AT, useAppWorld } from './world.ts'

const world = useAppWorld('no process')

/** What happens just before the first write to the gitops repository, and what is answered then. */
async function whenWriting(happens: () => Promise<unknown> | unknown): Promise<string> {
  const pull = await world.openPull()
  let isDone = false
  const before = async (_: number, request: string) => {
    if (isDone || !request.endsWith(' createCommitOnBranch')) return
    isDone = true
    await happens()
  }
  const said = { person: 'admin', pull: pull.number, body: '/canary 20 test' } as const
  const { text } = await commentAndRun(world, said, { around: { before } })
  expect(isDone, 'it came to a write').toBe(true)
  return text
}

async function reply(): Promise<string> {
  const pull = await world.openPull()
  return (await commentAndRun(world, { person: 'admin', pull: pull.number, body: '/canary 20 test' })).text
}

describe('a gitops repository that', () => {
  test('is empty is told', async () => {
    world.gitops.delete()
    const empty = world.github.createRepository('acme/mlops-gitops', { private: true })
    empty.setRole('admin', 'admin')
    expect(await reply()).toMatch(/^\*\*Not done\.\*\* acme\/mlops-gitops has no serin\.yml on its default branch/)
  })

  test('is archived between reading and writing is told', async () => {
    const before = world.gitops.sha('main')
    const text = await whenWriting(() => world.gitops.archive())
    expect(text).toMatch(/^\*\*Not done\.\*\* .*archived/s)
    expect(world.gitops.sha('main')).toBe(before)
  })

  test('has another default branch by the time of the write is told', async () => {
    const sha = world.gitops.sha('main')
    const text = await whenWriting(async () => {
      await world.gitops.setBranch('trunk', sha)
      await world.gitops.setBranch('main', undefined)
    })
    expect(text).toMatch(/^\*\*Not done\.\*\* .*has no branch “main”/s)
    expect(world.gitops.branches()).toEqual({ trunk: sha, production: sha })
  })

  test('may not be written to is told the permission', async () => {
    const body = { message: 'Resource not accessible by integration' }
    world.github.faults.add({ method: 'POST', path: /\/mlops-gitops\/git\/trees$/, status: 403, body })
    const refusal = { data: { createCommitOnBranch: null }, errors: [{ type: 'FORBIDDEN', ...body }] }
    world.github.faults.add({ method: 'POST', path: /\/createCommitOnBranch$/, status: 200, body: refusal })
    expect(await reply()).toMatch(/^\*\*Not done\.\*\* The token may not write to acme\/mlops-gitops.*contents: write/s)
    expect(world.commits()).toBe(0)
  })

  test('was transferred to another owner is told', async () => {
    world.github.createOrganization('umbrella')
    world.gitops.rename('umbrella/mlops-gitops')
    expect(await reply()).toMatch(/^\*\*Not done\.\*\* .*acme\/mlops-gitops/s)
    world.github.repository('umbrella/mlops-gitops').delete()
  })

  test('was deleted is told', async () => {
    world.gitops.delete()
    expect(await reply()).toMatch(/not installed on acme\/mlops-gitops, or there is no such repository/)
  })
})

test('a tree that GitHub cuts is read folder by folder', async () => {
  const pull = await world.openPull()
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`many/${n}.yaml`, 'a: 1\n']))
  await world.gitops.commit({ message: 'Many', files })
  const { data } = await world.as('owen').rest.git.getTree({ ...GITOPS_AT, tree_sha: 'main', recursive: '1' })
  const cut = { ...data, tree: data.tree.slice(0, 1), truncated: true }
  world.github.faults.add({ method: 'GET', path: /\/mlops-gitops\/git\/trees\/\w+$/, status: 200, body: cut })
  await commentAndRun(world, { person: 'admin', pull: pull.number, body: '/canary 20 test' })
  expect(world.manifest('test')).toContain(pull.version)
})
