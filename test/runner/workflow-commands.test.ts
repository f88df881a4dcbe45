import { expect, it } from 'vitest'
import { createMasker } from './masker.ts'
import { CommandReader } from './workflow-commands.ts'

function read(...lines: string[]): CommandReader & { log: string[] } {
  const log: string[] = []
  const masker = createMasker()
  const reader = new CommandReader({ masker, log: (line) => log.push(masker.hide(line)) })
  for (const line of lines) reader.read(line)
  return Object.assign(reader, { log })
}

it('takes an annotation with its properties', () => {
  expect(read('  ::Error file=a.py,line=3,title=a%2Cb%3A::bad%0Aworse %25').annotations).toEqual([
    { level: 'error', message: 'bad\nworse %', file: 'a.py', line: 3, title: 'a,b:' },
  ])
})

it('obeys the older form anywhere in a line', () => {
  expect(read('progress ##[warning]careful').annotations).toEqual([{ level: 'warning', message: 'careful' }])
})

it('passes on what is no command', () => {
  const lines = ['a ::error::b', '::unknown::b', '::error', 'plain']
  expect(read(...lines).log).toEqual(lines)
})

it('keeps ten annotations of a level and 4,096 characters of each', () => {
  const { annotations } = read(...Array(12).fill('::error::x'), `::notice::${'y'.repeat(5000)}`)
  expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(10)
  expect(annotations.at(-1)?.message).toHaveLength(4096)
})

it('obeys nothing between stop-commands and its token', () => {
  const reader = read(
    '::stop-commands::a1',
    '::error::x',
    '##[error]y',
    '::set-output name=a::b',
    '::A1::',
    '::notice::z',
  )
  expect(reader.annotations).toEqual([{ level: 'notice', message: 'z' }])
  expect(reader.outputs).toEqual({})
})

it('hides a long stop token', () => {
  expect(read('::stop-commands::long-token', 'long-token').log).toEqual(['::stop-commands::***', '***'])
})

it.each(['', 'pause-logging', 'warning'])('refuses %j as a stop token', (token) => {
  expect(read(`::stop-commands::${token}`).failed).toBe(true)
})

it('hides masked values in every usual form', () => {
  const secret = 'pa"ss wörd'
  const encoded = Buffer.from(`user:${secret}`).toString('base64')
  const { log, masks } = read(
    `::add-mask::${secret}`,
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    encoded,
  )
  expect(masks).toEqual([secret])
  expect(log.slice(1, 4)).toEqual(['***', '"***"', '***'])
  expect(log[4]).toContain('***')
})

it('hides each line of a masked value', () => {
  expect(read('::add-mask::first%0Asecond', 'a second b').log.at(-1)).toBe('a *** b')
})

it('still obeys the deprecated set-output, with a warning', () => {
  const reader = read('::set-output name=verdict::pass')
  expect(reader.outputs).toEqual({ verdict: 'pass' })
  expect(reader.annotations[0]?.level).toBe('warning')
})

it('refuses set-env', () => {
  expect(read('::set-env name=PATH::/tmp').failed).toBe(true)
})
