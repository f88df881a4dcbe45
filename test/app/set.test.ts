import { describe, expect, test } from 'vitest'
import { changedLines } from '../../src/manifest/line-diff.ts'
import { GITOPS_CONFIG, values } from './files.ts'
import { runComment } from './stories.ts'
import { AT, GITOPS_AT, OLD, signed, useAppWorld } from './world.ts'

const world = useAppWorld()

/** A proxy whose behaviour is set by its environment, the limits of a circuit breaker, and a route for testers. */
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: iris
spec:
  template:
    spec:
      containers:
        - name: model
          image: "localhost:5000/iris:${OLD}" # ours
          env:
            - name: ACTIVATE
              value: "true"   # the pattern's switch
            - { name: THRESHOLD, value: '0.5' }
            - name: GROUP
              value: beta
`
const RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  trafficPolicy:
    connectionPool:
      http:
        http1MaxPendingRequests: 100 # requests that wait
        maxRequestsPerConnection: 100
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  http:
    - match:
        - headers:
            x-user-group:
              exact: beta
      route:
        - destination: { host: iris, subset: next }
`
const SETTABLE = `        settable:
          activate: { path: env.ACTIVATE, type: boolean }
          threshold: { path: spec.template.spec.containers.model.env.THRESHOLD, type: number, min: 0, max: 1 }
          max-pending:
            file: model-deployments/test/iris/rule.yaml
            kind: DestinationRule
            path: spec.trafficPolicy.connectionPool.http.http1MaxPendingRequests
            type: integer
            min: 1
            max: 1000
          testers:
            file: model-deployments/test/iris/rule.yaml
            kind: VirtualService
            resource: iris
            path: spec.http.0.match.0.headers.x-user-group.exact
            type: text
            values: [beta, staff, "1e3"]
          image: { path: spec.template.spec.containers.0.image, type: text, pattern: "[a-z0-9:/.-]+" }
          nowhere: { path: spec.nothing.here, type: number }
          list: { path: spec.template.spec.containers, type: number }
`.replace('path: env.ACTIVATE', 'path: spec.template.spec.containers.model.env.ACTIVATE')
const TEST = 'model-deployments/test/iris/config.yaml'
const FILES = { [TEST]: DEPLOYMENT, 'model-deployments/test/iris/rule.yaml': RULE }
const SERIN = GITOPS_CONFIG.replace('        on-merge: release\n', SETTABLE)

async function begin(serin = SERIN) {
  await world.fresh({ gitops: { 'serin.yml': serin, ...FILES } })
  return world.openPull()
}

const changes = (branch = 'main') =>
  Object.entries(FILES).flatMap(([path, text]) => signed(changedLines(text, world.gitops.readFile(path, branch) ?? '')))

