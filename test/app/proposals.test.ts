import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, values } from './files.ts'
import { GITOPS_AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const PROD = 'model-deployments/prod/iris/config.yaml'

/** A pull request whose version is stable in test and so may go to prod. */
async function tested() {
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/promote test')
  return pull
}

async function proposed(command = '/promote prod') {
  const pull = await tested()
  const answer = await world.comment('maintain', pull.number, command)
  const [proposal] = await world.proposals()
  if (proposal === undefined) throw new Error(`There is no proposal: ${answer.text}`)
  return { pull, answer, proposal }
}

describe('a protected branch', () => {
  test('gets a pull request', async () => {
    const { pull, answer, proposal } = await proposed()
    expect(world.commits('production')).toBe(0)
    expect(proposal).toMatchObject({ title: `iris in prod: ${pull.version}`, base: { ref: 'production' } })
    expect(answer.text).toContain(`Proposed as [\`acme/mlops-gitops#${proposal.number}\`](${proposal.html_url})`)
    expect(answer.text).toContain(`+version: ${pull.version} # the first`)
  })

  test('protected by a classic rule gets one too', async () => {
    world.gitops.unprotect('production')
    world.gitops.protect('production', { requiredReviews: 1 })
    const { proposal } = await proposed()
    expect(proposal.base.ref).toBe('production')
  })

  test('whose protection cannot be read ahead gets one after its refusal', async () => {
    const pull = await tested()
    world.github.faults.add({ method: 'GET', path: /\/rules\/branches\/production$/, status: 200, body: [] })
    await world.comment('maintain', pull.number, '/promote prod')
    expect(await world.proposals()).toHaveLength(1)
  })

  test('gets the version and the percentage in one commit', async () => {
    const { pull, proposal } = await proposed('/canary 5 prod')
    const { data } = await world.as('owen').rest.pulls.listCommits({ ...GITOPS_AT, pull_number: proposal.number })
    expect(data).toHaveLength(1)
    expect(world.manifest('prod', proposal.head.ref)).toBe(values(pull.version, 5))
  })
})

test('an environment may ask for pull requests', async () => {
  const serin = GITOPS_CONFIG.replace('on-merge: release', 'change: pull-request')
  await world.fresh({ gitops: { 'serin.yml': serin } })
  const pull = await world.openPull()
  const { text } = await world.comment('write', pull.number, '/canary 20')
  expect(text).toContain('**test** changes by pull request only. Proposed as ')
  expect((await world.proposals())[0]).toMatchObject({ base: { ref: 'main' } })
})

describe('the same command again', () => {
  test('finds its pull request', async () => {
    const { pull, proposal } = await proposed()
    const { text } = await world.comment('maintain', pull.number, '/promote prod')
    expect(text).toContain(`Proposed already, as [\`acme/mlops-gitops#${proposal.number}\`]`)
    expect(await world.proposals('all')).toHaveLength(1)
  })

  test('keeps an approval', async () => {
    const { pull, proposal } = await proposed()
    await world.as('second').rest.pulls.createReview({ ...GITOPS_AT, pull_number: proposal.number, event: 'APPROVE' })
    await world.comment('maintain', pull.number, '/promote prod')
    const { data } = await world.as('owen').rest.pulls.listReviews({ ...GITOPS_AT, pull_number: proposal.number })
    expect(data.map(({ state }) => state)).toEqual(['APPROVED'])
  })
})

test('another percentage updates the pull request', async () => {
  const { pull, proposal } = await proposed('/canary 5 prod')
  await world.comment('maintain', pull.number, '/canary 10 prod')
  const proposals = await world.proposals('all')
  expect(proposals.map(({ number, title }) => [number, title])).toEqual([
    [proposal.number, `iris in prod: canary ${pull.version} at 10 %`],
  ])
  expect(world.manifest('prod', proposal.head.ref)).toBe(values(pull.version, 10))
})

describe('a left-over branch of a proposal', () => {
  test('is made anew after its merge and a revert by hand', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number, 'merge')
    await world.gitops.commit({ branch: 'production', message: 'Revert', files: { [PROD]: values(OLD) } })
    const { text } = await world.comment('maintain', pull.number, '/promote prod')
    expect(text).toContain('Proposed as [')
    expect((await world.proposals()).map(({ number }) => number)).toEqual([proposal.number + 1])
  })

  test('is made anew after it was closed', async () => {
    const { pull, proposal } = await proposed()
    await world.as('second').rest.pulls.update({ ...GITOPS_AT, pull_number: proposal.number, state: 'closed' })
    await world.app.idle()
    await world.gitops.commit({ branch: 'production', message: 'Other', files: { [PROD]: `${values(OLD)}# new\n` } })
    await world.comment('maintain', pull.number, '/promote prod')
    const [again] = await world.proposals()
    expect(world.manifest('prod', again?.head.ref)).toBe(`${values(pull.version)}# new\n`)
  })
})

