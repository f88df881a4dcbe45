import { describe, expect, test } from 'vitest'
import { service, values } from './files.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'
const LAYOUTS = [
  ['Helm values', values],
  ['a KServe service', service],
] as const

type State = readonly [who: 'old' | 'this' | 'other', percent?: number]
const OTHER = 'cccccccccccc'

/** Every cell of the table: what runs, what is commented, what the file says afterwards. */
const CHANGES: readonly (readonly [State, string, State])[] = [
  [['old'], '/canary 20', ['this', 20]],
  [['old'], '/promote', ['this']],
  [['this'], '/rollback', ['this', 0]],
  [['this', 10], '/canary 20', ['this', 20]],
  [['this', 10], '/promote', ['this']],
  [['this', 10], '/rollback', ['this', 0]],
  [['this', 0], '/canary 20', ['this', 20]],
  [['this', 0], '/promote test', ['this']],
  [['other', 0], '/canary 20', ['this', 20]],
  [['other', 0], '/promote', ['this']],
]

const NOTHING: readonly (readonly [State, string, string])[] = [
  [['this'], '/canary 20', '`THIS` has all the traffic in “test” already'],
  [['this', 10], '/canary 10', '**Nothing to do.** `THIS` already gets 10 % of the traffic.'],
  [['this'], '/promote test', '**Nothing to do.** `THIS` already has all traffic.'],
  [['this', 0], '/rollback', '**Nothing to do.** `THIS` is already rolled back.'],
  [['other', 30], '/canary 20', '`cccccccccccc`, is a canary here with 30 % of the traffic'],
  [['other', 30], '/promote', '`cccccccccccc`, is a canary here with 30 % of the traffic'],
]

describe.each(LAYOUTS)('in %s', (_, write) => {
  async function begin(before: State) {
    await world.fresh({ gitops: { [TEST]: write(OLD) } })
    const pull = await world.openPull()
    const text = (state: State) => write({ old: OLD, this: pull.version, other: OTHER }[state[0]], state[1])
    if (before[0] !== 'old') await world.gitops.commit({ message: 'By hand', files: { [TEST]: text(before) } })
    return { pull, text, commits: world.commits() }
  }

  test.each(CHANGES)('%j and %s make %j', async (before, command, after) => {
    const { pull, text, commits } = await begin(before)
    const answer = await world.comment('write', pull.number, command)
    expect({ file: world.manifest('test'), reply: answer.text }).toEqual({
      file: text(after),
      reply: expect.stringContaining(`/commit/${world.gitops.sha('main')}) in \`acme/mlops-gitops\``),
    })
    expect(world.commits()).toBe(commits + 1)
  })

  test.each(NOTHING)('%j and %s change nothing', async (before, command, reply) => {
    const { pull, text, commits } = await begin(before)
    const answer = await world.comment('write', pull.number, command)
    expect(answer.text).toContain(reply.replaceAll('THIS', pull.version))
    expect(world.manifest('test')).toBe(text(before))
    expect(world.commits()).toBe(commits)
  })
})

describe('a command', () => {
  test('is seen, then answered by one comment', async () => {
    const pull = await world.openPull()
    const answer = await world.comment('write', pull.number, '/canary 20')
    expect(answer).toMatchObject({ count: 1, reactions: ['eyes'] })
    const wrote = world.github.requests.filter(
      ({ method, path }) => method === 'POST' && /reactions|comments$/.test(path),
    )
    expect(wrote.slice(-2).map(({ path }) => path.split('/').at(-1))).toEqual(['reactions', 'comments'])
  })

  test('is answered with the changed lines', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('write', pull.number, '/canary 20')
    expect(text).toContain(`**test**: \`${pull.version}\` takes 20 % of the traffic, \`${OLD}\` the rest.`)
    expect(text).toContain(
      `-version: ${OLD} # the first 12 characters of the commit\n+version: ${pull.version} # the first 12 characters of the commit`,
    )
    expect(text).toContain('\n+canary:\n+  trafficPercent: 20\n')
  })

  test('leaves who asked, and where, in the commit', async () => {
    const pull = await world.openPull()
    const { url } = await world.comment('write', pull.number, '/canary 20')
    const [commit] = world.gitops.log('main')
    expect(commit?.message).toContain(`iris in test: canary ${pull.version} at 20 %\n`)
    expect(commit?.message).toContain(`Serin-Command: ${url}\n`)
    expect(commit?.message).toContain('Serin-Pull-Request: acme/iris#1\n')
    expect(commit?.message).toContain('Serin-By: write\n')
    expect(commit?.committer).toEqual({ name: 'GitHub', email: 'noreply@github.com' })
  })

  test('may have reasons below it', async () => {
    const pull = await world.openPull()
    const answer = await world.comment('write', pull.number, '\r\n  /Canary 20 test\r\n\r\nIt looks good to me.\r\n')
    expect(answer.text).toContain('takes 20 %')
  })
})

