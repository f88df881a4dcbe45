import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, values } from './files.ts'
import { runComment } from './stories.ts'
import { GITOPS_AT, OLD, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld()

const REPORT = `### iris: **pass**

| metric | main | this | change | 95 % |
| --- | --- | --- | --- | --- |
| accuracy | 0.91 | 0.93 | +0.02 | 0.01 … 0.03 |

[approve here](https://evil.test) @second <img src="https://evil.test/x.png">
Serin-Version: 666666666666`

/** As the configuration of all tests, with further keys for prod. */
async function withProd(keys: string): Promise<void> {
  await world.fresh({
    gitops: { 'serin.yml': GITOPS_CONFIG.replace('        after: test\n', `        after: test\n${keys}`) },
  })
}

async function tested(branch = 'random-forest'): Promise<Pull> {
  const pull = await world.openPull({ branch })
  await world.comment('write', pull.number, '/promote test')
  return pull
}

async function proposed(command = '/promote prod') {
  const pull = await tested()
  const { text } = await world.comment('maintain', pull.number, command)
  const [proposal] = await world.proposals()
  if (proposal === undefined) throw new Error(`There is no proposal: ${text}`)
  return { pull, text, proposal }
}

test('a proposal shows the evaluation of its commit, as words, and where the version has run', async () => {
  const pull = await world.openPull({ verdict: 'none' })
  await world.judged(pull.head, { conclusion: 'success', output: { title: 'iris passes', summary: REPORT } })
  await world.comment('write', pull.number, '/promote test')
  await world.comment('maintain', pull.number, '/promote prod')
  const body = (await world.proposals())[0]?.body ?? ''
  expect(body).toContain('iris passes\n\n> ### iris: **pass**')
  expect(body).toContain('> | accuracy | 0.91 | 0.93 | +0.02 | 0.01 … 0.03 |')
  expect(body).not.toMatch(/evil\.test\)|@second|<img|^Serin-Version: 666/m)
  expect(body).toContain('**test**: all the traffic since [')
  expect(body).toMatch(/```diff\n@@[^`]*\+version: /)
  expect(body.trim().split('\n\n').at(-1)).toContain(`Serin-Version-Before: ${OLD}\nSerin-Rollout-Before: stable\n`)
})

test('a commit says what ran before', async () => {
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/canary 20')
  await world.comment('write', pull.number, '/canary 50')
  const [first, second] = world.gitops.log('main').slice(0, 2).reverse()
  expect(first?.message).toContain(
    `Serin-Rollout: canary 20\nSerin-Version-Before: ${OLD}\nSerin-Rollout-Before: stable`,
  )
  expect(second?.message).toContain(
    `Serin-Rollout: canary 50\nSerin-Version-Before: ${pull.version}\nSerin-Rollout-Before: canary 20`,
  )
})

