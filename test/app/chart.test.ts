import { expect, test } from 'vitest'
import { type Files, GITOPS_CONFIG, OLD, values } from './files.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'

const chart = (template: string, folder = 'charts/inference-service'): Files => ({
  [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: inference-service\nversion: 1.0.0\n',
  [`${folder}/templates/service.yaml`]: template,
  [`${folder}/values.yaml`]: 'canary: {}\n',
})
const DEAF = chart('spec: { model: "oci://quay.io/acme/iris:{{ .Values.version }}" }\n')
const HEARING = chart('spec: { canaryTrafficPercent: {{ .Values.canary.trafficPercent }} }\n')
const UNCLEAR = chart('spec: {{ toYaml .Values }}\n')

async function comment(gitops: Files, body = '/canary 20') {
  await world.fresh({ gitops })
  const pull = await world.openPull()
  const before = world.manifest('test')
  const answer = await world.comment('write', pull.number, body)
  return { text: answer.text, isChanged: world.manifest('test') !== before }
}

test('a canary that the chart would not render is refused before anything is written', async () => {
  expect(await comment(DEAF)).toEqual({
    text: expect.stringContaining(
      'The chart `charts/inference-service` does not render `canary.trafficPercent`, so a canary would be a silent no-op',
    ),
    isChanged: false,
  })
})

test('promotion and rollback need no percentage', async () => {
  expect(await comment(DEAF, '/promote test')).toMatchObject({ isChanged: true })
  expect(await comment({ ...DEAF, [TEST]: values(OLD) }, '/promote')).toMatchObject({ isChanged: true })
})

test.each([
  ['renders it', HEARING],
  ['may render it', UNCLEAR],
  ['is not there', {}],
] as const)('a chart that %s stands in nobody’s way', async (_, files) => {
  expect(await comment(files)).toMatchObject({ isChanged: true })
})

test('the chart may be named in serin.yml', async () => {
  const config = GITOPS_CONFIG.replace('on-merge: release', 'on-merge: release\n        chart: other/chart')
  const files = { ...HEARING, ...chart('name: {{ .Values.name }}\n', 'other/chart'), 'serin.yml': config }
  expect(await comment(files)).toEqual({
    text: expect.stringContaining('The chart `other/chart` does not'),
    isChanged: false,
  })
})

test('the chart may be in another repository of the owner', async () => {
  const named = 'on-merge: release\n        chart: { repository: acme/charts, path: charts/inference-service }'
  const config = GITOPS_CONFIG.replace('on-merge: release', named)
  world.github.createRepository('acme/charts', { private: true, files: DEAF as Readonly<Record<string, string>> })
  expect(await comment({ 'serin.yml': config })).toEqual({
    text: expect.stringContaining('The chart `charts/inference-service` of `acme/charts` does not'),
    isChanged: false,
  })
  world.github.repository('acme/charts').delete()
  expect(await comment({ 'serin.yml': config })).toMatchObject({ isChanged: true })
})
