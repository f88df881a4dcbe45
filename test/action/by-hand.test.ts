import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { node24 } from '../runner/runner.ts'

it('the action’s file says in a plain sentence that it is not for hands', async () => {
  const bundle = resolve(import.meta.dirname, '../../dist/index.js')
  const { code, text } = await new Promise<{ code: unknown; text: string }>((done) => {
    execFile(node24(), [bundle], { env: {} }, (error, stdout, stderr) =>
      done({ code: error?.code, text: stdout + stderr }),
    )
  })
  expect(code).toBe(1)
  expect(text).toMatch(/^This file is the action.*By hand, take the command line/)
  expect(text).not.toContain('::error::')
})
