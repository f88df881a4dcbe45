import { posix, relative, sep } from 'node:path'
import type { FileTree } from '../src/shell/git.ts'
import { type FoundFiles, spelledOut } from './declared-files.ts'

/** The files that `--targets` names: paths, folders and globs from the folder where the command was started. */
export function targetFiles(
  tree: FileTree,
  asked: { readonly root: string; readonly folder: string; readonly targets: readonly string[] },
): Promise<FoundFiles> {
  const below = relative(asked.root, asked.folder).split(sep).join('/')
  return spelledOut(
    asked.targets.map((target) => posix.join(below, target).replace(/\/$/, '')),
    tree,
  )
}
