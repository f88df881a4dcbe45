import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A state of a repository: texts by path. */
export type State = Readonly<Record<string, string>>

/** What `dvc init` leaves, so that DVC need not be started for it. */
const DVC: State = { '.dvc/config': '', '.dvc/.gitignore': '/config.local\n/tmp\n/cache\n', '.dvcignore': '' }

/**
 * A repository for DVC with a branch for each state, named by its place (`s0`, `s1`, …); HEAD is the first one, and the
 * working tree is `workspace`, else the first state.
 */
export function repositoryOf(states: readonly State[], workspace: State = states[0] ?? {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'serin-dvc-'))
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', [...args], { cwd: folder, input, stdio: 'pipe' })
  git(['init', '--quiet', '--initial-branch=s0'])
  git(['fast-import', '--quiet'], states.map((state, at) => branchOf({ ...DVC, ...state }, at)).join(''))
  git(['reset', '--quiet', '--hard'])
  for (const path of Object.keys(states[0] ?? {})) rmSync(join(folder, path))
  write(folder, workspace)
  return folder
}

/** Writes files below a folder. */
export function write(folder: string, files: State): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Format: git-fast-import(1). */
function branchOf(state: State, at: number): string {
  const files = Object.entries(state).map(
    ([path, text]) => `M 100644 inline ${JSON.stringify(path)}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  )
  return `commit refs/heads/s${at}\ncommitter a <a@b.c> ${at} +0000\ndata 0\n${files.join('')}\n`
}
