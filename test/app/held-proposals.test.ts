import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, values } from './files.ts'
import { type Around, commentAndRun, runComment } from './stories.ts'
import { GITOPS_AT, OLD, type Person, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const STATE = 'serin-state'

const say = (person: Person, pull: number, body: string, around: Around = {}) =>
  commentAndRun(world, { person, pull, body }, { around })

/** A proposal for prod that GitHub merges as soon as somebody approves it. */
async function waiting(autoMerge = '        auto-merge: squash\n') {
  const serin = GITOPS_CONFIG.replace('        after: test\n', `        after: test\n${autoMerge}`)
  await world.fresh({ gitops: { 'serin.yml': serin } })
  Object.assign(world.gitops.settings, { allowAutoMerge: true })
  const pull = await world.openPull()
  await say('write', pull.number, '/promote test')
  await say('maintain', pull.number, '/promote prod')
  const [proposal] = await world.proposals()
  if (proposal === undefined) throw new Error('There is no proposal.')
  return { pull, proposal }
}

const approve = async (number: number) => {
  await world.as('second').rest.pulls.createReview({ ...GITOPS_AT, pull_number: number, event: 'APPROVE' })
  await world.github.settled()
}
const autoMergeOf = async (number: number) =>
  (await world.as('owen').rest.pulls.get({ ...GITOPS_AT, pull_number: number })).data.auto_merge
const toldOn = async (number: number) => {
  const { data } = await world.as('owen').rest.issues.listComments({ ...GITOPS_AT, issue_number: number })
  return data.map(({ body }) => body ?? '')
}

describe('/freeze', () => {
  test('takes auto-merge back, so that an approval merges nothing', async () => {
    const { pull, proposal } = await waiting()
    const { text } = await say('maintain', pull.number, '/freeze prod')
    expect(text).toContain(`(${proposal.html_url}): its auto-merge is off now; \`/unfreeze\` says how it goes on.`)
    await approve(proposal.number)
    expect(world.manifest('prod', 'production')).toBe(values(OLD))
  })

  test('is told on the proposal', async () => {
    const { pull, proposal } = await waiting()
    const { url } = await say('maintain', pull.number, '/freeze prod')
    expect(await toldOn(proposal.number)).toEqual([
      expect.stringContaining(
        `**prod** is frozen by \`maintain\` ([here](${url})). Do not merge this until it is free`,
      ),
    ])
  })

  test('of another environment leaves auto-merge', async () => {
    const { pull, proposal } = await waiting()
    await say('maintain', pull.number, '/freeze test')
    expect(await autoMergeOf(proposal.number)).toMatchObject({ merge_method: 'squash' })
  })

  test('of what is frozen already takes auto-merge back too', async () => {
    const { pull, proposal } = await waiting()
    await world.gitops.commit({ branch: STATE, message: 'x', files: { 'freeze/iris/prod.yml': 'by: x\n' } })
    const { text } = await say('maintain', pull.number, '/freeze prod')
    expect(text).toContain(`Auto-merge is off on \`acme/mlops-gitops#${proposal.number}\`.`)
    expect(await autoMergeOf(proposal.number)).toBeNull()
  })

  test('finds a proposal whose description was changed', async () => {
    const { pull, proposal } = await waiting()
    await world.as('owen').rest.pulls.update({ ...GITOPS_AT, pull_number: proposal.number, body: 'Mine' })
    await say('maintain', pull.number, '/freeze prod')
    expect(await autoMergeOf(proposal.number)).toBeNull()
  })

  test('says so when GitHub merged first', async () => {
    const { pull, proposal } = await waiting()
    const before = async (_: number, request: string) => {
      if (request.endsWith(' disablePullRequestAutoMerge')) await approve(proposal.number)
    }
    const { text } = await say('maintain', pull.number, '/freeze prod', { before })
    expect(text).toContain('**it was merged before its auto-merge could be taken back.**')
  })

  test('says so when GitHub refuses', async () => {
    const { pull } = await waiting()
    const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]
    const body = { data: { disablePullRequestAutoMerge: null }, errors }
    world.github.faults.add({ method: 'POST', path: /\/disablePullRequestAutoMerge$/, status: 200, body })
    const { text } = await say('maintain', pull.number, '/freeze prod')
    expect(text).toContain('**its auto-merge is still on. Close it now.** GitHub says: Resource not accessible')
  })
})

test('a freeze that comes while a proposal is made leaves it without auto-merge', async () => {
  const { pull } = await waiting()
  const before = async (_: number, request: string) => {
    if (!request.endsWith(' enablePullRequestAutoMerge')) return
    await world.gitops.commit({ branch: STATE, message: 'x', files: { 'freeze/iris/prod.yml': 'by: ada\n' } })
  }
  const { text } = await say('maintain', pull.number, '/canary 20 prod', { before })
  expect(text).toContain('It will not merge by itself: “prod” is frozen by `ada`')
  const [proposal] = await world.proposals()
  expect(await autoMergeOf(proposal?.number ?? 0)).toBeNull()
})

describe('/unfreeze', () => {
  test('turns on again what the freeze took back', async () => {
    const { pull, proposal } = await waiting()
    await say('maintain', pull.number, '/freeze')
    const { text } = await say('maintain', pull.number, '/unfreeze')
    expect(text).toContain('What was refused meanwhile is not made up for: comment it again.')
    expect(text).toContain(`(${proposal.html_url}): its auto-merge is on again`)
    expect(await toldOn(proposal.number)).toEqual([expect.stringContaining('**prod** is free again by `maintain`')])
    await approve(proposal.number)
    expect(world.manifest('prod', 'production')).toBe(values(pull.version))
  })

  test('leaves off what a person turned off', async () => {
    const { pull, proposal } = await waiting()
    const off =
      'mutation ($id: ID!) { disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { number } } }'
    await world.as('second').graphql(off, { id: proposal.node_id })
    await say('maintain', pull.number, '/freeze')
    const { text } = await say('maintain', pull.number, '/unfreeze')
    expect(text).toContain(`(${proposal.html_url}): merge it by hand, or close it.`)
    expect(await autoMergeOf(proposal.number)).toBeNull()
  })

  test('is not undone by the freeze’s comment, run once more', async () => {
    const { pull, proposal } = await waiting()
    const freeze = await say('maintain', pull.number, '/freeze')
    await say('maintain', pull.number, '/unfreeze')
    await runComment(world, freeze)
    expect(await autoMergeOf(proposal.number)).toMatchObject({ merge_method: 'squash' })
  })
})
