import { beforeEach, describe, expect, test } from 'vitest'
import { MODEL_CONFIG } from './files.ts'
import { type Around, commentAndRun, Died, runComment } from './stories.ts'
import { AT, type Person, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const SERIN = `${MODEL_CONFIG}    retrain: train.yml\n`

beforeEach(() => world.fresh({ model: { '.github/serin.yml': SERIN } }))

let before = 0
async function opened(): Promise<Pull> {
  const pull = await world.openPull()
  before = world.github.events.length
  return pull
}

const say = (person: Person, pull: number, body: string) => commentAndRun(world, { person, pull, body })

/** The workflows that were started since the pull request was opened. */
const started = () =>
  world.github.events.slice(before).flatMap(({ event, payload }) => {
    return event === 'workflow_dispatch' ? [{ workflow: payload.workflow, ref: payload.ref }] : []
  })

describe('/retrain', () => {
  test('starts the workflow on the default branch, and links its runs', async () => {
    const pull = await opened()
    const { text, reactions } = await say('write', pull.number, '/retrain')
    expect(started()).toEqual([{ workflow: '.github/workflows/train.yml', ref: 'refs/heads/main' }])
    expect(text).toContain(`/acme/iris/actions/workflows/train.yml) on \`main\``)
    expect(reactions).toEqual(['eyes', 'rocket'])
  })

  test('asks for `actions: write` only then, with a token for nothing else', async () => {
    const pull = await opened()
    await say('write', pull.number, '/status')
    const asked = () => world.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length
    const usual = asked()
    await say('write', pull.number, '/retrain')
    expect(asked() - usual).toBe(2)
  })

  test('works without a gitops repository', async () => {
    await world.fresh({ model: { '.github/serin.yml': SERIN.replace('gitops: acme/mlops-gitops\n', '') } })
    const pull = await opened()
    await say('write', pull.number, '/retrain')
    expect(started()).toHaveLength(1)
  })

  test.each(['triage', 'read', 'mallory'] as const)('is not for %s', async (person) => {
    const pull = await opened()
    const { text } = await say(person, pull.number, '/retrain')
    expect(text).toBe('**Not done.** This needs the role “write” or higher on this repository.')
    expect(started()).toEqual([])
  })

  test('needs a role on the model’s repository, not on the other one', async () => {
    const pull = await opened()
    world.model.setRole('maintain', 'read')
    expect((await say('maintain', pull.number, '/retrain')).text).toContain('on this repository')
    expect(started()).toEqual([])
  })

  test('says what to add where no workflow is named', async () => {
    await world.fresh()
    const pull = await opened()
    const { text } = await say('write', pull.number, '/retrain')
    expect(text).toContain('Add `retrain: <file name>` to it in')
  })

  test.each([
    [404, 'Not Found', 'There is no workflow `train.yml` on the default branch.'],
    [422, "Workflow does not have 'workflow_dispatch' trigger", 'it has no `workflow_dispatch` under `on:`'],
    [403, 'Resource not accessible by integration', 'actions: write'],
  ])('says why when GitHub answers %i', async (status, message, reason) => {
    const pull = await opened()
    world.github.faults.add({ method: 'POST', path: /\/dispatches$/, status, body: { message } })
    const { text, count } = await say('write', pull.number, '/retrain')
    expect(text).toContain(reason)
    expect(count).toBe(1)
  })

  test('says what the app lacks when it was not granted', async () => {
    const pull = await opened()
    const said = { person: 'write', pull: pull.number, body: '/retrain' } as const
    let tokens = 0
    const before: Around['before'] = async (_, request) => {
      if (!request.endsWith('/reactions') || tokens > 0) return
      tokens += 1
      const body = { message: 'The permissions requested are not granted to this installation.' }
      // Once for the installation that is remembered, once for the one that is looked up.
      world.github.faults.add({ method: 'POST', path: /\/access_tokens$/, times: 2, status: 422, body })
    }
    const { text } = await commentAndRun(world, said, { around: { before } })
    expect(text).toContain('may not reach acme/iris with `metadata: read`, `actions: write`.')
    expect(started()).toEqual([])
  })

  test('of an edited comment starts nothing', async () => {
    const pull = await opened()
    const said = await world.say('write', pull.number, '/retrain')
    await world.as('write').rest.issues.updateComment({ ...AT, comment_id: said.id, body: 'Never mind.' })
    await runComment(world, said)
    expect((await world.answerTo(pull.number, said)).text).toContain('was edited before')
    expect(started()).toEqual([])
  })
})

describe('wherever it dies', () => {
  test('nothing is started twice, and what is not known is told', async () => {
    const texts: string[] = []
    for (let moment = 1, died = true; died; moment += 1) {
      const pull = await world.fresh({ model: { '.github/serin.yml': SERIN } }).then(opened)
      const said = await world.say('write', pull.number, '/retrain')
      died = false
      const after: Around['after'] = (n) => {
        if (n !== moment) return
        died = true
        throw new Died()
      }
      await runComment(world, said, { around: { after } }).catch((error) => expect(error).toBeInstanceOf(Died))
      await runComment(world, said, { attempt: 2 })
      expect(started().length).toBeLessThanOrEqual(1)
      const { text, count } = await world.answerTo(pull.number, said)
      expect(count).toBe(1)
      if (started().length === 0) expect(text).toContain('which may run or not')
      texts.push(text.slice(0, 12))
    }
    expect(new Set(texts).size).toBe(2)
  })
})
