import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type GitopsConfig, parseGitopsConfig } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'

/** Where a gitops repository says what may be released there. */
export const GITOPS_CONFIG = 'serin.yml'

/**
 * The configuration of a clone of a gitops repository.
 * @throws UserError when it has none, or one that is wrong.
 */
export async function readGitopsConfig(root: string): Promise<GitopsConfig> {
  try {
    return parseGitopsConfig(await readFile(join(root, GITOPS_CONFIG), 'utf8'), GITOPS_CONFIG)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new UserError('This repository has no serin.yml, so that no models are released here.', {
      fix: 'Run it in a clone of the gitops repository.',
    })
  }
}
