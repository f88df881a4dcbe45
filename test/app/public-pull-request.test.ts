import { expect, test } from 'vitest'
import { GITOPS_FILES } from './files.ts'
import { commentAndRun } from './stories.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const AROUND = ' name: iris'

test.each(['/canary 20', '/plan /canary 20'])(
  'the lines around a change in a private repository are not shown on a public pull request: %s',
  async (body) => {
    const pull = await world.openPull()
    const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body })
    expect(text).toContain(`+version: ${pull.version}`)
    expect(text.split('\n')).not.toContain(AROUND)
  },
)

test('where everybody may read the manifests anyway, they are shown', async () => {
  world.gitops.delete()
  const files = Object.fromEntries(Object.entries(GITOPS_FILES).map(([path, text = '']) => [path, text]))
  const gitops = world.github.createRepository('acme/mlops-gitops', { files })
  gitops.setRole('write', 'write')
  await gitops.setBranch('production', gitops.sha('main'))
  const pull = await world.openPull()
  const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body: '/canary 20' })
  expect(text.split('\n')).toContain(AROUND)
})
