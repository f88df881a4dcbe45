import { describe, expect, test } from 'vitest'
import { values } from './files.ts'
import { AT, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld()

/** The check run that the action writes on a merge which it did not train again. */
async function passedAs(sha: string, externalId: string): Promise<void> {
  const run = { ...AT, name: 'serin / iris', head_sha: sha, conclusion: 'success', external_id: externalId } as const
  await world.asActions({ checks: 'write' }).rest.checks.create(run)
}

async function mergedAs(id: (pull: Pull) => string) {
  const pull = await world.openPull()
  const merged = await world.merge(pull)
  await passedAs(merged.head, id(pull))
  return { pull, merged }
}

describe('a merge that was not trained again', () => {
  const reused = () => mergedAs(({ version }) => `serin:version=${version}`)

  test('is released as its pull request’s build', async () => {
    const { pull } = await reused()
    const { text } = await world.comment('write', pull.number, '/canary 20')
    expect(text).toContain(pull.version)
    expect(world.manifest('test')).toBe(values(pull.version, 20))
  })

  test('leaves the merged commit in the log of the manifest', async () => {
    const { pull, merged } = await reused()
    await world.comment('write', pull.number, '/canary 20')
    const message = world.gitops.log()[0]?.message
    expect(message).toContain(`Serin-Version: ${pull.version}\n`)
    expect(message).toContain(`Serin-Commit: ${merged.head}\n`)
  })

  test('goes one environment further by `/promote`', async () => {
    const { pull } = await reused()
    await world.gitops.commit({
      message: 'Released',
      files: { 'model-deployments/test/iris/config.yaml': values(pull.version) },
    })
    await world.comment('maintain', pull.number, '/promote')
    const [proposal] = await world.proposals()
    await world.accept(proposal?.number ?? 0)
    expect(world.manifest('prod', 'production')).toBe(values(pull.version))
  })

  test('goes on with the canary that began before the merge', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    const merged = await world.merge(pull)
    await passedAs(merged.head, `serin:version=${pull.version}`)
    await world.comment('write', pull.number, '/promote')
    expect(world.manifest('test')).toBe(values(pull.version))
  })
})

test.each([
  'build-7',
  'serin:version=',
  'serin:version=../evil',
  'serin:version=a b',
  `serin:version=${'x'.repeat(41)}`,
])('a check run with the id “%s” is about its own commit’s build', async (id) => {
  const { pull, merged } = await mergedAs(() => id)
  await world.comment('write', pull.number, '/canary 20')
  expect(world.manifest('test')).toBe(values(merged.version, 20))
})

test('a rollback names no commit, for it brings no version', async () => {
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/canary 20')
  expect(world.gitops.log()[0]?.message).toContain(`Serin-Commit: ${pull.head}\n`)
  await world.comment('write', pull.number, '/rollback')
  expect(world.gitops.log()[0]?.message).not.toContain('Serin-Commit')
})
