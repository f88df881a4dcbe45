import { describe, expect, it, test } from 'vitest'
import type { Environment } from '../../src/config/gitops-config.ts'
import { type ChartFile, chartFolderOf, rendersKey } from '../../src/manifest/chart.ts'

const KEY = ['canary', 'trafficPercent']
const CHART: ChartFile = { path: 'Chart.yaml', text: 'apiVersion: v2\nname: model\n' }

function rendering(template: string, ...more: readonly ChartFile[]) {
  return rendersKey([CHART, { path: 'templates/service.yaml', text: template }, ...more], KEY)
}

describe('a chart renders the key when a template', () => {
  it.each([
    'p: {{ .Values.canary.trafficPercent }}',
    'p: {{- $.Values.canary.trafficPercent -}}',
    'p: {{ $root.Values.canary.trafficPercent | int }}',
    '{{- with .Values.canary }}\np: {{ .trafficPercent }}\n{{- end }}',
    '{{- if hasKey (.Values.canary | default dict) "trafficPercent" }}x: 1{{ end }}',
    'p: {{ (.Values.canary).trafficPercent }}',
    'p: {{ index .Values "canary" "trafficPercent" }}',
    'p: {{ dig "canary" "trafficPercent" 100 .Values }}',
    '{{ define "model.canary" }}{{ .Values.canary.trafficPercent }}{{ end }}',
  ])('says %j', (template) => {
    expect(rendering(template)).toBe('yes')
  })
})

describe('a chart does not render the key when its templates say only', () => {
  it.each([
    'name: {{ .Values.name }}',
    'labels: {{- include "model.labels" . | nindent 4 }}',
    '{{ template "model.labels" $ }}',
    '{{- with .Values.resources }}{{ toYaml . | nindent 8 }}{{ end }}',
    '{{- range .Values.env }}- {{ . | quote }}\n{{ end }}',
    'p: {{ .Values.canaryTrafficPercent }}',
    'p: {{ .Values.canary.enabled }}',
    '{{/* .Values.canary.trafficPercent */}}\nname: {{ .Values.name }}',
    '{{- /* {{ .Values.canary.trafficPercent }} */ -}}\nname: x',
    'canary: trafficPercent\n',
    '{{ if false }}p: {{ .Values.canary.trafficPercent }}{{ end }}',
    '{{ if .Values.a }}x{{ else if false }}p: {{ .Values.canary.trafficPercent }}{{ end }}',
    'kind: {{ .Chart.Name }}-{{ .Release.Name }}',
  ])('%j', (template) => {
    expect(rendering(template)).toBe('no')
  })
})

describe('nobody can tell by the text when a template', () => {
  it.each([
    ['writes all values', '{{ toYaml .Values }}'],
    ['writes everything', '{{ toYaml . }}'],
    ['writes everything from inside of a block', '{{ with .Values.a }}{{ toYaml $ }}{{ end }}'],
    ['reads it under another condition', '{{ if .Values.knative }}p: {{ .Values.canary.trafficPercent }}{{ end }}'],
    ['reads it in the else of one', '{{ if false }}{{ else }}p: {{ .Values.canary.trafficPercent }}{{ end }}'],
    ['writes everything in the else of a block', '{{ with .Values.a }}x{{ else }}{{ toYaml . }}{{ end }}'],
    ['keeps all values in a variable', '{{ $v := .Values }}{{ $v.canary.trafficPercent }}'],
    ['keeps the root in a variable', '{{ $root := . }}{{ toYaml $root }}'],
    ['hands the root on in a dict', '{{ include "x" (dict "root" $) }}'],
    ['goes through all values', '{{ range $key, $value := .Values }}{{ end }}'],
    ['goes through everything', '{{ range $key, $value := . }}{{ end }}'],
    ['renders other text', '{{ tpl .Values.extra . }}'],
    ['renders a file', '{{ tpl (.Files.Get "service.yaml") . }}'],
    ['asks for a key by another name', '{{ index .Values .Values.key }}'],
    ['asks for all values by name', '{{ (get . "Values").canary }}'],
    ['reads the mapping and no key of this name', '{{ with .Values.canary }}{{ .percent }}{{ end }}'],
    ['reads the key in a comment of YAML', '# {{ .Values.canary.trafficPercent }}\nname: x'],
    ['writes the text of one', '{{ printf "{{ .Values.canary }}" }}'],
    ['is a link', '../../other/templates/service.yaml'],
  ])('%s', (_, template) => {
    expect(rendering(template)).toBe('unknown')
  })

  it.each<readonly [string, ChartFile]>([
    ['another chart', { path: 'charts/sub/templates/a.yaml', text: '' }],
    ['requirements', { path: 'requirements.yaml', text: '' }],
  ])('and there is %s', (_, file) => {
    expect(rendering('name: x', file)).toBe('unknown')
  })

  test('and the chart depends on others', () => {
    const chart = { path: 'Chart.yaml', text: 'name: a\ndependencies:\n  - name: common\n' }
    expect(rendersKey([chart, { path: 'templates/a.yaml', text: 'name: x\n' }], KEY)).toBe('unknown')
  })

  test('and there is none', () => {
    expect(rendersKey([CHART, { path: 'values.yaml', text: 'canary: {}\n' }], KEY)).toBe('unknown')
  })
})

test('one template that renders it is enough', () => {
  const helper = {
    path: 'templates/_helpers.tpl',
    text: '{{ define "t" }}{{ .Values.canary.trafficPercent }}{{ end }}',
  }
  expect(rendering('labels: {{ include "t" . }}', helper)).toBe('yes')
})

test('a key of one part is looked for as well', () => {
  const files = (text: string) => [CHART, { path: 'templates/a.yaml', text }]
  expect([rendersKey(files('p: {{ .Values.weight }}'), ['weight']), rendersKey(files('p: 1\n'), ['weight'])]).toEqual([
    'yes',
    'no',
  ])
})

describe('the chart of a values file', () => {
  const environment: Environment = { name: 'test', file: 'models/iris/config.yaml', set: {}, keys: {} }
  const has =
    (...paths: readonly string[]) =>
    (path: string) =>
      paths.includes(path)

  test('is what chart_path names', () => {
    const text = 'chart_path: ./charts/model/\n'
    expect(chartFolderOf({ environment, text }, has('charts/model/Chart.yaml'))).toBe('charts/model')
  })

  test('is the folder of the file where that has a Chart.yaml', () => {
    expect(chartFolderOf({ environment, text: '' }, has('models/iris/Chart.yaml'))).toBe('models/iris')
  })

  test('is what serin.yml names before everything else', () => {
    const named = { ...environment, chart: { path: 'charts/own' } }
    expect(chartFolderOf({ environment: named, text: 'chart_path: charts/model\n' }, has())).toBe('charts/own')
  })

  test.each(['', 'chart_path: charts/gone\n', 'chart_path: charts/model\nrepo_url: https://git.example.com/x\n'])(
    'is not known from %j',
    (text) => {
      expect(chartFolderOf({ environment, text }, has('charts/model/Chart.yaml'))).toBeUndefined()
    },
  )
})
