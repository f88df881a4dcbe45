import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

const CLI = resolve('dist/cli.js')

export type Files = Readonly<Record<string, string>>

/** A git repository with these files on main, and on each further branch main's with the branch's own in place of them. */
export function gitRepository(files: Files, branches: Readonly<Record<string, Files>> = {}): string {
  const folder = temporaryFolder(files)
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, stdio: 'pipe' })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--allow-empty', '--message', 'main')
  for (const [branch, own] of Object.entries(branches)) {
    git('checkout', '--quiet', '-b', branch, 'main')
    writeFiles(folder, own)
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', branch)
  }
  git('checkout', '--quiet', 'main')
  return folder
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Runs `serin` as a person does. What a workflow would set is not set, unless `env` says so; `helm` is not there. */
export function serin(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...env },
  })
  return { stdout, stderr, status, lines: stdout.trimEnd().split('\n') }
}
