import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openRepository } from '../../src/shell/git.ts'

const folder = mkdtempSync(join(tmpdir(), 'serin-git-'))
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder })
git('init', '--quiet')
mkdirSync(join(folder, 'a/b'), { recursive: true })
writeFileSync(join(folder, '.gitignore'), 'ignored/\n')
writeFileSync(join(folder, 'a/b/größe.json'), '{"x": 1}')
writeFileSync(join(folder, 'a/large.txt'), 'é'.repeat(1_000_000))
symlinkSync('b/größe.json', join(folder, 'a/link.json'))
symlinkSync('../../outside', join(folder, 'a/out.json'))
git('add', '--all')
git('commit', '--quiet', '--message', 'one')
mkdirSync(join(folder, 'ignored'))
writeFileSync(join(folder, 'ignored/m.json'), '{}')

const repository = openRepository(join(folder, 'a'))
afterAll(() => repository.close())
const head = () => repository.files({ kind: 'commit', name: 'HEAD' })
const workspace = () => repository.files({ kind: 'workspace' })

describe('a commit', () => {
  test('has its files, with a link inside and without one that leads out', async () => {
    const { paths } = await head()
    expect(paths.toSorted()).toEqual(['.gitignore', 'a/b/größe.json', 'a/large.txt', 'a/link.json'])
  })

  test('gives texts, and a link as what it leads to', async () => {
    const texts = await (await head()).read(['a/link.json', 'a/b/größe.json', 'none', 'a'])
    expect([...texts]).toEqual([
      ['a/link.json', '{"x": 1}'],
      ['a/b/größe.json', '{"x": 1}'],
    ])
  })

  test('gives a text that comes in many pieces whole', async () => {
    const texts = await (await head()).read(['a/large.txt'])
    expect(texts.get('a/large.txt')).toBe('é'.repeat(1_000_000))
  })

  test('has the files below a folder', async () => {
    expect((await head()).below('a/b')).toEqual(['a/b/größe.json'])
  })

  test.each(['nope', 'HEAD~5', 'a b', '--help', 'x\nHEAD', ''])('%j is no revision', async (name) => {
    await expect(repository.files({ kind: 'commit', name })).rejects.toThrow('git does not know the revision')
    expect(await repository.filesIfThere({ kind: 'commit', name })).toBeUndefined()
  })
})

describe('the working tree', () => {
  test('lists what git does not ignore, and reads what it does', async () => {
    const tree = await workspace()
    expect(tree.paths).not.toContain('ignored/m.json')
    expect(tree.below('ignored')).toEqual(['ignored/m.json'])
    expect([...(await tree.read(['ignored/m.json', 'none', 'a']))]).toEqual([['ignored/m.json', '{}']])
  })
})

test('what git says of a repository that it cannot read is told', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'serin-git-'))
  mkdirSync(join(broken, '.git'))
  await expect(openRepository(broken).files({ kind: 'commit', name: 'HEAD' })).rejects.toThrow('not a git repository')
})
