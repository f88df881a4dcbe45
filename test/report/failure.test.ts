import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { failureTitle, renderFailure } from '../../src/report/failure.ts'
import { effectsOf } from './gfm.ts'
import { HOSTILE } from './hostile-text.ts'

const error = new UserError('The file is not JSON: a comma or } is missing (found "x").', {
  place: { file: 'out/metrics.json', line: 3, column: 7, key: 'train.loss' },
  fix: 'Correct it there.',
})

test('a failure says what, where and what to do', () => {
  expect(renderFailure({ model: 'iris', error }).text).toBe(
    [
      '### ⛔ iris: could not be evaluated',
      '',
      '`out/metrics.json:3:7` at `train.loss`: The file is not JSON: a comma or } is missing (found "x"). Correct it there.',
      '',
    ].join('\n'),
  )
})

test('a failure without a model has a verdict line too', () => {
  expect(renderFailure({ error }).text).toMatch(/^### ⛔ The model: could not be evaluated\n/)
})

test('the last lines of the training are shown, with commit and log', () => {
  const { text } = renderFailure({
    model: 'iris',
    error: new UserError('`python train.py` ended with exit code 1.'),
    lastLines: ['Traceback', '\u001b[31mValueError\u001b[0m'],
    candidate: { sha: '2222222bbbbb' },
    runUrl: 'https://github.com/acme/iris/actions/runs/1',
  })
  expect(text).toContain('`python train.py` ended with exit code 1.')
  expect(text).toContain('```text\nTraceback\nValueError\n```')
  expect(text).toContain('Commit `2222222`. [Log of this run](https://github.com/acme/iris/actions/runs/1)')
})

test('over the limit the earliest lines go first', () => {
  const lastLines = Array.from({ length: 5000 }, (_, index) => `line ${index} ${'x'.repeat(50)}`)
  const { text, cut } = renderFailure({ model: 'iris', error, lastLines })
  expect(cut).toBe(true)
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toContain('line 4999 ')
  expect(text).not.toContain('line 0 ')
  expect(text).toContain('lines of output')
})

test.each(HOSTILE)('%j in a failure does nothing', (text) => {
  const failure = {
    model: text,
    error: new UserError(text, { place: { file: text, key: text }, fix: text }),
    lastLines: [text, text],
    candidate: { sha: text },
  }
  expect(effectsOf(renderFailure(failure).text)).toEqual([])
})

test('no limit is ever exceeded', () => {
  for (let limit = 0; limit < 600; limit += 1) {
    expect(renderFailure({ model: 'iris', error, lastLines: ['a', 'b'] }, limit).text.length).toBeLessThanOrEqual(limit)
  }
})

test('the title is plain and short', () => {
  expect(failureTitle({ error: new UserError('`x` is wrong') })).toBe('Could not be evaluated: x is wrong')
  expect(failureTitle({ error: new UserError('x'.repeat(5000)) }).length).toBeLessThan(255)
})

test('the last line of a long output stands above the fold that holds the rest', () => {
  const lastLines = [...Array.from({ length: 40 }, (_, index) => `File ${index}`), 'RuntimeError: out of memory', '']
  const { text } = renderFailure({ model: 'iris', error, lastLines })
  expect(text).toMatch(/It ended with `RuntimeError: out of memory`\.[\s\S]*<summary>The last 42 lines of its output/)
})
