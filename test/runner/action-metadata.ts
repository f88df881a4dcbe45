import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'

export interface ActionInput {
  readonly name: string
  readonly default: string | undefined
  readonly deprecationMessage: string | undefined
}

/** The parts of an action.yml that the runner acts on. `pre` and `post` are absolute paths. */
export interface ActionMetadata {
  readonly inputs: readonly ActionInput[]
  readonly pre: string | undefined
  readonly post: string | undefined
}

/** Reads an action.yml as the runner does; throws when it is not a Node 24 action. */
export function readActionMetadata(file: string): ActionMetadata {
  const action: unknown = parse(readFileSync(file, 'utf8'))
  const runs = recordOf(recordOf(action).runs)
  if (runs.using !== 'node24') throw new Error(`${file}: runs.using is ${String(runs.using)}, not node24.`)
  const script = (key: string) => (runs[key] === undefined ? undefined : resolve(dirname(file), String(runs[key])))
  return { inputs: inputsOf(recordOf(action).inputs), pre: script('pre'), post: script('post') }
}

function inputsOf(inputs: unknown): ActionInput[] {
  return Object.entries(recordOf(inputs)).map(([name, input]) => {
    const text = (key: string) => (recordOf(input)[key] == null ? undefined : String(recordOf(input)[key]))
    return { name, default: text('default'), deprecationMessage: text('deprecationMessage') }
  })
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
