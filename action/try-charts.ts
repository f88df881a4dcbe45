import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ChartTrial, chartFinding, type HelmAnswer } from '../src/doctor/chart-findings.ts'
import type { Finding } from '../src/doctor/finding.ts'
import { UserError } from '../src/errors.ts'
import { type HelmOutput, helmTemplate } from '../src/shell/helm.ts'
import { readYaml } from '../src/yaml/read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Renders each chart with a percentage and without, by the real helm where it is installed. */
export async function tryCharts(
  trials: readonly ChartTrial[],
  { root, env }: { readonly root: string; readonly env: Env },
): Promise<readonly Finding[]> {
  if (trials.length === 0) return []
  const folder = mkdtempSync(join(tmpdir(), 'serin-check-'))
  try {
    const findings: Finding[] = []
    for (const [index, trial] of trials.entries()) {
      const own = join(folder, String(index))
      mkdirSync(own)
      findings.push(...chartFinding(trial, await answerOf(trial, { root, env, own })))
    }
    return findings
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function answerOf(
  trial: ChartTrial,
  { root, env, own }: { root: string; env: Env; own: string },
): Promise<HelmAnswer | undefined> {
  const chart = chartOnDisk(trial, { root, own })
  const render = async (name: 'stable' | 'canary') => {
    const values = join(own, `${name}.yaml`)
    writeFileSync(values, trial.values[name])
    return helmTemplate({ chart, values, env: withoutHome(env, own) })
  }
  const stable = await render('stable')
  if (stable.kind === 'absent') return undefined
  const canary = await render('canary')
  if (stable.kind !== 'rendered') return { kind: 'failed', reason: reasonOf(stable) }
  if (canary.kind !== 'rendered') return { kind: 'failed', reason: `with ${trial.key}: ${reasonOf(canary)}` }
  if (said(stable.text) === said(canary.text)) return { kind: 'same' }
  const again = await render('stable')
  return { kind: again.kind === 'rendered' && said(again.text) === said(stable.text) ? 'differs' : 'random' }
}

function reasonOf(output: HelmOutput): string {
  return output.kind === 'failed' ? output.reason : 'it gave no answer.'
}

/** The chart as it lies in the work tree; that of another branch is written out. */
function chartOnDisk({ folder, manifest }: ChartTrial, { root, own }: { root: string; own: string }): string {
  const { tree } = manifest
  if (tree.branch === undefined) return join(root, folder)
  for (const [path, text] of tree.texts) {
    if (!path.startsWith(`${folder}/`)) continue
    const file = join(own, 'chart', path.slice(folder.length + 1))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return join(own, 'chart')
}

/** A person's own plugins, repositories and cluster are no part of the answer. */
function withoutHome(env: Env, own: string): Env {
  const kept = Object.entries(env).filter(([name]) => !/^(HELM|KUBE)/.test(name))
  const folders = { HELM_CACHE_HOME: own, HELM_CONFIG_HOME: own, HELM_DATA_HOME: own, KUBECONFIG: join(own, 'none') }
  return { ...Object.fromEntries(kept), ...folders }
}

/** What the manifests say, without comments and layout; the text itself where it is no YAML. */
function said(rendered: string): string {
  try {
    return JSON.stringify(readYaml(rendered, { file: 'rendered' }).documents.map(({ value }) => value))
  } catch (error) {
    if (error instanceof UserError) return rendered
    throw error
  }
}
