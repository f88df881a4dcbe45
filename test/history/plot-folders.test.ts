import { expect, test } from 'vitest'
import { listPlots, plotFolder } from '../../src/history/plot-folders.ts'

const sha = (letter: string) => letter.repeat(40)
const list = (...letters: string[]) => letters.map((letter) => `${sha(letter)}\n`).join('')

test('a commit has a folder of its own', () => {
  expect(plotFolder('iris', sha('a'))).toBe(`plots/iris/${sha('a')}`)
})

test('a new commit comes last', () => {
  expect(listPlots(list('a'), sha('b'), 3)).toEqual({ text: list('a', 'b'), dropped: [] })
})

test('the oldest commits are dropped', () => {
  expect(listPlots(list('a', 'b', 'c'), sha('d'), 2)).toEqual({ text: list('c', 'd'), dropped: [sha('a'), sha('b')] })
})

test('a commit that is drawn again is the newest', () => {
  expect(listPlots(list('a', 'b'), sha('a'), 2)).toEqual({ text: list('b', 'a'), dropped: [] })
})

test('lines of other kinds are dropped', () => {
  expect(listPlots(`../..\n${list('a')}`, sha('b'), 5)).toEqual({ text: list('a', 'b'), dropped: [] })
})
