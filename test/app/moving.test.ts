import { describe, expect, test } from 'vitest'
import { values } from './files.ts'
import { type Around, commentAndRun } from './stories.ts'
import { AT, OLD, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld('no process')

/** Lets something happen before each of a command's requests in turn, or every few of them. */
async function atEveryMoment(
  happens: (pull: Pull, comment: string) => Promise<unknown>,
  look: (text: string, pull: Pull) => void,
  step = 1,
) {
  const done: boolean[] = []
  for (let moment = 1, came = true; came; moment += step) {
    await world.fresh()
    const pull = await world.openPull()
    came = false
    const before: Around['before'] = async (n) => {
      if (n !== moment) return
      came = true
      await happens(pull, await commentOn(pull))
    }
    const { text } = await commentAndRun(
      world,
      { person: 'write', pull: pull.number, body: '/canary 20' },
      { around: { before } },
    )
    look(text, pull)
    done.push(world.commits() === 1)
  }
  expect([done[0], done.at(-1)], 'what comes first ends the command, what comes last is too late').toEqual([
    false,
    true,
  ])
}

async function commentOn(pull: Pull): Promise<string> {
  const { data } = await world.as('owen').rest.issues.listComments({ ...AT, issue_number: pull.number })
  return String(data[0]?.id)
}

/** Either it was done, from what was evaluated, or refused for this reason. */
function doneOrRefused(text: string, pull: Pull, reasons: readonly RegExp[]) {
  if (world.commits() === 1) {
    expect(world.manifest('test')).toBe(values(pull.version, 20))
    expect(text).toContain(`\`${pull.version}\` takes 20 %`)
    return
  }
  expect(world.manifest('test')).toBe(values(OLD))
  expect(reasons.filter((reason) => reason.test(text))).toHaveLength(1)
}

describe('whenever it happens', { timeout: 180_000 }, () => {
  test('a push never brings what was not evaluated', async () => {
    await atEveryMoment(
      () => world.model.commit({ branch: 'random-forest', message: 'x', files: { 'params.yaml': 'model: evil\n' } }),
      (text, pull) => doneOrRefused(text, pull, [/There is no verdict for/, /The pull request changed while/]),
    )
  })

  test('an edited comment is not carried out, or was before', async () => {
    await atEveryMoment(
      (_, id) => world.as('write').rest.issues.updateComment({ ...AT, comment_id: Number(id), body: '/canary 99' }),
      (text, pull) => doneOrRefused(text, pull, [/The comment was edited before/]),
      2,
    )
  })

  test('a new base ends the command, or comes after it', async () => {
    await atEveryMoment(
      async (pull) => {
        await world.model.setBranch('old-release', world.model.sha('main'))
        await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, base: 'old-release' })
      },
      (text, pull) =>
        doneOrRefused(text, pull, [/goes to “old-release”, not to “main”/, /The pull request changed while/]),
      3,
    )
  })

  test('a closed pull request releases nothing more', async () => {
    await atEveryMoment(
      (pull) => world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' }),
      (text, pull) => doneOrRefused(text, pull, [/was closed without being merged/, /The pull request changed while/]),
      3,
    )
  })
})

test('a push before any request of /promote proposes what was evaluated, or nothing', {
  timeout: 180_000,
}, async () => {
  const seen = new Set<string | undefined>()
  for (let moment = 1, came = true; came; moment += 1) {
    await world.fresh()
    const pull = await world.openPull()
    await commentAndRun(world, { person: 'write', pull: pull.number, body: '/promote test' })
    came = false
    const before: Around['before'] = async (n) => {
      if (n !== moment) return
      came = true
      const files = { 'params.yaml': 'model: evil\n' }
      // The push is judged at once, by the very workflow; what was asked for is another commit all the same.
      await world.passed(await world.model.commit({ branch: 'random-forest', message: 'x', files }))
    }
    const said = { person: 'maintain', pull: pull.number, body: '/promote prod' } as const
    const { code } = await commentAndRun(world, said, { around: { before } })
    const [proposal] = await world.proposals()
    seen.add(code)
    expect(proposal === undefined).toBe(code !== undefined)
    if (proposal !== undefined) expect(proposal.head.ref).toBe(`serin/iris/prod/${pull.version}`)
  }
  expect(seen).toContain('pull-request-changed')
  expect(seen).toContain(undefined)
  // The new commit has not run in test, and its verdict is younger than the command when a second has passed between.
  const known = ['pull-request-changed', 'stage-missing', 'verdict-younger', undefined]
  expect([...seen].filter((code) => !known.includes(code))).toEqual([])
})

test('a deleted comment is not carried out', async () => {
  const pull = await world.openPull()
  const said = { person: 'write', pull: pull.number, body: '/canary 20' } as const
  const before: Around['before'] = async (_, request) => {
    if (!request.endsWith('/graphql comments')) return
    await world.as('write').rest.issues.deleteComment({ ...AT, comment_id: Number(await commentOn(pull)) })
  }
  const { text } = await commentAndRun(world, said, { around: { before } })
  expect(text).toContain('The comment was deleted before the command was carried out.')
  expect(world.commits()).toBe(0)
})

test('a comment that was deleted before it was seen is answered at once', async () => {
  const pull = await world.openPull()
  const said = { person: 'write', pull: pull.number, body: '/canary 20' } as const
  const before: Around['before'] = async (n) => {
    if (n !== 1) return
    await world.as('write').rest.issues.deleteComment({ ...AT, comment_id: Number(await commentOn(pull)) })
  }
  const { code } = await commentAndRun(world, said, { around: { before } })
  expect([code, world.commits()]).toEqual(['comment-deleted', 0])
})
