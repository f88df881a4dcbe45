import { describe, expect, it } from 'vitest'
import { accuracy, GITOPS, gitopsConfig, MANIFEST, type World, worldOfThisTest } from './world.ts'

const GONE_WRONG = ['apply-then-502', 'apply-then-drop'] as const

const errorsOf = ({ annotations }: Awaited<ReturnType<World['runOn']>>) => annotations.map(({ message }) => message)

describe.each(GONE_WRONG)('when GitHub did it and failed afterwards (%s)', (effect) => {
  it('a report is commented once', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({ method: 'POST', path: /\/issues\/\d+\/comments$/, effect })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(errorsOf(result)).toEqual([])
    expect(await world.reports(pull)).toHaveLength(1)
    expect(result.outputs['comment-url']).toContain('#issuecomment-')
  })

  it('a check run is made once', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({ method: 'POST', path: /\/check-runs$/, effect })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(errorsOf(result)).toEqual([])
    expect(await world.checks(pull.head)).toHaveLength(1)
  })

  it('a comment and a check run are updated all the same', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    await world.runOn({ pullRequest: pull.number })
    world.github.faults.add({ method: 'PATCH', path: /\/(comments|check-runs)\/\d+$/, effect, times: 2 })
    const head = await world.pushTo(pull, accuracy(0.96))
    const result = await world.runOn({ pullRequest: pull.number })
    expect(errorsOf(result)).toEqual([])
    expect((await world.reports(pull)).map((body) => body.includes('0.96'))).toEqual([true])
    expect(await world.checks(head)).toHaveLength(1)
  })

  it('a measurement is recorded once and a version released once', async () => {
    const world = await worldOfThisTest()
    const { sha } = await world.pushToMain(accuracy(0.96))
    world.github.faults.add({ method: 'POST', path: /\/git\/refs$/, effect })
    world.github.faults.add({ method: 'PATCH', path: /\/git\/refs\//, effect })
    const result = await world.runOn({ push: { sha } })
    expect(errorsOf(result)).toEqual([])
    expect(world.model.log('serin-data')).toHaveLength(1)
    expect(world.gitops.log()).toHaveLength(2)
    expect(JSON.parse(result.outputs.released ?? '')).toHaveLength(1)
  })

  it('a proposal is opened once', async () => {
    const environments = `      prod: { file: ${MANIFEST}, on-merge: propose }`
    const world = await worldOfThisTest({ gitops: { 'serin.yml': gitopsConfig(environments) } })
    const { sha } = await world.pushToMain(accuracy(0.96))
    world.github.faults.add({ method: 'POST', path: /mlops-gitops\/(git\/refs|pulls)$/, effect, times: 2 })
    const result = await world.runOn({ push: { sha } })
    expect(errorsOf(result)).toEqual([])
    const open = (await world.as('ada').rest.pulls.list({ ...GITOPS, state: 'all' })).data
    expect(open.map(({ html_url }) => html_url)).toEqual([JSON.parse(result.outputs.released ?? '')[0].url])
  })
})

describe('when GitHub fails', () => {
  it('once, a read is repeated', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({ method: 'GET', path: /\/pulls\/\d+\/files$/, status: 503 })
    const result = await world.runOn({ pullRequest: pull.number })
    expect([result.conclusion, result.outputs.verdict]).toEqual(['success', 'pass'])
    expect(result.log).toMatch(/GitHub answered 503: waiting 1 s, then GET .*files again/)
  })

  it('to write the comment, the report is in the summary and the step says what failed', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({ method: 'POST', path: /\/issues\/\d+\/comments$/, status: 500 })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result).join()).toMatch(/GitHub answered 500.*write the comment.*Run the workflow again/)
    expect(result.summary).toContain('✅ iris')
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'success' }])
  })

  it('for good, the step says that it was GitHub', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({
      method: 'GET',
      path: /\/pulls\/\d+\/files$/,
      status: 502,
      body: '<h1>Oh no</h1>',
      times: 9,
    })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(errorsOf(result).join()).toMatch(/^GitHub answered 502.*Run the workflow again/)
  })

  it('to take the record, the version is released all the same', async () => {
    const world = await worldOfThisTest()
    const { sha } = await world.pushToMain(accuracy(0.96))
    world.github.faults.add({ method: 'POST', path: '/repos/acme/iris/git/refs', status: 500 })
    const result = await world.runOn({ push: { sha } })
    expect(errorsOf(result).join()).toMatch(/GitHub answered 500.*record what main measured/)
    expect(JSON.parse(result.outputs.released ?? '')).toHaveLength(1)
    expect(result.summary).toContain('✅ iris')
  })
})

describe('a rate limit', () => {
  it('is waited for as long as GitHub says, then the write is done once', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    const path = /\/issues\/\d+\/comments$/
    world.github.faults.add({ method: 'POST', path, limit: 'secondary', retryAfter: 1 })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(errorsOf(result)).toEqual([])
    expect(result.durationMs).toBeGreaterThan(1000)
    expect(result.log).toMatch(/rate limit is used up: waiting 1 s, then POST .*comments again \(try 2 of 4\)/)
    expect(await world.reports(pull)).toHaveLength(1)
  })

  it('does not keep a cancelled workflow waiting', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    world.github.faults.add({ method: 'GET', path: /\/files$/, limit: 'secondary', retryAfter: 60 })
    const cancel = new AbortController()
    const onLine = (line: string) => line.includes('waiting 60 s') && cancel.abort()
    const result = await world.runOn({ pullRequest: pull.number }, { cancel: cancel.signal, onLine })
    expect(result.durationMs).toBeLessThan(5000)
    expect(errorsOf(result).join()).toContain('cancelled')
  })

  it('that ends too late for a workflow is told, not waited for', async () => {
    const world = await worldOfThisTest()
    const pull = await world.openPull()
    const path = /\/issues\/\d+\/comments$/
    world.github.faults.add({ method: 'POST', path, limit: 'primary', resetInSeconds: 3000, times: 9 })
    const result = await world.runOn({ pullRequest: pull.number })
    expect(result.log).toMatch(/rate limit lasts another 5\d min, and at most 2 min are waited for: .* is given up/)
    expect(errorsOf(result).join()).toMatch(/rate limit exceeded.*Run the workflow again when the limit is over/)
    expect(result.summary).toContain('✅ iris')
  })
})
