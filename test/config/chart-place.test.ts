import { describe, expect, test } from 'vitest'
import { parseGitopsConfig } from '../../src/config/gitops-config.ts'

function chartOf(written: string) {
  const text = `models: { iris: { source: acme/iris, environments: { test: { file: a.yaml, chart: ${written} } } } }\n`
  return parseGitopsConfig(text, 'serin.yml').models.iris?.environments[0]?.chart
}

describe('a chart is', () => {
  test.each([
    ['charts/model', { path: 'charts/model' }],
    ['charts/model/', { path: 'charts/model' }],
    ['{ repository: acme/charts, path: charts/model }', { repository: 'acme/charts', path: 'charts/model' }],
    [
      '{ repository: acme/charts, path: model, branch: v2 }',
      { repository: 'acme/charts', path: 'model', branch: 'v2' },
    ],
    ['{ path: charts/model }', { path: 'charts/model' }],
  ])('%s', (written, chart) => {
    expect(chartOf(written)).toEqual(chart)
  })
})

test.each([
  ['/charts/model', 'is absolute'],
  ['../charts', 'leads out of its folder'],
  ['{ repository: charts, path: model }', 'is not a repository'],
  ['{ path: model, branch: v2 }', 'the branch of what repository?'],
  ['{ repo: a/b, path: model }', 'is not a key Serin knows'],
])('%s is refused', (written, complaint) => {
  expect(() => chartOf(written)).toThrow(complaint)
})
