import { expect, test } from 'vitest'
import { OPEN_CONFIG, values } from './files.ts'
import { commentAndRun } from './stories.ts'
import { GITOPS_AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const PROD = 'file: model-deployments/prod/iris/config.yaml\n'

test('a rollback whose proposal is merged first goes back from it', async () => {
  const serin = OPEN_CONFIG.replace(PROD, `${PROD}        change: pull-request\n`)
  await world.fresh({ gitops: { 'serin.yml': serin } })
  const pull = await world.openPull()
  await commentAndRun(world, { person: 'maintain', pull: pull.number, body: '/promote prod' })
  const number = (await world.proposals())[0]?.number ?? 0
  let isMerged = false
  const before = async (_: number, request: string) => {
    if (isMerged || !request.startsWith('PATCH ') || !request.includes('/pulls/')) return
    isMerged = true
    await world.as('second').rest.pulls.merge({ ...GITOPS_AT, pull_number: number, merge_method: 'squash' })
  }
  const asked = { person: 'maintain', pull: pull.number, body: '/rollback prod' } as const
  const { text } = await commentAndRun(world, asked, { around: { before } })
  expect(isMerged, 'it came to the race').toBe(true)
  expect(world.manifest('prod')).toBe(values(pull.version))
  expect(text).toContain(`rolled back; \`${OLD}\` takes all the traffic`)
  expect((await world.proposals()).map(({ title }) => title)).toEqual([`iris in prod: roll back ${pull.version}`])
})