describe('/set', () => {
  test.each([
    [
      '/set threshold 0.75',
      ["-            - { name: THRESHOLD, value: '0.5' }", "+            - { name: THRESHOLD, value: '0.75' }"],
    ],
    [
      '/set activate false test',
      [
        `-              value: "true"   # the pattern's switch`,
        `+              value: "false"   # the pattern's switch`,
      ],
    ],
    [
      '/set max-pending 1 test',
      [
        '-        http1MaxPendingRequests: 100 # requests that wait',
        '+        http1MaxPendingRequests: 1 # requests that wait',
      ],
    ],
    ['/set testers staff', ['-              exact: beta', '+              exact: staff']],
    ['/set testers 1e3', ['-              exact: beta', '+              exact: "1e3"']],
  ])('%s changes that value and nothing else', async (command, expected) => {
    const pull = await begin()
    const { text } = await world.comment('write', pull.number, command)
    expect(changes()).toEqual(expected)
    const [, key, value] = command.split(' ')
    expect(text).toContain(`**test**: \`${key}\` is \`${value}\`. Commit [`)
    expect(text).toContain('```diff')
  })

  test('leaves who asked, and what, in the commit', async () => {
    const pull = await begin()
    const { url } = await world.comment('write', pull.number, '/set threshold 0.75')
    const [commit] = world.gitops.log('main')
    expect(commit?.message).toContain('iris in test: threshold 0.75\n')
    expect(commit?.message).toContain(
      `Serin-Command: ${url}\nSerin-Model: iris\nSerin-Environment: test\nSerin-Set: threshold\nSerin-Pull-Request: acme/iris#1\nSerin-Source: acme/iris ${world.model.id}\nSerin-By: write`,
    )
  })

  test.each([
    ['/set threshold 1.5', 'takes a number from 0 to 1, written like 0.75'],
    ['/set threshold -0', 'takes a number from 0 to 1'],
    ['/set threshold 1e-1', 'takes a number from 0 to 1'],
    ['/set threshold .5', 'takes a number from 0 to 1'],
    ['/set threshold 0x1', 'takes a number from 0 to 1'],
    ['/set threshold NaN', 'takes a number from 0 to 1'],
    ['/set threshold 0.1234567890123456', 'takes a number from 0 to 1'],
    ['/set max-pending 1.0', 'takes a whole number from 1 to 1000, in digits'],
    ['/set max-pending 0', 'takes a whole number from 1 to 1000'],
    ['/set max-pending 010', 'takes a whole number from 1 to 1000'],
    ['/set max-pending 1_000', 'takes a whole number from 1 to 1000'],
    ['/set activate yes', 'takes `true` or `false`'],
    ['/set activate True', 'takes `true` or `false`'],
    ['/set testers everyone', 'takes one of `beta`, `staff`, `1e3`'],
    ['/set secret 1', 'declares no such value; it has `activate`, `threshold`, `max-pending`'],
    ['/set __proto__ 1', 'first argument is the name of a value'],
    ['/set constructor 1', 'declares no such value'],
    ['/set threshold 0.7 prod', 'needs the role “maintain”'],
    ['/set nowhere 1', 'Write a first value into the file'],
    ['/set list 1', 'A list stands where a number is expected.'],
    ['/set image evil:latest', 'decides which version gets the traffic'],
  ])('%s is refused with the way out', async (command, reason) => {
    const pull = await begin()
    const { text } = await world.comment('write', pull.number, command)
    expect(text).toContain(reason)
    expect(text).not.toMatch(/everyone|evil|secret|NaN|0x1/)
    expect(changes()).toEqual([])
  })

  test('of what is there already does nothing', async () => {
    const pull = await begin()
    const { text } = await world.comment('write', pull.number, '/set activate true')
    expect(text).toBe('**Nothing to do.** `activate` has this value already.')
    expect(world.commits()).toBe(0)
  })

  test('where nothing is declared says so', async () => {
    const pull = await begin(GITOPS_CONFIG)
    const { text } = await world.comment('write', pull.number, '/set threshold 0.75')
    expect(text).toContain('“test” declares nothing that can be set.')
  })

  test('makes a pull request where the branch is protected', async () => {
    const pull = await begin()
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    const { text } = await world.comment('write', pull.number, '/set threshold 0.75')
    const [proposal] = await world.proposals()
    expect(text).toContain('**test** changes by pull request only. Proposed as [')
    expect(proposal).toMatchObject({
      title: 'iris in test: threshold 0.75',
      head: { ref: 'serin/iris/test/set-threshold' },
    })
    await world.accept(proposal?.number ?? 0)
    expect(changes()).toHaveLength(2)
  })

  test.each([
    ['merged', 'was merged: `threshold` is `0.75`.'],
    ['closed', 'was closed without being merged; nothing changed there.'],
  ])('is told when its pull request is %s', async (end, sentence) => {
    const pull = await begin()
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    await world.comment('write', pull.number, '/set threshold 0.75')
    const number = (await world.proposals())[0]?.number ?? 0
    if (end === 'merged') await world.accept(number)
    else await world.as('second').rest.pulls.update({ ...GITOPS_AT, pull_number: number, state: 'closed' })
    await world.app.idle()
    expect(await world.newsOn(pull.number)).toEqual([
      `**test**: [\`acme/mlops-gitops#${number}\`](${world.github.url}/acme/mlops-gitops/pull/${number}) ${sentence}`,
    ])
  })

  test('is found again though a squash kept nothing but the title', async () => {
    const pull = await begin()
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    Object.assign(world.gitops.settings, { squashTitle: 'PR_TITLE', squashMessage: 'BLANK' })
    const said = await world.say('write', pull.number, '/set threshold 0.75')
    await world.app.idle()
    await world.accept((await world.proposals())[0]?.number ?? 0)
    expect(world.gitops.log('main')[0]?.message).not.toContain(said.url)
    await runComment(world, said)
    expect((await world.answerTo(pull.number, said)).text).toContain('`threshold` is `0.75`. Commit [')
  })

  test('keeps what was rolled back, rolled back', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/promote test')
    await world.comment('write', pull.number, '/rollback test')
    await world.comment('write', pull.number, '/set threshold 0.75')
    const { text } = await world.comment('write', pull.number, '/rollback')
    expect(text).toContain(`\`${pull.version}\` is already rolled back`)
    expect(changes()).toHaveLength(2)
  })

  test('of an edited comment is not carried out', async () => {
    const pull = await begin()
    world.github.habits.delayMs = 300
    const { id } = await world.say('write', pull.number, '/set threshold 0.75')
    await world.as('write').rest.issues.updateComment({ ...AT, comment_id: id, body: '/set threshold 0.1' })
    world.github.habits.delayMs = 0
    await world.app.idle()
    expect(changes()).toEqual([])
  })
})

test('a threshold of a values file is a number and stays one', async () => {
  const serin = GITOPS_CONFIG.replace(
    'on-merge: release',
    'settable: { most: { path: replicas.max, type: integer, max: 9 } }',
  )
  await world.fresh({ gitops: { 'serin.yml': serin } })
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/set most 5')
  expect(world.manifest('test')).toBe(values(OLD).replace('max: 2', 'max: 5'))
})
