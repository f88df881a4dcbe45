import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ActionResult, type ActionRun, runAction } from './runner.ts'

type Options = Partial<Omit<ActionRun, 'bundle' | 'actionYml'>> & {
  readonly metadata?: string
  readonly pre?: string
  readonly post?: string
}

/** Runs `source` as the main script of an action of its own, in an empty workspace. */
export async function runTinyAction(source: string, options: Options = {}): Promise<ActionResult> {
  const { metadata = '', pre, post, ...run } = options
  const folder = mkdtempSync(join(tmpdir(), 'tiny-action-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const scripts = { pre, main: source, post }
  const runs = Object.entries(scripts).flatMap(([stage, text]) => {
    if (text === undefined) return []
    writeFileSync(join(folder, `${stage}.mjs`), text)
    return [`  ${stage}: ${stage}.mjs`]
  })
  writeFileSync(
    join(folder, 'action.yml'),
    ['name: tiny', metadata, 'runs:', '  using: node24', ...runs, ''].join('\n'),
  )
  const workspace = join(folder, 'work space')
  mkdirSync(workspace)
  return runAction({
    bundle: join(folder, 'main.mjs'),
    actionYml: join(folder, 'action.yml'),
    inputs: {},
    event: { name: 'push', payload: { sender: { login: 'ada', id: 7 } } },
    github: {
      serverUrl: 'http://localhost',
      apiUrl: 'http://localhost/api/v3',
      repository: { fullName: 'acme/iris', id: 11, ownerId: 5 },
      sha: 'a'.repeat(40),
      ref: 'refs/heads/main',
    },
    workspace,
    token: 'ghs_1_secret.token',
    ...run,
  })
}

/** A script that prints its environment as the output `seen`, a JSON object. */
export const PRINT_ENVIRONMENT = `
  import { appendFileSync } from 'node:fs'
  appendFileSync(process.env.GITHUB_OUTPUT, 'seen=' + JSON.stringify(process.env) + '\\n')
`
