import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('the demo plays its story to the end', { timeout: 180_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['examples/demo/demo.ts', '--json'])
  const { events } = JSON.parse(stdout)
  const said = events.flatMap((event: { kind: string; text?: string }) => (event.kind === 'said' ? [event.text] : []))
  expect(said).toEqual(['/canary 20 prod', '/canary 50 prod', '/promote prod', '/promote', '/status', '/rollback'])
})
