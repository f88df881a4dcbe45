import { execFile } from 'node:child_process'
import { gitFailed } from './git-objects.ts'
import type { Unreadable } from './work-tree.ts'

const MODES: Readonly<Record<string, Unreadable>> = { '120000': 'link', '160000': 'submodule' }
const LARGEST_LISTING = 256 * 1024 * 1024

/** What a commit has in the place of files, by path: links, which the app does not follow, and submodules. */
export function irregularFiles(root: string, commit: string): Promise<ReadonlyMap<string, Unreadable>> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', commit]
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd: root, maxBuffer: LARGEST_LISTING }, (error, stdout, stderr) => {
      if (error !== null) reject(gitFailed(stderr))
      else resolve(new Map(stdout.split('\0').flatMap(irregular)))
    })
  })
}

/** Format: git-ls-tree(1), `<mode> SP <type> SP <object> TAB <file>`. */
function irregular(line: string): readonly (readonly [string, Unreadable])[] {
  const why = MODES[line.slice(0, 6)]
  return why === undefined ? [] : [[line.slice(line.indexOf('\t') + 1), why]]
}
