import { describe, expect, test } from 'vitest'
import { type AuditEntry, auditTo } from '../../app/audit.ts'
import { createLog } from '../../app/log.ts'
import { createMetrics } from '../../app/metrics.ts'
import { REASONS, type ReasonCode } from '../../src/release/reason.ts'
import { type Files, MODEL_CONFIG, OPEN_CONFIG, values } from './files.ts'
import { commentAndRun, Died, runComment, type Told } from './stories.ts'
import { AT, OLD, type Person, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const TEST = 'model-deployments/test/iris/config.yaml'
const STATE = 'serin-state'

const metrics = createMetrics(async () => ({ waiting: 0, leased: 0, done: 0, dead: 0 }), Date.now)
const keep = auditTo(createLog({ level: 'info', format: 'json', secrets: [], write: () => {} }), metrics)

/** How a command comes to a reason. */
interface Story {
  readonly body: string
  readonly person?: Person
  readonly files?: { readonly model?: Files; readonly gitops?: Files }
  readonly pull?: Parameters<typeof world.openPull>[0]
  /** What happened before; may answer with another pull request for the command. */
  readonly first?: (pull: Pull) => Promise<unknown>
  /** What happens before each of the command's requests. */
  readonly meanwhile?: (request: string, pull: Pull, said: Told) => Promise<unknown> | undefined
  /** The request before which a first attempt dies. */
  readonly dies?: RegExp
  readonly minutesLater?: number
  readonly attempt?: number
}

const say = (person: Person, { number: pull }: Pull, body: string) => commentAndRun(world, { person, pull, body })
const test_ = (keys: string) => ({
  gitops: { 'serin.yml': OPEN_CONFIG.replace('test/iris/config.yaml\n', `test/iris/config.yaml\n        ${keys}\n`) },
})
const manifest = (text: string, more: Files = {}) => ({ gitops: { [TEST]: text, ...more } })
const model = (text: string) => ({ model: { '.github/serin.yml': text } })
const byHand = (files: Record<string, string>, branch = 'main') => world.gitops.commit({ branch, message: 'x', files })
const push = () =>
  world.model.commit({ branch: 'random-forest', message: 'x', files: { 'params.yaml': 'model: other\n' } })
const beforeWrite = (request: string) => request.endsWith(' comments')
const faultyDispatch = async (status: number) =>
  world.github.faults.add({ method: 'POST', path: /\/dispatches$/, status, body: { message: 'workflow_dispatch' } })

const SETTABLE = test_('settable: { most: { path: replicas.max, type: integer, max: 9 } }')
const STEPS = test_('steps: [5, { canary: 20, soak: 2h }, 50]')
const DEMAND = test_('protection: { reviews: 1 }')
const RETRAIN = model(`${MODEL_CONFIG}    retrain: train.yml\n`)
const ISTIO = manifest(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris]
  http:
    - route:
        - destination:
            host: iris-${OLD}
          weight: 100
`)
const IMAGE = manifest(
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec: { template: { spec: { containers: [{ name: model, image: "r.test/iris:${OLD}" }] } } }
`,
  test_('settable: { image: { path: "spec.template.spec.containers.0.image", type: text, values: ["r.test/iris:x"] } }')
    .gitops,
)
const STANDARD = manifest(`apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: iris, annotations: { serving.kserve.io/deploymentMode: Standard } }
spec: { predictor: { model: { storageUri: "s3://m/iris/${OLD}" } } }
`)
const CHART = 'charts/inference-service'
const DEAF: Files = {
  [`${CHART}/Chart.yaml`]: 'apiVersion: v2\nname: inference-service\nversion: 1.0.0\n',
  [`${CHART}/templates/service.yaml`]: 'spec: { image: "iris:{{ .Values.version }}" }\n',
}

