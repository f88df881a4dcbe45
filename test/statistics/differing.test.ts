import { expect, test } from 'vitest'
import { differingText } from '../../src/statistics/differing.ts'
import { binaryAnswers, compareRows, without } from './sample.ts'

test.each([
  [{ answers: 1500, scores: 2000 }, 'differ on 1,500'],
  [{ answers: 0, scores: 3 }, 'answer the same on every one, but differ in the scores of 3'],
  [{ scores: 3 }, 'differ in the scores of 3'],
  [{ answers: 0 }, 'are equal on every one'],
  [{ answers: 0, scores: 0 }, 'are equal on every one'],
  [undefined, ''],
])('%j is told as “%s”', (differing, text) => {
  expect(differingText({ ...(differing && { differing }) })).toBe(text)
})

test('labels are counted, not scores', () => {
  const { main, pr } = binaryAnswers()
  const wanted = main.filter(({ prediction }, row) => prediction !== pr[row]?.prediction).length
  expect(compareRows(main, pr).differing).toMatchObject({ answers: wanted })
})

test('a score that is no probability is told with what is missing for it', () => {
  const { main, pr } = binaryAnswers()
  const odd = without(pr, 'group').map((row, at) => (at === 7 ? { ...row, score: 1.7 } : row))
  const { rows, notes } = compareRows(without(main, 'group'), odd)
  expect(rows.map(({ row }) => row.metric)).not.toContain('brier')
  expect(notes).toContain(
    'There is no `log_loss` and no `brier`, which need probabilities: 1 of 300 examples has a score outside 0 to 1, first 1.7 of “r7”.',
  )
})
