import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { binaryAnswers, csv, without } from '../statistics/sample.ts'

const CLI = new URL('../../action/cli.ts', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'compare-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { main, pr } = binaryAnswers()
const country = (rows: readonly object[]) =>
  rows.map((row, at) => ({ ...without([{ ...row }], 'group')[0], country: at % 2 ? 'DE' : 'FR' }))
writeFileSync(join(folder, 'main.csv'), csv(country(main)))
writeFileSync(join(folder, 'pr.csv'), csv(country(pr)))
writeFileSync(join(folder, 'shorter.csv'), csv(country(pr).slice(5)))
writeFileSync(join(folder, 'broken.csv'), 'id,label,prediction\na,1,1\na,1,1\n')

async function compare(...args: readonly string[]) {
  return promisify(execFile)(process.execPath, [CLI, 'compare', ...args], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )
}

const FIELDS = 'metric main pr delta lo hi p se n n_disagree mde method label gate'.split(' ')

describe('serin compare', () => {
  test('prints a table for people', async () => {
    const { code, stdout } = await compare('main.csv', 'pr.csv')
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^metric +main +candidate +change +95 % range +verdict +method$/)
    expect(lines[1]).toMatch(
      /^accuracy +0\.9267 +0\.8633 +-0\.063 +-0\.111 … -0\.015 +worse \(p = 0\.0091\) +Bonett–Price/,
    )
    expect(stdout).toContain('300 test examples, the two models differ on 53.')
    expect(stdout).toMatch(/2 slices, .*slices\.country=/)
    expect(stdout).not.toMatch(/significan/i)
  })

  test('prints rows for programs, slices after the metrics', async () => {
    const { stdout, stderr } = await compare('main.csv', 'pr.csv', '--json')
    const rows = JSON.parse(stdout)
    for (const row of rows) expect(Object.keys(row)).toEqual(FIELDS)
    expect(rows[0]).toMatchObject({ metric: 'accuracy', n: 300, n_disagree: 53, label: 'worse', gate: null })
    expect(rows.at(-1).metric).toMatch(/^slices\.country=/)
    expect(stderr).toBe('')
  })

  test('prints the metric that was asked for', async () => {
    const { stdout } = await compare('main.csv', 'pr.csv', '--json', '--metric', 'F1')
    expect(JSON.parse(stdout).map(({ metric }: { metric: string }) => metric)).toEqual([
      'f1',
      'slices.country=FR.f1',
      'slices.country=DE.f1',
    ])
  })

  test('says on the error output why models are not paired', async () => {
    const { stdout, stderr } = await compare('main.csv', 'shorter.csv', '--json')
    expect(JSON.parse(stdout)[0].method).toBe('unpaired (Newcombe 10)')
    expect(stderr).toContain('did not answer the same examples')
  })

  test.each([
    ['0.001', 1, 'fail'],
    ['20%', 0, 'pass'],
    ['0.05', 0, 'unclear'],
  ])('judges --max-regression %s', async (limit, code, gate) => {
    const found = await compare('main.csv', 'pr.csv', '--json', '--metric', 'accuracy', '--max-regression', limit)
    expect(found.code).toBe(code)
    expect(JSON.parse(found.stdout)[0].gate).toBe(gate)
  })

  test.each([
    [['main.csv'], /takes two files/],
    [['main.csv', 'none.csv'], /none\.csv: There is no such file/],
    [['main.csv', '.'], /not a file/],
    [['main.csv', 'broken.csv'], /broken\.csv:3 \(id\): The id “a” is also in line 2/],
    [['main.csv', 'pr.csv', '--max-regression', '-1'], /max-regression/],
    [['main.csv', 'pr.csv', '--metric', 'bleu'], /cannot be computed/],
    [['main.csv', 'pr.csv', '--what'], /what/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await compare(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('    at ')
  })
})

describe('two equal models', () => {
  test('show no difference, and what would be seen', async () => {
    const { stdout } = await compare('main.csv', 'main.csv')
    const lines = stdout.split('\n').filter((line: string) => /^(accuracy|f1|roc_auc|log_loss|precision) /.test(line))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toContain('no difference')
    expect(lines[0]).toMatch(/no difference, sees [\d.]+ or more/)
    expect(stdout).toContain('300 test examples, the two models are equal on every one.')
  })
})

describe('two metrics files', () => {
  test.each([
    ['json', '{"acc": 0.9, "loss": {"test": 1}, "name": "svm"}', '{"acc": 0.95, "loss": {"test": 2}, "name": "x"}'],
    ['yaml', 'acc: 0.9\nloss:\n  test: 1\n', 'acc: 0.95\nloss:\n  test: 2\n'],
  ])('in %s are compared number by number, without a claim', async (ending, before, after) => {
    writeFileSync(join(folder, `before.${ending}`), before)
    writeFileSync(join(folder, `after.${ending}`), after)
    const { stdout } = await compare(`before.${ending}`, `after.${ending}`, '--json')
    expect(JSON.parse(stdout)).toMatchObject([
      { metric: 'acc', main: 0.9, pr: 0.95, label: 'unknown' },
      { metric: 'loss.test', main: 1, pr: 2, label: 'unknown' },
    ])
  })

  test('without a number are refused', async () => {
    writeFileSync(join(folder, 'words.json'), '{"name": "svm"}')
    expect((await compare('words.json', 'words.json')).stderr).toContain('words.json: The file holds no number.')
  })
})