/** Every reason, each by a story that a person could tell: what no story comes to is no reason. */
const STORIES: Readonly<Record<ReasonCode, Story>> = {
  'not-understood': { body: '/canary 0' },
  'model-unclear': { body: '/canary 20 --model moon' },
  'too-late': { body: '/canary 20', minutesLater: 20 },
  'comment-deleted': {
    body: '/canary 20',
    meanwhile: (request, _, { id }) =>
      beforeWrite(request) ? world.as('owen').rest.issues.deleteComment({ ...AT, comment_id: id }) : undefined,
  },
  'comment-edited': {
    body: '/canary 20',
    meanwhile: (request, _, { id }) =>
      beforeWrite(request)
        ? world.as('owen').rest.issues.updateComment({ ...AT, comment_id: id, body: '/canary 99' })
        : undefined,
  },
  'role-too-low': { body: '/promote prod', person: 'write' },
  'skip-not-allowed': { body: '/canary 50 --skip', person: 'write', files: STEPS },
  'set-up': { body: '/canary 20', files: { model: { '.github/serin.yml': undefined } } },
  'sides-disagree': {
    body: '/canary 20',
    files: { gitops: { 'serin.yml': OPEN_CONFIG.replace('acme/iris', 'acme/cars') } },
  },
  'source-replaced': { body: '/canary 20', first: replaceModelRepository },
  'manifest-unreadable': { body: '/canary 20', files: manifest('version: [\n') },
  'app-may-bypass': {
    body: '/canary 20',
    files: DEMAND,
    first: async () => world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1, bypass: ['serin[bot]'] }),
  },
  'branch-unprotected': { body: '/canary 20', files: DEMAND },
  'state-branch-protected': {
    body: '/freeze prod',
    first: async (pull) => {
      await say('maintain', pull, '/freeze test')
      world.gitops.protect(STATE, { kind: 'ruleset', requiredReviews: 1 })
    },
  },
  'pull-request-changed': { body: '/canary 20', meanwhile: (request) => (beforeWrite(request) ? push() : undefined) },
  'other-base': {
    body: '/canary 20',
    first: async ({ number: pull_number }) => {
      await world.model.setBranch('v1', world.model.sha('main'))
      await world.as('write').rest.pulls.update({ ...AT, pull_number, base: 'v1' })
    },
  },
  'closed-unmerged': {
    body: '/canary 20',
    first: ({ number: pull_number }) => world.as('write').rest.pulls.update({ ...AT, pull_number, state: 'closed' }),
  },
  'merge-commit-unknown': { body: '/canary 20', first: mergeWithoutCommit },
  'from-fork': { body: '/canary 20', first: openFromFork },
  draft: { body: '/canary 20', pull: { draft: true } },
  'other-commit-named': { body: '/promote test 0123456789' },
  'verdict-missing': { body: '/canary 20', pull: { verdict: 'none' } },
  'verdict-running': {
    body: '/canary 20',
    pull: { verdict: 'none' },
    first: ({ head }) => world.judged(head, { status: 'in_progress' }),
  },
  'verdict-failed': {
    body: '/canary 20',
    pull: { verdict: 'none' },
    first: ({ head }) => world.judged(head, { conclusion: 'failure' }),
  },
  'verdict-younger': { body: '/canary 20', meanwhile: judgedAfterAPush() },
  frozen: { body: '/canary 20', first: (pull) => say('maintain', pull, '/freeze test') },
  'frozen-by-config': { body: '/canary 20', files: test_('frozen: true') },
  'freeze-unreadable': { body: '/canary 20', first: () => byHand({ 'freeze/iris/test.yml/x': 'x' }, STATE) },
  'nothing-frozen': { body: '/unfreeze' },
  'stage-missing': { body: '/canary 20 prod' },
  'step-missing': { body: '/canary 50', person: 'write', files: STEPS },
  'still-soaking': {
    body: '/canary 50',
    person: 'write',
    files: STEPS,
    first: async (pull) => {
      for (const percent of [5, 20]) await say('write', pull, `/canary ${percent}`)
    },
  },
  'moved-too-often': {
    body: '/canary 20',
    meanwhile: (request) =>
      request.endsWith(' createCommitOnBranch') ? byHand({ 'README.md': `${Math.random()}\n` }) : undefined,
  },
  'same-already': { body: '/canary 20', first: (pull) => say('write', pull, '/canary 20') },
  'runs-nowhere': { body: '/rollback' },
  'has-all-traffic': { body: '/canary 20', first: (pull) => say('write', pull, '/promote') },
  'nothing-runs': { body: '/canary 20', files: manifest('---\n') },
  'nothing-before': { body: '/rollback test' },
  'went-back-already': {
    body: '/rollback test',
    first: async (pull) => {
      await say('write', pull, '/promote')
      await byHand({ [TEST]: values(OLD) })
    },
  },
  'other-canary': { body: '/canary 20', first: () => byAnother('/canary 5') },
  'other-shadow': { body: '/shadow 20', files: ISTIO, first: () => byAnother('/shadow 5') },
  'version-has-traffic': { body: '/shadow 20', files: ISTIO, first: (pull) => say('write', pull, '/promote') },
  'layout-cannot': { body: '/canary 20', files: STANDARD },
  'chart-ignores-traffic': { body: '/canary 20', files: manifest(values(OLD), DEAF) },
  'value-undeclared': { body: '/set moon 1', files: SETTABLE },
  'value-not-allowed': { body: '/set most 10 test', files: SETTABLE },
  'value-moves-traffic': { body: '/set image r.test/iris:x test', files: IMAGE },
  'no-workflow': { body: '/retrain' },
  'workflow-not-startable': { body: '/retrain', files: RETRAIN, first: () => faultyDispatch(422) },
  'maybe-started': { body: '/retrain', files: RETRAIN, dies: /\/dispatches$/ },
  broken: {
    body: '/canary 20',
    attempt: 4,
    first: async () => {
      for (const path of [/\/graphql\b/, /\/iris\/pulls\/\d+$/])
        world.github.faults.add({ path, status: 500, body: {}, times: 1_000 })
    },
  },
}

