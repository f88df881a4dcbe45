import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { SETTING_DESCRIPTIONS } from '../../app/settings.ts'

const DEPLOY = 'app/deploy'
const read = (path: string) => parse(readFileSync(join(DEPLOY, path), 'utf8'))
const pod = read('base/deployment.yaml').spec.template.spec
const [container] = pod.containers

describe('every file of the deployment', () => {
  test.each(globSync(`${DEPLOY}/**/*.yaml`))('%s is YAML without doubles', (path) => {
    for (const document of parseAllDocuments(readFileSync(path, 'utf8'))) expect(document.errors).toEqual([])
  })

  test.each(globSync(`${DEPLOY}/*/kustomization.yaml`))('that %s names is there', (path) => {
    const { resources = [], patches = [] } = parse(readFileSync(path, 'utf8'))
    const named = [...resources, ...patches.flatMap((patch: { path?: string }) => patch.path ?? [])]
    expect(named.filter((name: string) => !existsSync(join(dirname(path), name)))).toEqual([])
  })
})

describe('the pod', () => {
  test('is set up by variables that the app knows, and by keys that the secret has', () => {
    const known = SETTING_DESCRIPTIONS.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]))
    const [postgres] = read('postgres/deployment.yaml').spec.template.spec.containers
    const env: { name: string; value?: string; valueFrom?: { secretKeyRef: { key: string } } }[] = [
      ...container.env,
      ...postgres.env,
    ]
    expect(env.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
    const keys = env.flatMap(
      ({ value, valueFrom }) => valueFrom?.secretKeyRef.key ?? value?.split('/secrets/')[1] ?? [],
    )
    expect(keys.toSorted()).toEqual(Object.keys(read('secret.example.yaml').stringData).toSorted())
  })

  test('is asked at paths that the app answers', () => {
    const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((name) => container[name].httpGet.path)
    expect(probes).toEqual(['/healthz', '/healthz', '/readyz'])
  })

  test('has more time to end than its commands', () => {
    const pause = Number(container.lifecycle.preStop.exec.command[1])
    const drain =
      Number(/DRAIN_MS = ([\d_]+)/.exec(readFileSync('app/start.ts', 'utf8'))?.[1]?.replaceAll('_', '')) / 1000
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(pause + drain + 2)
  })

  test('may do nothing that it need not', () => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })
})

test('with SQLite there is never a second process, with PostgreSQL never none', () => {
  expect(read('sqlite/deployment.yaml').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } })
  const { replicas, strategy } = read('postgres/deployment.yaml').spec
  expect({ replicas, strategy }).toMatchObject({ replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 0 } } })
  expect(read('postgres/disruption-budget.yaml').spec.minAvailable).toBeLessThan(replicas)
})

test('only webhooks are for the world', () => {
  const { rules } = read('base/ingress.yaml').spec
  expect(rules.flatMap((rule: { http: { paths: object[] } }) => rule.http.paths)).toMatchObject([
    { path: '/api/github/webhooks', pathType: 'Exact' },
  ])
})