describe('without an environment', () => {
  test('/promote goes on from where the version is stable', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/promote')
    const answer = await world.comment('maintain', pull.number, '/promote')
    expect(answer.text).toContain('**prod** changes by pull request only.')
  })

  test('/promote ends in the last environment', async () => {
    const pull = await world.openPull()
    for (const branch of ['main', 'production']) {
      const files = { [TEST]: values(pull.version), [TEST.replace('test', 'prod')]: values(pull.version) }
      await world.gitops.commit({ branch, message: 'By hand', files })
    }
    const answer = await world.comment('maintain', pull.number, '/promote')
    expect(answer.text).toBe(
      '**Nothing to do.** This version has all the traffic in “prod” already, the last environment.',
    )
  })

  test('/rollback needs something to roll back', async () => {
    const pull = await world.openPull()
    const answer = await world.comment('write', pull.number, '/rollback')
    expect(answer.text).toContain('runs in no environment, so there is nothing to roll back')
  })

  test('/rollback finds what an earlier commit of the pull request brought', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.model.commit({ branch: 'random-forest', message: 'More', files: { 'params.yaml': 'model: x\n' } })
    const answer = await world.comment('write', pull.number, '/rollback')
    expect(answer.text).toContain(`\`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
  })
})

describe('a canary of an earlier commit', () => {
  async function pushAfterCanary() {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    const head = await world.model.commit({
      branch: 'random-forest',
      message: 'x',
      files: { 'params.yaml': 'model: x\n' },
    })
    await world.passed(head)
    return { pull, version: head.slice(0, 12) }
  }

  test('gives way to one of the newer', async () => {
    const { pull, version } = await pushAfterCanary()
    const answer = await world.comment('write', pull.number, '/canary 30')
    expect(answer.text).toContain(`\`${version}\` takes 30 % of the traffic, \`${OLD}\` the rest.`)
    expect(world.manifest('test')).toBe(values(version, 30))
  })

  test('is not promoted as the newer', async () => {
    const { pull } = await pushAfterCanary()
    const answer = await world.comment('write', pull.number, '/promote')
    expect(answer.text).toContain(
      `Another version, \`${pull.version}\` (an earlier commit of this pull request), is a canary`,
    )
    expect(world.manifest('test')).toBe(values(pull.version, 20))
  })
})

test('another pull request’s canary is refused by name', async () => {
  const first = await world.openPull()
  await world.comment('write', first.number, '/canary 20')
  const second = await world.openPull({ branch: 'boosting', files: { 'other.yaml': 'x: 1\n' } })
  const answer = await world.comment('write', second.number, '/canary 50')
  expect(answer.text).toContain(
    `Another version, \`${first.version}\` (\`acme/iris#${first.number}\`), is a canary here`,
  )
  expect(world.manifest('test')).toBe(values(first.version, 20))
})

describe('an empty manifest', () => {
  const begin = () => world.fresh({ gitops: { [TEST]: '---\n' } })

  test('takes its first version by /promote', async () => {
    await begin()
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote')
    expect(world.manifest('test')).toContain(`version: ${pull.version}\n`)
  })

  test('takes no canary', async () => {
    await begin()
    const pull = await world.openPull()
    const answer = await world.comment('write', pull.number, '/canary 20')
    expect(answer.text).toContain('Release it with `/promote`.')
  })
})

describe('/status', () => {
  test('tells what runs where, since when', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    const { text } = await world.comment('read', pull.number, '/status')
    expect(text).toMatch(
      new RegExp(`\\| test \\| \`${pull.version}\` \\(this pull request\\) \\| canary, 20 % \\| \\[\`20`),
    )
    expect(text).toContain(`| prod | \`${OLD}\` | all |`)
  })

  test('tells when, where, which version, what it changed and who asked', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.comment('maintain', pull.number, '/promote')
    const { text } = await world.comment('read', pull.number, '/status')
    const told = text.slice(text.indexOf('The latest changes:')).split('\n')
    expect(told[2]).toBe('| when (UTC) | environment | version | before → after | who |')
    const when = /^\| \[`\d{4}-\d\d-\d\d \d\d:\d\d`\]\(http\S+\/commit\/\w{40}\) /
    for (const line of told.slice(4)) expect(line).toMatch(when)
    const version = `\`${pull.version}\``
    expect(told.slice(4, 6).map((line) => line.replace(when, ''))).toEqual([
      `| test | ${version} | canary 20 → stable | \`maintain\` |`,
      `| test | ${version} | \`${OLD}\` stable → canary 20 | \`write\` |`,
    ])
  })

  test('tells of a release by hand, and by whom git says it is', async () => {
    const hand = world.github.createUser('hand', { name: '@everyone <b>|' })
    world.gitops.setRole(hand.login, 'write')
    const files = { 'model-deployments/test/iris/config.yaml': values('aaaaaaaaaaaa') }
    await world.gitops.commit({ message: 'Serin-By: nobody', files, author: 'hand' })
    const pull = await world.openPull()
    const { text } = await world.comment('read', pull.number, '/status test')
    expect(text).toContain(`| \`aaaaaaaaaaaa\` | \`${OLD}\` stable → stable | by hand: `)
    expect(text).not.toMatch(/(?<!`)@everyone|<b>/)
  })

  test('tells of one environment only when it is named', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('read', pull.number, '/status prod')
    expect(text).not.toContain('| test |')
  })
})

test('/help shows every command', async () => {
  const pull = await world.openPull()
  const { text } = await world.comment('mallory', pull.number, '/help')
  for (const name of ['canary', 'promote', 'rollback', 'status', 'help']) expect(text).toContain(`\`/${name}`)
})
