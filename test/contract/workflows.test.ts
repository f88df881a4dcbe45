import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly on: unknown
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, { readonly permissions?: unknown; readonly steps: readonly Step[] }>>
}

const readme = readFileSync('README.md', 'utf8')
const shown = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
const FILES = globSync(['.github/workflows/*.yml', 'examples/*/.github/workflows/*.yml'])
const WORKFLOWS = [
  ...FILES.map((file) => [file, readFileSync(file, 'utf8')] as const),
  ...shown.filter((text) => /^jobs:/m.test(text)).map((text, at) => [`README.md, workflow ${at + 1}`, text] as const),
]

const stepsOf = (text: string) => Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps)

test('there are workflows', () => {
  expect(WORKFLOWS.length).toBeGreaterThan(4)
})

describe.each(WORKFLOWS)('%s', (_, text) => {
  test('names its rights, and says of each that writes what for', () => {
    const { permissions, jobs } = parse(text) as Workflow
    const all = [permissions, ...Object.values(jobs).flatMap((job) => job.permissions ?? [])]
    for (const rights of all) expect(rights).toEqual(expect.any(Object))
    const unexplained = text.split('\n').filter((line) => /^\s+(?!permission-)[a-z-]+: write\b(?!.*#)/.test(line))
    expect(unexplained).toEqual([])
  })

  test('pins what others wrote by its commit, and says which version that is', () => {
    const lines = text.split('\n').filter((line) => /^[ -]*uses:/.test(line))
    const others = lines.filter((line) => !/uses: acme\/serin@v1\b/.test(line))
    expect(others.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(line))).toEqual([])
  })

  test('leaves no token behind, and runs no code with more rights than its own', () => {
    const checkouts = stepsOf(text).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
    expect(JSON.stringify((parse(text) as Workflow).on)).not.toContain('pull_request_target')
  })

  test('asks for tokens for named repositories and rights alone', () => {
    for (const step of stepsOf(text).filter(({ uses }) => uses?.includes('/create-github-app-token@'))) {
      const names = Object.keys(step.with ?? {})
      expect([names.includes('repositories'), names.some((name) => name.startsWith('permission-'))]).toEqual([
        true,
        true,
      ])
    }
  })

  test('puts no words of others into a shell', () => {
    for (const { run } of stepsOf(text)) expect(run ?? '').not.toMatch(/\$\{\{/)
  })
})

test('continuous integration may read, and nothing else', () => {
  for (const file of globSync('.github/workflows/*.yml'))
    expect((parse(readFileSync(file, 'utf8')) as Workflow).permissions).toEqual({ contents: 'read' })
})
