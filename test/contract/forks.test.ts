import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ARTIFACT_NAME } from '../../action/bundle-files.ts'
import { OUTPUT_NAMES } from '../../action/outputs.ts'
import { REPORTING } from '../action/fork-world.ts'

interface Step {
  readonly uses: string
  readonly id?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, string>>
}
interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, { readonly workflows?: string[]; readonly types?: string[] } | null>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly if?: string; readonly steps: readonly Step[] }>>
}

const readme = readFileSync('README.md', 'utf8')
const workflows: Workflow[] = [...readme.matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map(([, text = '']) => parse(text))
const [plain, first, second] = workflows
const stepsOf = (workflow: Workflow | undefined) => Object.values(workflow?.jobs ?? {}).flatMap(({ steps }) => steps)

describe('the README on forks', () => {
  it('has the first workflow as above, and an upload after the action', () => {
    const upload = stepsOf(first).at(-1)
    const rest = stepsOf(first).slice(0, -1)
    expect(rest.map(({ id, ...step }) => (id === 'serin' ? step : { ...step, ...(id && { id }) }))).toEqual(
      stepsOf(plain),
    )
    expect({ ...first, jobs: {} }).toEqual({ ...plain, jobs: {} })
    expect(upload?.uses).toMatch(/^actions\/upload-artifact@[\da-f]{40}$/)
    expect(upload?.with?.name).toBe(ARTIFACT_NAME)
  })

  it('uploads what the action puts out, after a failed gate too', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    const output = '${{ steps.serin.outputs.bundle }}'
    expect(OUTPUT_NAMES).toContain('bundle')
    expect(stepsOf(first).at(-1)).toMatchObject({ if: expect.stringContaining('!cancelled()'), with: { path: output } })
    expect(stepsOf(first).at(-2)).toMatchObject({ id: 'serin' })
  })

  it('lets the second workflow hear the end of the first', () => {
    expect(second?.on).toEqual({ workflow_run: { workflows: [first?.name], types: ['completed'] } })
  })

  it('gives the second workflow the rights that its tests have', () => {
    const rights = Object.entries(REPORTING).map(([name, right]) => [name.replace('_', '-'), right])
    expect(second?.permissions).toEqual(Object.fromEntries(rights))
  })

  it('runs nothing of the fork in the second workflow', () => {
    expect(stepsOf(second).map(({ uses }) => uses)).toEqual(['acme/serin@v1'])
  })
})