describe('after a merge', () => {
  const SQUASHES = [
    ['a squash with the commit’s words', 'squash', 'COMMIT_OR_PR_TITLE', 'COMMIT_MESSAGES'],
    ['a squash with the pull request’s words', 'squash', 'PR_TITLE', 'PR_BODY'],
    ['a squash with nothing but the title', 'squash', 'PR_TITLE', 'BLANK'],
    ['a merge', 'merge', 'PR_TITLE', 'BLANK'],
    ['a rebase', 'rebase', 'PR_TITLE', 'BLANK'],
  ] as const

  test.each(SQUASHES)('by %s the history knows what ran', async (_, method, squashTitle, squashMessage) => {
    const chain = GITOPS_CONFIG.replace('      test:\n', '      test:\n        change: pull-request\n')
    await world.fresh({ gitops: { 'serin.yml': chain } })
    Object.assign(world.gitops.settings, { squashTitle, squashMessage })
    const pull = await tested()
    const [first] = await world.proposals()
    await world.accept(first?.number ?? 0, method)
    const newer = await world.openPull({ branch: 'newer' })
    await world.comment('write', newer.number, '/promote test')
    const [second] = await world.proposals()
    await world.accept(second?.number ?? 0, method)
    expect(world.manifest('test')).toBe(values(newer.version))
    const { text } = await world.comment('maintain', pull.number, '/promote prod')
    expect(text).toContain('**prod** changes by pull request only. Proposed as ')
  })

  test.each(SQUASHES)(
    'by %s the same comment is not carried out again',
    async (_, method, squashTitle, squashMessage) => {
      Object.assign(world.gitops.settings, { squashTitle, squashMessage })
      const pull = await tested()
      const said = await world.say('maintain', pull.number, '/promote prod')
      await world.app.idle()
      await world.accept((await world.proposals())[0]?.number ?? 0, method)
      await runComment(world, said)
      expect(await world.proposals('all')).toHaveLength(1)
      const { text, count } = await world.answerTo(pull.number, said)
      expect(count).toBe(1)
      expect(text).toMatch(/takes all the traffic. Commit \[/)
    },
  )
})

describe('a newer version', () => {
  test('closes the older proposal and names itself there', async () => {
    const { pull, proposal } = await proposed()
    const newer = await tested('newer')
    await world.comment('maintain', newer.number, '/promote prod')
    const [open, ...others] = await world.proposals()
    expect([open?.title, others]).toEqual([`iris in prod: ${newer.version}`, []])
    const { data } = await world.as('owen').rest.issues.listComments({ ...GITOPS_AT, issue_number: proposal.number })
    expect(data.map(({ body }) => body)).toEqual([
      expect.stringContaining(`Closed for [\`acme/mlops-gitops#${open?.number}\`]`),
    ])
    expect(await world.newsOn(pull.number)).toEqual([
      expect.stringContaining(`was closed for the newer [\`acme/mlops-gitops#${open?.number}\`]`),
    ])
  })

  test('leaves what others have proposed under such a name', async () => {
    const { proposal } = await proposed()
    const mark = proposal.body?.split('\n')[0]?.replaceAll(/"version":"[^"]*"/g, '"version":"aaaaaaaaaaaa"') ?? ''
    await world.gitops.commit({
      branch: 'serin/iris/prod/aaaaaaaaaaaa',
      from: 'production',
      message: 'x',
      files: { x: 'x' },
    })
    const forged = { ...GITOPS_AT, title: 'x', head: 'serin/iris/prod/aaaaaaaaaaaa', base: 'production', body: mark }
    const { data } = await world.as('write').rest.pulls.create(forged)
    const newer = await tested('newer')
    await world.comment('maintain', newer.number, '/promote prod')
    expect((await world.proposals()).map(({ number }) => number)).toEqual([data.number + 1, data.number])
  })

  test('leaves a rollback that waits', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number)
    await world.comment('maintain', pull.number, '/rollback prod')
    const [rollback] = await world.proposals()
    const newer = await tested('newer')
    await world.comment('maintain', newer.number, '/promote prod')
    expect((await world.proposals()).map(({ number }) => number)).toContain(rollback?.number)
  })
})

describe('reviewers', () => {
  test('are asked', async () => {
    await withProd('        reviewers: [second, acme/release]\n')
    world.gitops.setTeamRole(world.github.createTeam('acme', 'release', ['second']), 'write')
    const { proposal } = await proposed()
    expect(proposal.requested_reviewers?.map(({ login }) => login)).toEqual(['second'])
    expect(proposal.requested_teams?.map(({ slug }) => slug)).toEqual(['release'])
  })

  test('who may not be asked do not keep the others from it, nor the proposal', async () => {
    await withProd('        reviewers: [second, mallory]\n')
    const { proposal, text } = await proposed()
    expect(proposal.requested_reviewers?.map(({ login }) => login)).toEqual(['second'])
    expect(text).toContain(
      '`mallory` could not be asked for a review: Reviews may only be requested from collaborators',
    )
  })
})

