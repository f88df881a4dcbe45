import { readYaml } from '../../yaml/read.ts'
import { flatten, type MetricEntry } from '../flatten.ts'
import type { MetricFormat } from './format.ts'

/**
 * `dvc.lock`: the parameters that the last `dvc repro` used, of all stages. A parameter of `params.yaml` has its own
 * name, one of another file DVC's `file:name`; two stages that used one parameter with different values have it under
 * `stage@` as well.
 */
export const dvcLockFormat = {
  name: 'dvc-lock',
  files: 'dvc.lock',
  recognises: ({ fileName }) => fileName === 'dvc.lock',
  parse: ({ path, text }) => ({ metrics: paramsOf(readYaml(text, { file: path }).documents[0]?.value, path) }),
} as const satisfies MetricFormat

function paramsOf(lock: unknown, file: string): readonly MetricEntry[] {
  const found = new Map<string, MetricEntry>()
  for (const [stage, { params }] of entriesOf(partOf(lock, 'stages')) as [string, { params?: unknown }][]) {
    for (const [source, values] of entriesOf(params)) {
      if (entriesOf(values).length === 0) continue
      for (const entry of flatten(values, file)) {
        const name = source === 'params.yaml' ? entry.name : `${source}:${entry.name}`
        const known = found.get(name)
        const isOther = known !== undefined && JSON.stringify(known.value) !== JSON.stringify(entry.value)
        const shown = isOther ? `${stage}@${name}` : name
        found.set(shown, { ...entry, name: shown })
      }
    }
  }
  return [...found.values()]
}

function partOf(node: unknown, key: string): unknown {
  return entriesOf(node).find(([name]) => name === key)?.[1]
}

function entriesOf(node: unknown): readonly (readonly [string, unknown])[] {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? Object.entries(node) : []
}
