import { describe, expect, it } from 'vitest'
import { type World, worldOfThisTest } from './world.ts'

/** A merge where something has happened to the gitops repository; nothing may be written there. */
async function mergedWhile(happens: (world: World) => Promise<unknown> | unknown) {
  const world = await worldOfThisTest()
  const { gitops } = world
  const head = gitops.sha()
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  await happens(world)
  const result = await world.runOn({ push: { sha } }, { gitopsToken: world.people.ada.token })
  expect(gitops.sha()).toBe(head)
  expect(result.outputs.verdict).toBe('pass')
  return `${result.summary}\n${result.annotations.map(({ message }) => message).join('\n')}`
}

describe('a release to a gitops repository', () => {
  it('that is archived is refused', async () => {
    const told = await mergedWhile(({ gitops }) => gitops.archive())
    expect(told).toContain('acme/mlops-gitops is archived. Unarchive it first.')
  })

  it('that was renamed is refused by its new name', async () => {
    const told = await mergedWhile(({ gitops }) => gitops.rename('gitops'))
    expect(told).toContain('acme/iris releases to acme/mlops-gitops, not to acme/gitops.')
    expect(told).toContain('Write "gitops: acme/gitops" to release there.')
  })

  it('that was transferred to another owner is refused', async () => {
    const told = await mergedWhile(({ github, gitops }) => {
      github.createOrganization('umbrella')
      gitops.rename('umbrella/mlops-gitops')
    })
    expect(told).toMatch(/acme\/mlops-gitops/)
    expect(told).not.toContain('went wrong')
  })
})
