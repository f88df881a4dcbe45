import { describe, expect, it } from 'vitest'
import { gitopsConfig, versionOf, worldOfThisTest } from './world.ts'

const MANIFEST = 'version: one # the first\n'
const TEST = 'test: { file: test.yaml'
const PROD = 'prod: { file: prod.yaml, after: test'

/** A merge where the environments of a gitops repository are written so. */
async function merged(test: string, prod: string) {
  const config = gitopsConfig(`      ${TEST}${test} }\n      ${PROD}${prod} }`)
  const world = await worldOfThisTest({
    gitops: { 'serin.yml': config, 'test.yaml': MANIFEST, 'prod.yaml': MANIFEST },
  })
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  const run = () => world.runOn({ push: { sha } })
  return { world, version: versionOf(sha), run, result: await run() }
}

describe('an environment that comes after another one', () => {
  it.each([', on-merge: release', ', on-merge: propose'])('takes no merge before that%s', async (prod) => {
    const { world, version, result } = await merged('', prod)
    expect(world.gitops.readFile('prod.yaml')).toBe(MANIFEST)
    expect((await world.as('ada').rest.pulls.list({ owner: 'acme', repo: 'mlops-gitops' })).data).toEqual([])
    expect(result.exitCode).toBe(0)
    expect(result.summary).toContain(`“prod” takes only what has run in “test”, and \`${version}\` has not.`)
    expect(result.summary).toContain('Then run this workflow again, or comment `/promote prod`.')
  })

  it('takes what the same run has released there', async () => {
    const { world } = await merged(', on-merge: release', ', on-merge: release')
    expect(world.gitops.readFile('prod.yaml')).toBe(world.gitops.readFile('test.yaml'))
    expect(world.gitops.readFile('prod.yaml')).not.toBe(MANIFEST)
  })

  it('takes nothing while the change there only waits as a proposal', async () => {
    const { world } = await merged(', on-merge: propose', ', on-merge: release')
    expect(world.gitops.readFile('prod.yaml')).toBe(MANIFEST)
  })

  it('takes it once it has run there, by the history', async () => {
    const { world, version, run } = await merged('', ', on-merge: release')
    const trailers = `Serin-Model: iris\nSerin-Version: ${version}\nSerin-Environment: test\nSerin-Rollout: stable`
    await world.gitops.commit({ message: `x\n\n${trailers}\n`, files: { 'test.yaml': `version: ${version}\n` } })
    await world.gitops.commit({ message: 'Another', files: { 'test.yaml': 'version: two\n' } })
    await run()
    expect(world.gitops.readFile('prod.yaml')).toMatch(new RegExp(`version: "?${version}`))
  })
})
