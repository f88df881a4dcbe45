import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFiles } from '../action/command-line.ts'
import { linearHistory, linearHistoryOf } from './linear-history.ts'
import { ObjectStore } from './object-store.ts'

let folder = ''
let objects: ObjectStore
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'gc.auto=0', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  })
const revList = (...args: string[]) =>
  git('rev-list', ...args)
    .split('\n')
    .filter(Boolean)
const commit = (message: string) => {
  git('add', '--all')
  git('commit', '--quiet', '--allow-empty', '-m', message)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linear-'))
  git('init', '--quiet', '-b', 'main')
  objects = new ObjectStore(join(folder, '.git'))
  for (let index = 0; index < 24; index += 1) {
    if (index % 7 === 5) rmSync(join(folder, 'a'), { recursive: true, force: true })
    else writeFiles(folder, { [['a/one', 'a/two', 'b/three', 'a/b/four'][index % 4] ?? '']: `${index >> 3}` })
    commit(String(index))
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a history without merges', () => {
  it('is read as git reads it', () => {
    expect(linearHistory(objects, revList('HEAD')[0] ?? '')).toEqual(revList('HEAD'))
  })

  it.each(['a/one', 'a/two', 'b/three', 'a/b/four', 'a', 'b', 'a/b', 'nowhere', 'a/one/x'])('of %s too', (path) => {
    expect(linearHistoryOf(objects, revList('HEAD')[0] ?? '', path)).toEqual(revList('HEAD', '--', path))
  })
})

it('a history with a merge is left to git', () => {
  git('checkout', '--quiet', '-b', 'side', 'HEAD~3')
  commit('side')
  git('checkout', '--quiet', 'main')
  git('merge', '--quiet', '--no-ff', '-m', 'merge', 'side')
  const [tip = ''] = revList('HEAD')
  expect([linearHistory(objects, tip), linearHistoryOf(objects, tip, 'a')]).toEqual([undefined, undefined])
})