describe('auto-merge', () => {
  test('waits for what the branch asks for', async () => {
    await withProd('        auto-merge: squash\n')
    Object.assign(world.gitops.settings, { allowAutoMerge: true, squashTitle: 'PR_TITLE', squashMessage: 'BLANK' })
    const { pull, proposal } = await proposed()
    expect(world.commits('production')).toBe(0)
    await world.as('second').rest.pulls.createReview({ ...GITOPS_AT, pull_number: proposal.number, event: 'APPROVE' })
    await world.github.settled()
    expect(world.manifest('prod', 'production')).toBe(values(pull.version))
    expect(world.gitops.log('production')[0]?.message).toContain(`Serin-Version: ${pull.version}`)
  })

  test('takes the way of merging that the repository allows', async () => {
    await withProd('        auto-merge: true\n')
    Object.assign(world.gitops.settings, { allowAutoMerge: true, allowSquashMerge: false })
    const { text } = await proposed()
    expect(text).not.toContain('by hand')
  })

  test.each([
    ['in a repository that does not allow it', {}, '', 'Auto merge is not allowed for this repository'],
    ['with nothing to wait for', { allowAutoMerge: true }, 'free', 'Pull request is in clean status'],
  ])('%s is said', async (_, settings, free, reason) => {
    await withProd('        auto-merge: squash\n        change: pull-request\n')
    Object.assign(world.gitops.settings, settings)
    if (free) world.gitops.unprotect('production')
    const { text, proposal } = await proposed()
    expect(text).toContain(`It will not merge by itself, so merge it by hand. GitHub says: ${reason}`)
    expect(proposal.state).toBe('open')
  })
})

describe('protection that an environment demands', () => {
  const ALL = `        protection: { reviews: 1, dismiss-stale: true, code-owners: true, last-push-approval: true, checks: [render] }\n`
  const RULES = {
    requiredReviews: 1,
    dismissStale: true,
    codeOwners: true,
    requireLastPushApproval: true,
    requiredChecks: ['render'],
  }

  async function promoteTo(rules: object | undefined): Promise<string> {
    await withProd(ALL)
    world.gitops.unprotect('production')
    if (rules) world.gitops.protect('production', { kind: 'ruleset', ...rules })
    const pull = await tested()
    return (await world.comment('maintain', pull.number, '/promote prod')).text
  }

  test('and the branch has is enough', async () => {
    expect(await promoteTo(RULES)).toContain('Proposed as ')
  })

  test.each([
    ['reviews', { requiredReviews: 0 }, 'an approving review'],
    ['dismissal', { dismissStale: false }, 'that a new commit makes approvals void'],
    ['code owners', { codeOwners: false }, 'a review by a code owner'],
    ['another approver', { requireLastPushApproval: false }, 'an approval by somebody else than who pushed last'],
    ['a check', { requiredChecks: ['other'] }, 'the check “render”'],
    ['any force', { enforcement: 'evaluate' }, 'an approving review, a review by a code owner'],
  ])('and that lacks %s is refused by name', async (_, without, missing) => {
    const text = await promoteTo({ ...RULES, ...without })
    expect(text).toContain(`“prod” demands rules of its branch “production” that are not in force: ${missing}`)
    expect(text).toContain('may not read classic branch protection')
    expect(await world.proposals()).toEqual([])
  })

  test('and that the app may bypass is refused', async () => {
    const text = await promoteTo({ ...RULES, name: 'production', bypass: ['serin[bot]'] })
    expect(text).toContain('may bypass “production”, which “prod” relies on')
  })

  test('does not hold a rollback up', async () => {
    const { pull, proposal } = await proposed()
    await world.accept(proposal.number)
    const serin = GITOPS_CONFIG.replace('        after: test\n', `        after: test\n${ALL}`)
    await world.gitops.commit({ message: 'Demand', files: { 'serin.yml': serin } })
    const { text } = await world.comment('maintain', pull.number, '/rollback prod')
    expect(text).toContain('Proposed as ')
  })
})
