import { expect, it } from 'vitest'
import { GITOPS_FILES, gitopsConfig, MANIFEST, worldOfThisTest } from './world.ts'

const TEST_FILE = 'file: model-deployments/test/iris/config.yaml'

async function mergeWhile(freeze: 'by a comment' | 'by the configuration' | 'nobody') {
  const serin = gitopsConfig(
    `      test: { ${TEST_FILE}, on-merge: release, frozen: ${freeze === 'by the configuration'} }`,
  )
  const world = await worldOfThisTest({ gitops: { 'serin.yml': serin } })
  const file = { 'freeze/iris/test.yml': 'by: ada\nat: 2026-03-04T10:12:30Z\n' }
  if (freeze === 'by a comment') await world.gitops.commit({ branch: 'serin-state', message: 'x', files: file })
  const pull = await world.openPull()
  const { sha } = await world.merge(pull)
  const result = await world.runOn({ push: { sha } })
  return { result, manifest: world.gitops.readFile(MANIFEST) }
}

it.each([
  ['by a comment', /frozen by/],
  ['by the configuration', /frozen: true/],
] as const)('a merge releases nothing where %s everything is frozen', async (freeze, reason) => {
  const { result, manifest } = await mergeWhile(freeze)
  expect(manifest).toBe(GITOPS_FILES[MANIFEST])
  expect(result.exitCode).toBe(0)
  expect(JSON.stringify([result.summary, result.log, result.outputs])).toMatch(reason)
})

it('a merge releases where nothing is frozen', async () => {
  expect((await mergeWhile('nobody')).manifest).not.toBe(GITOPS_FILES[MANIFEST])
})
