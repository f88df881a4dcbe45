import { posix } from 'node:path'
import { readYaml } from '../yaml/read.ts'

/** What a stage wrote, as DVC has recorded it. */
export interface DvcOutput {
  readonly stage: string
  /** As its stage names it, below the folder of the lock file. */
  readonly path: string
  readonly bytes: number
}

/**
 * The outputs in a `dvc.lock` whose size is recorded (schema 2.0: `stages.<name>.outs[].size`, of a folder that of all in
 * it). How long a stage took is recorded nowhere.
 * Throws UserError for wrong YAML.
 */
export function dvcOutputs(text: string, file: string): readonly DvcOutput[] {
  const { stages } = mappingOf(readYaml(text, { file }).documents[0]?.value)
  return Object.entries(mappingOf(stages)).flatMap(([stage, value]) => {
    const { outs } = mappingOf(value)
    return (Array.isArray(outs) ? outs : []).flatMap((out: unknown) => {
      const { path, size } = mappingOf(out)
      if (typeof path !== 'string' || typeof size !== 'number' || !(size >= 0)) return []
      return [{ stage, path: posix.join(posix.dirname(file), path), bytes: size }]
    })
  })
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