describe.each(Object.entries(STORIES) as [ReasonCode, Story][])('%s', (code, story) => {
  test('is hidden in the reply, stands in the one entry of the audit, and is counted', async () => {
    const { answer, audit } = await tell(story)
    expect({ code: answer.code, count: answer.count, text: answer.text }).toMatchObject({ code, count: 1 })
    expect(audit).toEqual([
      expect.objectContaining({
        repository: 'acme/iris',
        delivery: `delivery-${answer.id}`,
        comment: { id: answer.id, url: answer.url },
        reason_code: code,
      }),
    ])
    expect(answer.text).not.toContain(`<!--`)
    for (const entry of audit) keep(entry)
    const counted = new RegExp(
      `^serin_commands_total\\{command="[a-z]+",outcome="[a-z-]+",reason_code="${code}"\\} 1$`,
      'gm',
    )
    expect((await metrics.text()).match(counted)).toHaveLength(1)
  })
})

test('every reason says what it means', () => {
  for (const [code, meaning] of Object.entries(REASONS)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(meaning).toMatch(/^[a-zG].*\w$/)
  }
})

async function tell({ body, person = 'admin', minutesLater = 0, ...story }: Story) {
  await world.fresh(story.files)
  const opened = await world.openPull(story.pull)
  const pull = ((await story.first?.(opened)) as Pull | undefined)?.head ? await last() : opened
  const said = await world.say(person, pull.number, body)
  const audit: AuditEntry[] = []
  const now = new Date(Date.now() + minutesLater * 60_000)
  const { dies, meanwhile, attempt = 1 } = story
  if (dies) {
    const before = (_: number, request: string) => {
      if (dies.test(request)) throw new Died()
    }
    await expect(runComment(world, said, { around: { before }, audit })).rejects.toThrow(Died)
  }
  const before = async (_: number, request: string) => void (await meanwhile?.(request, pull, said))
  const run = runComment(world, said, { now, audit, attempt, ...(meanwhile && { around: { before } }) })
  if (attempt > 1) await expect(run).rejects.toThrow()
  else await run
  return { answer: await world.answerTo(pull.number, said), audit }
}

/** The pull request that was opened last, in the model repository of the name as it is now. */
async function last(): Promise<Pull> {
  const { data } = await world.as('owen').rest.pulls.list({ ...AT, state: 'all' })
  const [newest] = data
  if (newest === undefined) throw new Error('There is no pull request.')
  return { number: newest.number, head: newest.head.sha, version: newest.head.sha.slice(0, 12) }
}

async function byAnother(body: string): Promise<void> {
  await say('write', await world.openPull({ branch: 'another' }), body)
}

async function replaceModelRepository(pull: Pull): Promise<Pull> {
  await say('write', pull, '/promote')
  world.model.delete()
  world.github.createRepository('acme/iris', { files: { '.github/serin.yml': MODEL_CONFIG } })
  for (const person of ['admin', 'write', 'maintain'] as const) world.model.setRole(person, 'admin')
  return world.openPull()
}

async function openFromFork(): Promise<Pull> {
  const fork = world.model.fork('mallory')
  const head = await fork.commit({ branch: 'better', message: 'x', files: { 'params.yaml': 'z: 1\n' } })
  await world.as('mallory').rest.pulls.create({ ...AT, title: 'x', head: 'mallory:better', base: 'main' })
  await world.passed(head)
  fork.delete()
  return last()
}

async function mergeWithoutCommit(pull: Pull): Promise<void> {
  await world.merge(pull)
  const { data } = await world.as('owen').rest.pulls.get({ ...AT, pull_number: pull.number })
  world.github.faults.add({ path: /\/graphql\b/, status: 502, body: {}, times: 1_000 })
  const body = { ...data, merge_commit_sha: null }
  world.github.faults.add({ method: 'GET', path: /\/iris\/pulls\/\d+$/, status: 200, body, times: 10 })
}

/** Somebody pushes after the comment, and what they pushed is evaluated before the command is read. */
function judgedAfterAPush(): NonNullable<Story['meanwhile']> {
  return async (request, pull) => {
    if (!request.endsWith('/reactions') || world.model.sha('random-forest') !== pull.head) return
    world.github.advance(2_000)
    await world.passed(await push())
    world.github.advance(-2_000)
  }
}
