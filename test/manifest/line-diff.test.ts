import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { changedLines } from '../../src/manifest/line-diff.ts'

const folder = mkdtempSync(join(tmpdir(), 'line-diff-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Numbers 1 to n, one per line, with some replaced. */
const numbers = (n: number, replaced: Record<number, string> = {}) =>
  Array.from({ length: n }, (_, index) => `${replaced[index + 1] ?? index + 1}\n`).join('')

/** A repeatable sequence of numbers from 0 to 1. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function randomText(next: () => number, lines: number): string {
  const text = Array.from({ length: Math.floor(next() * lines) }, () => `${'abcdef'[Math.floor(next() * 6)]}\n`).join(
    '',
  )
  return next() < 0.3 ? text.slice(0, -1) : text
}

/** `before` with the hunks applied by git. */
function applied(before: string, hunks: string): string {
  const file = join(folder, 'file')
  writeFileSync(file, before)
  const patch = `--- a/file\n+++ b/file\n${hunks}\n`
  const { status, stderr } = spawnSync('git', ['apply', '--unidiff-zero', '-p1', '-'], { cwd: folder, input: patch })
  if (status !== 0) throw new Error(`${stderr}\n${patch}`)
  return readFileSync(file, 'utf8')
}

const changed = (hunks: string) => hunks.split('\n').filter((line) => /^[-+]/.test(line)).length

/** Lines changed in git's own smallest diff. */
function changedByGit(before: string, after: string): number {
  writeFileSync(join(folder, 'before'), before)
  writeFileSync(join(folder, 'after'), after)
  const { stdout } = spawnSync('git', ['diff', '--no-index', '--minimal', 'before', 'after'], { cwd: folder })
  return changed(stdout.toString().split('\n').slice(4).join('\n'))
}

describe('changedLines', () => {
  it('is empty when nothing changed', () => {
    expect(changedLines('a\nb\n', 'a\nb\n')).toBe('')
  })

  it('shows one changed line in its surroundings', () => {
    expect(changedLines(numbers(9), numbers(9, { 5: 'five' }))).toBe(
      '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8',
    )
  })

  it('puts near changes into one hunk', () => {
    const hunks = changedLines(numbers(20), numbers(20, { 5: 'five', 12: 'twelve' }))
    expect(hunks.match(/^@@.*/gm)).toEqual(['@@ -2,14 +2,14 @@'])
  })

  it('puts far changes into hunks of their own', () => {
    const hunks = changedLines(numbers(20), numbers(20, { 5: 'five', 13: 'thirteen' }))
    expect(hunks.match(/^@@.*/gm)).toEqual(['@@ -2,7 +2,7 @@', '@@ -10,7 +10,7 @@'])
  })

  it('shows lines added to nothing', () => {
    expect(changedLines('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b')
  })

  it('shows that everything went', () => {
    expect(changedLines('a\n', '')).toBe('@@ -1 +0,0 @@\n-a')
  })

  it('says where a final newline is missing', () => {
    expect(changedLines('a\nb', 'a\nc')).toBe(
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file',
    )
  })

  it('prints no carriage returns', () => {
    expect(changedLines('a\r\nb\r\n', 'a\r\nc\r\n')).toBe('@@ -1,2 +1,2 @@\n a\n-b\n+c')
  })

  it('sees a changed line end', () => {
    expect(changedLines('a\r\nb\n', 'a\nb\n')).toBe('@@ -1,2 +1,2 @@\n-a\n+a\n b')
  })

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'makes what git applies, and no longer than git: text %i',
    (seed) => {
      const next = sequence(seed + 1)
      const [before, after] = [randomText(next, 40), randomText(next, 40)]
      const hunks = changedLines(before, after)
      if (before === after) return expect(hunks).toBe('')
      expect(applied(before, hunks)).toBe(after)
      expect(changed(hunks)).toBeLessThanOrEqual(changedByGit(before, after))
    },
  )

  it('takes less than a second for 5,000 lines that are all different', () => {
    const [before, after] = [numbers(5000), numbers(5000).replaceAll(/^/gm, 'x')]
    const start = performance.now()
    const hunks = changedLines(before, after)
    expect(performance.now() - start).toBeLessThan(1000)
    expect(applied(before, hunks)).toBe(after)
  })

  it('finds a few changes in 5,000 lines', () => {
    const after = numbers(5000, { 7: 'seven', 2500: 'middle', 4999: 'last' })
    expect(changed(changedLines(numbers(5000), after))).toBe(6)
  })
})
