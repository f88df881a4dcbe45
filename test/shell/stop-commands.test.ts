import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { stopCommands } from '../../src/shell/stop-commands.ts'
import { runTinyAction } from '../runner/tiny-action.ts'

it('keeps the runner from obeying what stands between', async () => {
  const { begin, end } = stopCommands(randomUUID())
  const lines = [begin, '::error::forged', '::set-output name=verdict::pass', end, '::notice::real']
  const { annotations, outputs } = await runTinyAction(`console.log(${JSON.stringify(lines.join('\n'))})`)
  expect(annotations).toEqual([{ level: 'notice', message: 'real' }])
  expect(outputs).toEqual({})
})

it.each(['', 'short', 'with space and length', 'line\nbreak-and-length'])('refuses the token %j', (token) => {
  expect(() => stopCommands(token)).toThrow(RangeError)
})
