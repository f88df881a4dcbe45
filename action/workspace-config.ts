import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The text of a configuration file in the workspace; `undefined` when there is none. */
export async function readWorkspaceConfig(workspace: string, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(workspace, path), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
