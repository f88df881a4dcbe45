import { describe, expect, test } from 'vitest'
import { OPEN_CONFIG, values } from './files.ts'
import { runComment } from './stories.ts'
import { GITOPS_AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
/** Production changes by pull request, and takes versions that have run nowhere. */
const PROD = 'file: model-deployments/prod/iris/config.yaml\n'
const CONFIG = OPEN_CONFIG.replace(PROD, `${PROD}        change: pull-request\n`)

async function begin() {
  await world.fresh({ gitops: { 'serin.yml': CONFIG } })
  const pull = await world.openPull()
  await world.comment('maintain', pull.number, '/canary 20 prod')
  const [proposal] = await world.proposals()
  if (proposal === undefined) throw new Error('There is no proposal.')
  return { pull, proposal }
}

const stateOf = async (number: number) =>
  (await world.as('owen').rest.pulls.get({ ...GITOPS_AT, pull_number: number })).data.state

describe('/rollback while a canary is only proposed', () => {
  test.each(['/rollback', '/rollback prod'])('%s closes the proposal and says so', async (command) => {
    const { pull, proposal } = await begin()
    const { text, url } = await world.comment('write', pull.number, command)
    expect(text).toBe(
      `**prod**: closed [\`acme/mlops-gitops#${proposal.number}\`](${proposal.html_url}), which proposed \`${pull.version}\`. It was not merged, so nothing else changes there.`,
    )
    expect(await stateOf(proposal.number)).toBe('closed')
    expect(await world.proposals()).toEqual([])
    const { data } = await world.as('owen').rest.issues.listComments({ ...GITOPS_AT, issue_number: proposal.number })
    expect(data.at(-1)?.body).toContain(`Closed by \`/rollback\` of \`write\` ([here](${url})).`)
    expect(await world.newsOn(pull.number)).toEqual([expect.stringContaining('was closed without being merged')])
  })

  test('run once more rolls back nothing else', async () => {
    const { pull } = await begin()
    const said = await world.comment('write', pull.number, '/rollback prod')
    await runComment(world, said)
    expect((await world.answerTo(pull.number, said)).text).toContain('**prod**: closed [')
    expect(await world.proposals()).toEqual([])
    expect(world.manifest('prod')).toBe(values(OLD))
  })

  test('as a plan closes nothing', async () => {
    const { pull, proposal } = await begin()
    const { text } = await world.comment('read', pull.number, '/plan /rollback')
    expect(text).toContain(`**Plan**; nothing was written. **prod**: closes [`)
    expect(await stateOf(proposal.number)).toBe('open')
  })

  test('goes back where the version runs, and names what waits elsewhere', async () => {
    const { pull, proposal } = await begin()
    await world.comment('write', pull.number, '/canary 20 test')
    const { text } = await world.comment('write', pull.number, '/rollback test')
    expect(world.manifest('test')).toBe(values(pull.version, 0))
    expect(text).toContain(
      `\`acme/mlops-gitops#${proposal.number}\` is still open and proposes \`${pull.version}\` for “prod”; \`/rollback prod\` closes it.`,
    )
  })

  test('with nothing to go back to names what could still come', async () => {
    const { proposal } = await begin()
    const other = await world.openPull({ branch: 'other' })
    const { text } = await world.comment('write', other.number, '/rollback prod')
    expect(text).toContain(`\`acme/mlops-gitops#${proposal.number}\` is still open and proposes`)
    expect(text).toContain('for another pull request. Close it if it must not be merged.')
  })

  test('names what another pull request proposes, and leaves it', async () => {
    const { pull, proposal } = await begin()
    await world.accept(proposal.number)
    await world.gitops.commit({
      branch: 'serin/iris/prod/aaaaaaaaaaaa',
      message: 'x',
      files: { 'model-deployments/prod/iris/config.yaml': values('aaaaaaaaaaaa') },
    })
    const body = proposal.body?.replaceAll(pull.version, 'aaaaaaaaaaaa').replace('"pullRequest":1', '"pullRequest":99')
    const head = 'serin/iris/prod/aaaaaaaaaaaa'
    const { data } = await world
      .as('write')
      .rest.pulls.create({ ...GITOPS_AT, title: 'x', head, base: 'main', body: body ?? '' })
    const { text } = await world.comment('write', pull.number, '/rollback prod')
    expect(text).toContain(`\`acme/mlops-gitops#${data.number}\` is still open and proposes \`aaaaaaaaaaaa\``)
    expect(text).toContain('for another pull request. Close it if it must not be merged.')
    expect(await stateOf(data.number)).toBe('open')
  })
})
