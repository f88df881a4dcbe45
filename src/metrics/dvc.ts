import { posix } from 'node:path'
import { readYaml } from '../yaml/read.ts'
import type { PlotAxes } from './dvc-axes.ts'
import { axesDeclaredIn, type DvcFiles, declaredIn } from './dvc-declarations.ts'

/**
 * The `dvc.yaml` whose declared files stand for an entry of the configuration; undefined for any other entry.
 * A `dvc.lock` does not say which of its outputs are metrics or plots, so the `dvc.yaml` beside it does; its
 * parameters it has itself.
 */
export function dvcFileOf(entry: string, kind: keyof DvcFiles): string | undefined {
  if (posix.basename(entry) === 'dvc.yaml') return entry
  return posix.basename(entry) === 'dvc.lock' && kind !== 'params' ? entry.replace(/lock$/, 'yaml') : undefined
}

/** Whether an entry of the configuration stands for a pipeline of DVC. */
export function isPipeline(entry: string): boolean {
  return ['dvc.yaml', 'dvc.lock'].includes(posix.basename(entry))
}

/**
 * The metrics, parameters and plots that a `dvc.yaml` declares in its stages and at its top level, as DVC 3 reads them:
 * relative to the file's folder or the stage's `wdir`. `${…}` is filled in from `foreach`, `matrix` and the `vars`
 * written in the file; what comes from elsewhere becomes `*`. DVC reads `params.yaml` whether a stage names it or not, so it
 * is among the parameters; it may be absent.
 * Throws UserError for wrong YAML and for a path that leads out of the repository.
 */
export function dvcFiles(text: string, file: string): DvcFiles {
  const declared = declaredIn(readYaml(text, { file }).documents[0]?.value, file)
  const usual = posix.join(posix.dirname(file), 'params.yaml')
  return { ...declared, params: [...new Set([usual, ...declared.params])] }
}

/** The axes of the plots that a `dvc.yaml` declares, where it names them. Throws UserError as dvcFiles does. */
export function dvcAxes(text: string, file: string): readonly PlotAxes[] {
  return axesDeclaredIn(readYaml(text, { file }).documents[0]?.value, file)
}
