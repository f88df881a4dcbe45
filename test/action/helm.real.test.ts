import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { KEPT_BY_HELM, READ_BY_HELM } from '../doctor/helm-readings.ts'
import { type Files, gitRepository, serin } from './command-line.ts'
import { CHART, CONFIG, DEAF_CHART, GITOPS, PROD, TEST, VALUES } from './gitops-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

// The real helm, which .ci/run installs.
let path = ''
beforeAll(() => {
  const helm = execFileSync('sh', ['-c', 'command -v helm'], { encoding: 'utf8' }).trim()
  path = `${dirname(helm)}:/usr/bin:/bin`
})

function check(files: Files) {
  return serin(gitRepository({ ...GITOPS, ...files }), ['check'], { PATH: path })
}

const template = (text: string): Files => ({ ...CHART, 'charts/model/templates/service.yaml': text })

describe('helm says whether a chart renders the percentage:', () => {
  test('it does', () => {
    expect(check({})).toMatchObject({ stdout: 'serin.yml: ok (iris)\n', status: 0 })
  })

  test('it does not', () => {
    expect(check(DEAF_CHART).lines[0]).toContain(
      `${PROD}:2:1: warning: The chart does not render canary.trafficPercent, so every /canary is a silent no-op: helm renders the chart charts/model the same with canary.trafficPercent and without it.`,
    )
  })

  test.each<readonly [string, Files]>([
    ['in a comment alone', template('name: x\n# {{ .Values.canary }}\n')],
    ['by the wrong key', template('name: x\nspec: {{ .Values.canary.percent | default 100 }}\n')],
    ['through a helper that drops it', template('spec: {{- toYaml (omit .Values "canary") | nindent 2 }}\n')],
  ])('it does not: %s', (_, files) => {
    expect(check(files).lines[0]).toContain('The chart does not render canary.trafficPercent')
  })

  test.each<readonly [string, Files]>([
    ['with all values', template('spec: {{- toYaml .Values | nindent 2 }}\n')],
    [
      'by a template in a file',
      { ...template('{{ tpl (.Files.Get "t.yaml") . }}\n'), 'charts/model/t.yaml': 'p: {{ .Values.canary }}\n' },
    ],
    ['beside something random', template('a: {{ randAlphaNum 9 }}\np: {{ .Values.canary }}\n')],
  ])('it does: %s', (_, files) => {
    expect(check(files).stdout).not.toContain('does not render')
  })

  test('a chart that cannot be rendered is told with the reason', () => {
    expect(check(template('a: {{ required "who serves it?" .Values.owner }}\n')).stdout).toMatch(
      /warning: helm cannot render the chart charts\/model with this file: .*who serves it\?/,
    )
  })

  test('the chart of another branch is the one of that branch', () => {
    const folder = gitRepository(
      { ...GITOPS, 'serin.yml': CONFIG.replace('after: test', 'branch: production') },
      { production: DEAF_CHART },
    )
    expect(serin(folder, ['check'], { PATH: path }).lines).toEqual([
      expect.stringContaining(`production:${PROD}:2:1: warning: The chart does not render`),
      '1 warning',
    ])
  })

  test('nothing of the home folder is touched', () => {
    const folder = gitRepository(GITOPS)
    serin(folder, ['check'], { PATH: path })
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('')
  })
})

describe('helm reads a version without quotes as this says', () => {
  const all = [...READ_BY_HELM, ...KEPT_BY_HELM.map((written) => [written, written] as const)]

  test('for every row of the table', () => {
    const lines = all.map(([written], index) => `v${index}: ${written}\n`).join('')
    const template = all.map((_, index) => `v${index}: "[{{ .Values.v${index} }}]"\n`).join('')
    const folder = temporaryFolder({
      'Chart.yaml': 'apiVersion: v2\nname: t\nversion: 1.0.0\n',
      'templates/a.yaml': template,
      'v.yaml': lines,
    })
    const output = execFileSync('helm', ['template', 't', '.', '--values', 'v.yaml'], { cwd: folder, encoding: 'utf8' })
    expect([...output.matchAll(/"\[(.*)\]"/g)].map(([, value]) => value)).toEqual(all.map(([, rendered]) => rendered))
  })

  test('so a version that it changes is what the check warns of', () => {
    const { lines } = check({ [TEST]: VALUES.replace('9d1c04e7b2fa', '0123456') })
    expect(lines[0]).toContain('Helm reads version: 0123456 as 42798')
  })
})
