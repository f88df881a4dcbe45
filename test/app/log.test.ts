import { expect, test } from 'vitest'
import { createLog, life } from '../../app/log.ts'

const CANARY = 'canary-in-every-cage-0123456789abcdef'

function logOf(format: 'json' | 'pretty' = 'json') {
  const lines: string[] = []
  const log = createLog({ level: 'trace', format, secrets: [CANARY], write: (line) => void lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') }
}

test('a line is one object that says when, how grave and what', () => {
  const { log, last } = logOf()
  log.warn({ limit: 'sender' }, 'too many')
  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    limit: 'sender',
    msg: 'too many',
  })
})

test('a line says of which delivery and job it is', async () => {
  const { log, last } = logOf()
  await life.run({ delivery: 'd', job: '7', intent: 'comment:1' }, async () => {
    await Promise.resolve()
    log.info('done')
  })
  expect(last()).toMatchObject({ delivery: 'd', job: '7', intent: 'comment:1' })
})

test('an error is its words and its causes, and not what it carries along', () => {
  const { log, last } = logOf()
  const cause = Object.assign(new Error('403'), { status: 403, request: { headers: { authorization: 'x' } }, event: 1 })
  log.error({ err: new Error('no', { cause }) }, 'failed')
  expect(last().err).toMatchObject({ type: 'Error', message: 'no', causes: [{ message: '403', status: 403 }] })
  expect(Object.keys(last().err.causes[0])).toEqual(['type', 'message', 'stack', 'status'])
})

test.each(['json', 'pretty'] as const)('no secret is told, wherever it comes from (%s)', (format) => {
  const { log, lines } = logOf(format)
  log.error({ err: new Error(`at ${CANARY}`, { cause: new Error(CANARY) }), deep: { in: [CANARY] } }, CANARY)
  log
    .child({ bound: CANARY })
    .info({ headers: { cookie: 'c00kie' }, payload: { x: 'payl0ad' } }, `ghs_${'0a'.repeat(20)}`)
  log.info({ req: { authorization: 'Bearer x', token: 't0ken' } })
  expect(lines).toHaveLength(3)
  expect(lines.join('')).not.toMatch(/canary|c00kie|payl0ad|t0ken|ghs_/)
})