describe('the model’s pull request is told', () => {
  test('of a merge', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number)
    expect(await world.newsOn(pull.number)).toEqual([
      `**prod**: [\`acme/mlops-gitops#${proposal.number}\`](${proposal.html_url}) was merged: \`${pull.version}\` takes all the traffic.`,
    ])
    expect(world.manifest('prod', 'production')).toBe(values(pull.version))
  })

  test('of a merged canary', async () => {
    const { pull, proposal } = await proposed('/canary 5 prod')
    await world.accept(proposal.number)
    expect(await world.newsOn(pull.number)).toEqual([
      expect.stringContaining(`\`${pull.version}\` takes 5 % of the traffic`),
    ])
  })

  test('of a merged rollback', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number)
    await world.comment('maintain', pull.number, '/rollback prod')
    const [rollback] = await world.proposals()
    expect(rollback?.title).toBe(`iris in prod: roll back ${pull.version}`)
    expect(rollback?.body).toContain(`rolled back; \`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
    await world.accept(rollback?.number ?? 0)
    const news = await world.newsOn(pull.number)
    expect(news[1]).toContain(`was merged: rolled back; \`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
    expect(world.manifest('prod', 'production')).toBe(values(pull.version, 0))
  })

  test('of a closed one', async () => {
    const { pull, proposal } = await proposed()
    await world.as('second').rest.pulls.update({ ...GITOPS_AT, pull_number: proposal.number, state: 'closed' })
    await world.app.idle()
    expect(await world.newsOn(pull.number)).toEqual([
      expect.stringContaining('was closed without being merged; nothing changed there.'),
    ])
  })

  test('once, however often GitHub says it', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number)
    for (const { id } of world.github.deliveries.filter(
      ({ event, action }) => event === 'pull_request' && action === 'closed',
    ))
      world.github.redeliver(id)
    await world.app.idle()
    expect(await world.newsOn(pull.number)).toHaveLength(1)
  })
})

describe('a mark that somebody forged', () => {
  const mark = (fields: object) =>
    `<!-- serin:proposal ${JSON.stringify({ source: 'acme/iris', pullRequest: 1, model: 'iris', environment: 'prod', version: 'aaaaaaaaaaaa', rollout: { kind: 'stable' }, ...fields })} -->`

  async function closeForged(branch: string, body: string): Promise<number> {
    const pull = await world.openPull()
    await world.gitops.commit({ branch, message: 'x', files: { x: 'x' }, author: 'write' })
    const forged = await world
      .as('write')
      .rest.pulls.create({ ...GITOPS_AT, title: 'x', head: branch, base: 'main', body })
    await world.as('write').rest.pulls.update({ ...GITOPS_AT, pull_number: forged.data.number, state: 'closed' })
    await world.app.idle()
    return (await world.newsOn(pull.number)).length
  }

  test.each([
    ['on a branch of another name', 'feature', mark({})],
    ['on the branch of another version', 'serin/iris/prod/bbbbbbbbbbbb', mark({})],
    ['for an environment that is not there', 'serin/iris/moon/aaaaaaaaaaaa', mark({ environment: 'moon' })],
    ['for a model that is not there', 'serin/cars/prod/aaaaaaaaaaaa', mark({ model: 'cars' })],
    ['for a pull request that is not there', 'serin/iris/prod/aaaaaaaaaaaa', mark({ pullRequest: 99 })],
    ['for another repository', 'serin/iris/prod/aaaaaaaaaaaa', mark({ source: 'acme/mlops-gitops' })],
    ['for a repository that is not there', 'serin/iris/prod/aaaaaaaaaaaa', mark({ source: 'umbrella/iris' })],
    ['in broken JSON', 'serin/iris/prod/aaaaaaaaaaaa', '<!-- serin:proposal {oops -->'],
    ['without a rollout', 'serin/iris/prod/aaaaaaaaaaaa', mark({ rollout: 'all' })],
  ])('%s is not believed', async (_, branch, body) => {
    expect(await closeForged(branch, body)).toBe(0)
  })

  test('in a fork is not believed', async () => {
    const pull = await world.openPull()
    world.gitops.setRole('mallory', 'read')
    const fork = world.gitops.fork('mallory')
    await fork.commit({ branch: 'serin/iris/prod/aaaaaaaaaaaa', message: 'x', files: { x: 'x' } })
    const head = 'mallory:serin/iris/prod/aaaaaaaaaaaa'
    const forged = await world
      .as('mallory')
      .rest.pulls.create({ ...GITOPS_AT, title: 'x', head, base: 'main', body: mark({}) })
    await world.as('mallory').rest.pulls.update({ ...GITOPS_AT, pull_number: forged.data.number, state: 'closed' })
    await world.app.idle()
    expect(await world.newsOn(pull.number)).toEqual([])
    fork.delete()
  })
})
