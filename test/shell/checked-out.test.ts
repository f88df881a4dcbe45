import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCheckedOut } from '../../src/shell/checked-out.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serin-checked-out-'))
  git('init', '--quiet')
  writeFileSync(join(folder, 'a.txt'), 'a\n')
  writeFileSync(join(folder, '.gitignore'), 'ignored\n')
  git('add', '.')
  commit('one')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
}

function commit(message: string): void {
  git('-c', 'user.name=ada', '-c', 'user.email=ada@test', 'commit', '--quiet', '--allow-empty', '-m', message)
}

const clean = () => ({ kind: 'clean', commit: git('rev-parse', 'HEAD'), tree: git('rev-parse', 'HEAD^{tree}') })

test('a checkout is its commit and tree', async () => {
  expect(await readCheckedOut(folder)).toEqual(clean())
})

test('two commits with the same files have the same tree', async () => {
  const before = clean()
  commit('two')
  expect(await readCheckedOut(folder)).toMatchObject({ kind: 'clean', tree: before.tree })
})

test('one commit of a clone is enough', async () => {
  commit('two')
  const clone = join(folder, 'ignored')
  git('clone', '--quiet', '--depth=1', `file://${folder}`, clone)
  expect(await readCheckedOut(clone)).toEqual(clean())
})

test('files that git does not track do not matter', async () => {
  writeFileSync(join(folder, 'new.txt'), 'x')
  writeFileSync(join(folder, 'ignored'), 'x')
  expect(await readCheckedOut(folder)).toEqual(clean())
})

test.each([
  ['changed', () => writeFileSync(join(folder, 'a.txt'), 'b\n')],
  ['deleted', () => rmSync(join(folder, 'a.txt'))],
  [
    'staged',
    () => {
      writeFileSync(join(folder, 'new.txt'), 'x')
      git('add', 'new.txt')
    },
  ],
])('a %s file makes it unknown', async (_, change) => {
  change()
  expect(await readCheckedOut(folder)).toEqual({
    kind: 'unknown',
    reason: 'Files that git tracks were changed before this step.',
  })
})

test('a file that was written again as it was does not', async () => {
  writeFileSync(join(folder, 'a.txt'), 'a\n')
  expect(await readCheckedOut(folder)).toEqual(clean())
})

test('a folder of a repository is not the whole of it', async () => {
  mkdirSync(join(folder, 'below'))
  expect(await readCheckedOut(join(folder, 'below'))).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/not the whole/),
  })
})

test('outside of a repository git cannot tell', async () => {
  rmSync(join(folder, '.git'), { recursive: true })
  expect(await readCheckedOut(folder)).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/^git cannot tell what is checked out \(fatal: not a git repository/),
  })
})
