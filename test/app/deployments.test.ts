import { beforeEach, describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, MODEL_CONFIG, OPEN_CONFIG } from './files.ts'
import { runComment } from './stories.ts'
import { AT, GITOPS_AT, useAppWorld } from './world.ts'

const world = useAppWorld()
const USUAL = {
  contents: 'write',
  pull_requests: 'write',
  issues: 'write',
  checks: 'read',
  members: 'read',
} as const

function grant(permissions: Readonly<Record<string, 'read' | 'write'>>): void {
  world.identity.setPermissions(permissions)
  world.installation.acceptPermissions()
}

/** Newest first, with all their states, oldest first. */
async function deployments(environment: string) {
  const { data } = await world.as('owen').rest.repos.listDeployments({ ...AT, environment })
  return Promise.all(
    data.map(async ({ id, sha, payload, production_environment }) => {
      const statuses = await world.as('owen').rest.repos.listDeploymentStatuses({ ...AT, deployment_id: id })
      const states = statuses.data.map(({ state }) => state).reverse()
      return { sha, states, payload: payload as Record<string, unknown>, isProduction: production_environment }
    }),
  )
}

async function statesIn(environment: string) {
  return (await deployments(environment)).map(({ states }) => states)
}

describe('with the permission', () => {
  beforeEach(() => grant({ ...USUAL, deployments: 'write' }))

  test('a commit is a deployment of the released commit', async () => {
    const pull = await world.openPull()
    const { url } = await world.comment('write', pull.number, '/canary 20')
    expect(await deployments('test')).toEqual([
      {
        sha: pull.head,
        states: ['success'],
        isProduction: false,
        payload: {
          model: 'iris',
          version: pull.version,
          rollout: 'canary 20',
          gitops: { repository: 'acme/mlops-gitops', commit: world.gitops.sha('main') },
          command: url,
        },
      },
    ])
  })

  test('a canary leaves what it does not replace, a promotion replaces it', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.comment('write', pull.number, '/canary 50')
    expect(await statesIn('test')).toEqual([['success'], ['success']])
    await world.comment('write', pull.number, '/promote test')
    expect(await statesIn('test')).toEqual([['success'], ['success', 'inactive'], ['success', 'inactive']])
  })

  test('the last environment is production, and what is replaced there is inactive too', async () => {
    await world.fresh({ gitops: { 'serin.yml': OPEN_CONFIG } })
    world.gitops.unprotect('production')
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/promote prod')
    const newer = await world.openPull({ branch: 'newer' })
    await world.comment('maintain', newer.number, '/promote prod')
    const found = await deployments('prod')
    expect(found.map(({ states, isProduction }) => [states, isProduction])).toEqual([
      [['success'], true],
      [['success', 'inactive'], true],
    ])
  })

  test('a rollback shows what runs again', async () => {
    await world.fresh({ gitops: { 'serin.yml': OPEN_CONFIG } })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    const newer = await world.openPull({ branch: 'newer' })
    await world.comment('write', newer.number, '/promote test')
    await world.comment('write', newer.number, '/rollback test')
    expect(await statesIn('test')).toEqual([
      ['success', 'inactive'],
      ['success', 'inactive', 'success'],
    ])
  })

  test.each([
    ['merged', ['queued', 'success']],
    ['closed', ['queued', 'inactive']],
  ])('a proposal that is %s was queued before', async (end, states) => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    await world.comment('maintain', pull.number, '/promote prod')
    expect(await statesIn('prod')).toEqual([['queued']])
    const [proposal] = await world.proposals()
    const number = proposal?.number ?? 0
    if (end === 'merged') await world.accept(number)
    else {
      await world.as('second').rest.pulls.update({ ...GITOPS_AT, pull_number: number, state: 'closed' })
      await world.app.idle()
    }
    expect(await statesIn('prod')).toEqual([states])
  })

  test('a proposal that is rewritten leaves one deployment in the queue', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    await world.comment('maintain', pull.number, '/canary 5 prod')
    await world.comment('maintain', pull.number, '/canary 10 prod')
    expect(await statesIn('prod')).toEqual([['queued'], ['queued', 'inactive']])
  })

  test('the same comment again makes no other', async () => {
    const pull = await world.openPull()
    const said = await world.say('write', pull.number, '/canary 20')
    await world.app.idle()
    await runComment(world, said)
    expect(await statesIn('test')).toEqual([['success']])
  })

  test('is found when GitHub made it and failed afterwards', async () => {
    world.github.faults.add({ method: 'POST', path: /\/deployments$/, times: 1, effect: 'apply-then-502' })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    expect(await statesIn('test')).toEqual([['success']])
  })

  test('several models have environments of their own', async () => {
    const two = (config: string) =>
      config + config.slice(config.indexOf('  iris:')).replace('iris:', 'rose:').replaceAll('/iris/', '/rose/')
    await world.fresh({
      model: { '.github/serin.yml': two(MODEL_CONFIG) },
      gitops: { 'serin.yml': two(GITOPS_CONFIG) },
    })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20 --model iris')
    expect(await statesIn('iris/test')).toEqual([['success']])
  })
})

test('a failing mirror does not touch the release', async () => {
  grant({ ...USUAL, deployments: 'write' })
  world.github.faults.add({ method: 'POST', path: /\/deployments$/, times: 9, status: 500 })
  const pull = await world.openPull()
  const { text } = await world.comment('write', pull.number, '/canary 20')
  expect(text).toContain('takes 20 % of the traffic')
  world.github.faults.clear()
  expect(await deployments('test')).toEqual([])
})

test('without the permission it is said once in the log', async () => {
  grant(USUAL)
  const log: { sentence?: string }[] = []
  const pull = await world.openPull()
  for (const percent of [10, 20]) {
    const said = await world.say('write', pull.number, `/canary ${percent}`)
    await world.app.idle()
    await runComment(world, said, { log })
  }
  expect(await deployments('test')).toEqual([])
  const told = world.app.log.split('\n').filter((line) => line.includes('No deployments are written in acme/iris'))
  expect(told).toHaveLength(1)
})
