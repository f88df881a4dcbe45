import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GITOPS, IRIS, startWorld, type World } from './emulate/world.ts'

const MANIFEST = 'model-deployments/test/iris/config.yaml'
const metrics = (accuracy: number) => JSON.stringify({ accuracy })
const MODEL_FILES = {
  '.github/serin.yml': `gitops: acme/mlops-gitops
models:
  iris:
    metrics: [metrics.json]
    gates:
      accuracy: { min: 0.9, max-regression: 0.02 }
`,
  // No training: the time that it takes would be news of its own.
  'metrics.json': metrics(0.93),
}
const GITOPS_FILES = {
  'serin.yml': `models:
  iris:
    source: acme/iris
    default-environment: test
    environments:
      test: { file: ${MANIFEST}, on-merge: release }
`,
  [MANIFEST]: '---\nname: iris # the model\nversion: "aaaaaaaaaaaa" # which one\n\nreplicas: { min: 1, max: 2 }\n',
}

/** One story: each chapter goes on where the one before ended. */
describe('On a GitHub that others wrote', { timeout: 15_000 }, () => {
  let world: World
  let main: string
  let pull: Awaited<ReturnType<World['openPull']>>
  let writesUntilCanary: number

  beforeAll(async () => {
    world = await startWorld()
    await world.createRepository(GITOPS, GITOPS_FILES)
    main = await world.createRepository(IRIS, MODEL_FILES)
  }, 15_000)
  afterAll(() => world.stop())

  async function comments() {
    const { data } = await world.as('ada').rest.issues.listComments({ ...IRIS, issue_number: pull.number })
    return data.map(({ id, user, body = '' }) => ({ id, by: user?.login, body }))
  }

  async function checks(sha: string) {
    const { data } = await world.as('ada').rest.checks.listForRef({ ...IRIS, ref: sha, filter: 'all' })
    return data.check_runs.map(({ id, name, conclusion }) => ({ id, name, conclusion }))
  }

  /** The changes of the manifest, the newest first. */
  async function releases() {
    const { data } = await world.as('ada').rest.repos.listCommits({ ...GITOPS, path: MANIFEST })
    return data.map(({ commit, author }) => ({ message: commit.message, by: author?.login }))
  }

  async function readFile(name: typeof IRIS | typeof GITOPS, path: string, ref = 'main'): Promise<string> {
    const { data } = await world.as('ada').rest.repos.getContent({ ...name, path, ref, mediaType: { format: 'raw' } })
    return String(data)
  }

  /** Ada's comment, and Serin's reply to it. */
  async function command(text: string) {
    const { data } = await world.as('ada').rest.issues.createComment({ ...IRIS, issue_number: pull.number, body: text })
    const marker = `<!-- serin:reply ${data.id} -->`
    const reply = await world.until(async () => (await comments()).find(({ body }) => body.startsWith(marker)))
    return { id: data.id, reply }
  }

  /** The webhook that told the app of ada's `/canary 20`. */
  function canaryWebhook() {
    const isIt = (body: string) => JSON.parse(body).comment?.body === '/canary 20'
    const sent = world.front.deliveries.find(({ body }) => isIt(body))
    if (sent === undefined) throw new Error('The app was not told')
    return sent
  }

  it('main is measured, recorded and released', async () => {
    const run = await world.runOnMain('0'.repeat(40), main)

    expect(run.annotations).toEqual([])
    expect(run).toMatchObject({ conclusion: 'success', outputs: { verdict: 'pass', version: main.slice(0, 12) } })
    expect(JSON.parse(await readFile(IRIS, 'history/iris/0001.jsonl', 'serin-data'))).toMatchObject({ sha: main })
    expect(await readFile(GITOPS, MANIFEST)).toBe(GITOPS_FILES[MANIFEST].replace('aaaaaaaaaaaa', main.slice(0, 12)))
    expect(await checks(main)).toMatchObject([{ name: 'serin / iris', conclusion: 'success' }])
  })

  it('a pull request gets a comment and a check run', async () => {
    await world.commit(IRIS, 'better', { 'metrics.json': metrics(0.97) })
    pull = await world.openPull('better')
    const run = await world.runOnPull(pull, { 'metrics.json': metrics(0.8) })

    expect(run).toMatchObject({ conclusion: 'failure', outputs: { verdict: 'fail' } })
    expect(await comments()).toMatchObject([{ by: 'github-actions[bot]', body: expect.stringContaining('0.93') }])
    expect(await checks(pull.head)).toMatchObject([{ name: 'serin / iris', conclusion: 'failure' }])
  })

  it('a re-run updates both', async () => {
    const before = { comments: await comments(), checks: await checks(pull.head) }
    const run = await world.runOnPull(pull)

    expect(run).toMatchObject({ conclusion: 'success', outputs: { verdict: 'pass' } })
    expect(await comments()).toMatchObject([{ id: before.comments[0]?.id, body: expect.stringContaining('0.97') }])
    expect(await checks(pull.head)).toMatchObject([{ id: before.checks[0]?.id, conclusion: 'success' }])
  })

  it('a re-run with nothing new leaves the comment alone', async () => {
    const before = world.front.writes.length
    await world.runOnPull(pull)
    expect(world.front.writes.slice(before)).toEqual([expect.stringContaining('PATCH /repos/acme/iris/check-runs/')])
  })

  it('/canary becomes one commit and one reply', async () => {
    const { id, reply } = await command('/canary 20')
    writesUntilCanary = world.front.writes.length

    expect(reply).toMatchObject({ by: 'serin[bot]', body: expect.stringContaining('20') })
    const canary = `version: "${pull.head.slice(0, 12)}" # which one\n`
    const manifest = await readFile(GITOPS, MANIFEST)
    expect(manifest).toContain(canary)
    expect(manifest).toMatch(/canary:\n {2}trafficPercent: 20\n/)
    const [newest, ...older] = await releases()
    expect(newest).toMatchObject({ message: expect.stringContaining(`Serin-Version: ${pull.head.slice(0, 12)}`) })
    expect(older).toHaveLength(2)
    const reactions = await world.as('ada').rest.reactions.listForIssueComment({ ...IRIS, comment_id: id })
    expect(reactions.data.map(({ content }) => content)).toEqual(['eyes'])
  })

  it('every webhook is signed and accepted', () => {
    const told = world.front.deliveries.map(({ event, status }) => `${event} ${status}`)
    expect(new Set(told)).toEqual(new Set(['pull_request 202', 'issue_comment 202']))
  })

  it.each(['the same', 'another'])('the command sent again under %s id is accepted', async (which) => {
    const sent = canaryWebhook()
    const id = which === 'another' ? { 'x-github-delivery': 'another' } : {}
    expect(await world.front.deliver({ ...sent, headers: { ...sent.headers, ...id } })).toBe(202)
  })

  it('the command with another signature is turned away', async () => {
    const sent = canaryWebhook()
    expect(await world.front.deliver({ ...sent, body: `${sent.body} ` })).toBe(400)
  })

  // A repository's commands are carried out one after the other: what those sent again had done would be among the writes.
  it('/rollback takes the traffic back, and nothing else has happened since', async () => {
    const { id, reply } = await command('/rollback')

    expect(reply).toMatchObject({ by: 'serin[bot]', body: expect.stringContaining(main.slice(0, 12)) })
    expect(await readFile(GITOPS, MANIFEST)).toMatch(/canary:\n {2}trafficPercent: 0\n/)
    expect(await releases()).toMatchObject([
      { message: expect.stringContaining('Serin-Rollout: pinned'), by: 'serin[bot]' },
      { message: expect.stringContaining('Serin-Rollout: canary 20'), by: 'serin[bot]' },
      { message: expect.stringContaining(`Serin-Version: ${main.slice(0, 12)}`), by: 'serin[bot]' },
      { by: 'ada' },
    ])
    expect(world.front.writes.slice(writesUntilCanary)).toEqual([
      `POST /repos/acme/iris/issues/${pull.number}/comments`,
      `POST /repos/acme/iris/issues/comments/${id}/reactions`,
      'POST /repos/acme/mlops-gitops/git/trees',
      'POST /repos/acme/mlops-gitops/git/commits',
      'PATCH /repos/acme/mlops-gitops/git/refs/heads/main',
      `POST /repos/acme/iris/issues/${pull.number}/comments`,
    ])
    const said = (await comments()).map(({ by }) => by)
    expect(said).toEqual(['github-actions[bot]', 'ada', 'serin[bot]', 'ada', 'serin[bot]'])
  })
})
