import { posix } from 'node:path'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { readFile } from '../src/github/tree.ts'
import { type DvcOutput, dvcOutputs } from '../src/metrics/dvc-lock.ts'
import type { FileSize } from '../src/report/content.ts'
import { hasMatchingFile, readMatchingFiles } from '../src/shell/matching-files.ts'
import { orMistake } from './or-mistake.ts'
import type { Workplace } from './workplace.ts'

/**
 * How large a pipeline's outputs are, here and at a commit of main, by what `dvc.lock` says in both places: the files
 * themselves may be in a cache that nobody has pulled. A lock file that cannot be read says nothing.
 */
export async function readOutputSizes(
  from: { readonly settings: ModelSettings; readonly repository: string; readonly base: string | undefined },
  { client, workspace }: Pick<Workplace, 'client' | 'workspace'>,
): Promise<readonly FileSize[]> {
  const { settings, repository, base } = from
  const sizes: FileSize[] = []
  for (const path of lockFilesOf(settings)) {
    const found = await orMistake('read the sizes of the outputs', async () => {
      if (!(await hasMatchingFile(workspace, path))) return []
      const [here] = await readMatchingFiles(workspace, [path], 'lock')
      const main = base === undefined ? undefined : await readFile(client, { repository, commit: base, path })
      return besideMain(outputsIn(here?.text, path), outputsIn(main?.text, path))
    })
    if (!(found instanceof UserError)) sizes.push(...found)
  }
  return sizes
}

/** The one at the root, and those beside the pipelines that the configuration names. */
function lockFilesOf({ metrics, params, plots = [] }: ModelSettings): readonly string[] {
  const named = [...metrics, ...params, ...plots].filter((entry) => /^dvc\.(yaml|lock)$/.test(posix.basename(entry)))
  return [...new Set(['dvc.lock', ...named.map((entry) => posix.join(posix.dirname(entry), 'dvc.lock'))])]
}

function outputsIn(text: string | undefined, file: string): readonly DvcOutput[] {
  return text === undefined ? [] : dvcOutputs(text, file)
}

function besideMain(here: readonly DvcOutput[], main: readonly DvcOutput[]): readonly FileSize[] {
  const keyOf = ({ stage, path }: DvcOutput) => JSON.stringify([stage, path])
  const before = new Map(main.map((output) => [keyOf(output), output.bytes]))
  return here.map((output) => {
    const mainBytes = before.get(keyOf(output))
    return { name: output.path, bytes: output.bytes, ...(mainBytes !== undefined && { mainBytes }) }
  })
}
