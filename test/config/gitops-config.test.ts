import { describe, expect, it } from 'vitest'
import { parseGitopsConfig } from '../../src/config/gitops-config.ts'
import { complaintOf } from './complaints.ts'

const FILE = 'serin.yml'
const parse = (text: string) => parseGitopsConfig(text, FILE)
const HEAD = 'models:\n  iris:\n    source: acme/iris\n'
/** One model with these environments, each a flow mapping, from line 5 on. */
const environments = (entries: Record<string, string>, head = HEAD) =>
  `${head}    environments:\n${Object.entries(entries)
    .map(([name, entry]) => `      ${name}: ${entry}\n`)
    .join('')}`

describe('parseGitopsConfig', () => {
  it('reads everything a model can say', () => {
    const text = `models:
  jukebox:
    source: acme/jukebox
    source-id: 42
    default-environment: test
    environments:
      test:
        file: model-deployments/test/jukebox/config.yaml
        on-merge: release
        set: { image_namespace: acme-test, replicas: 2, debug: false, image.tag: "1" }
      prod:
        file: model-deployments/prod/jukebox/isvc.yml
        branch: production
        on-merge: propose
        change: pull-request
        after: test
        allow: { role: maintain, teams: [release] }
        layout: kserve
        keys: { version: spec.containers.0.image, traffic: [metadata, labels, a.b/c] }
        storage-uri: oci://quay.io/acme/jukebox:{version}
        resource: jukebox
`
    expect(parse(text).models).toEqual({
      jukebox: {
        name: 'jukebox',
        source: 'acme/jukebox',
        sourceId: 42,
        defaultEnvironment: 'test',
        environments: [
          {
            name: 'test',
            model: 'jukebox',
            file: 'model-deployments/test/jukebox/config.yaml',
            onMerge: 'release',
            set: { image_namespace: 'acme-test', replicas: 2, debug: false, 'image.tag': '1' },
            keys: {},
          },
          {
            name: 'prod',
            model: 'jukebox',
            file: 'model-deployments/prod/jukebox/isvc.yml',
            branch: 'production',
            onMerge: 'propose',
            change: 'pull-request',
            after: 'test',
            allow: { role: 'maintain', teams: ['release'] },
            set: {},
            layout: 'kserve',
            keys: { version: ['spec', 'containers', 0, 'image'], traffic: ['metadata', 'labels', 'a.b/c'] },
            storageUri: 'oci://quay.io/acme/jukebox:{version}',
            resource: 'jukebox',
          },
        ],
      },
    })
  })

  it('keeps the order of the environments', () => {
    const model = parse(environments({ zeta: '{ file: z.yaml }', alpha: '{ file: a.yaml }' })).models.iris
    expect(model?.environments.map(({ name }) => name)).toEqual(['zeta', 'alpha'])
  })

  it('acts in the last environment by default', () => {
    expect(parse(environments({ b: '{ file: b.yaml }', a: '{ file: a.yaml }' })).models.iris?.defaultEnvironment).toBe(
      'a',
    )
  })

  it('takes teams without a role, and a role without teams', () => {
    const model = parse(
      environments({ a: '{ file: a.yaml, allow: { teams: [x] } }', b: '{ file: b.yaml, allow: { role: admin } }' }),
    ).models.iris
    expect(model?.environments.map(({ allow }) => allow)).toEqual([{ teams: ['x'] }, { role: 'admin', teams: [] }])
  })

  it.each([
    ['the same file on two branches', { a: '{ file: f.yaml }', b: '{ file: f.yaml, branch: production }' }],
    ['two resources of one file', { a: '{ file: f.yaml, resource: a }', b: '{ file: f.yaml, resource: b }' }],
  ])('allows %s', (_, entries) => {
    expect(parse(environments(entries)).models.iris?.environments).toHaveLength(2)
  })
})

describe('a wrong file', () => {
  const one = (entry: string) => environments({ test: entry })
  const two = (first: string, second: string, head?: string) => environments({ test: first, prod: second }, head)
  const T = 'models.iris.environments.test'
  const P = 'models.iris.environments.prod'

  const wrong: [string, string, { line?: number; key?: string }, string | RegExp][] = [
    [
      'no source',
      'models:\n  iris:\n    environments: { a: { file: a.yaml } }\n',
      { line: 2, key: 'models.iris.source' },
      /missing.*acme\/iris/,
    ],
    ['no environments', HEAD, { line: 2, key: 'models.iris.environments' }, /missing/],
    ['an empty environments', environments({}).replace(/:\n$/, ': {}\n'), { line: 4 }, /no environment is listed/],
    [
      'a source without a name',
      one('{ file: a.yaml }').replace('acme/iris', 'acme'),
      { line: 3, key: 'models.iris.source' },
      /owner\/name/,
    ],
    [
      'a text for an id',
      one('{ file: a.yaml }').replace('iris\n    env', 'iris\n    source-id: "4"\n    env'),
      { line: 4, key: 'models.iris.source-id' },
      /bare number/,
    ],
    [
      'an id with a fraction',
      `${one('{ file: a.yaml }')}    source-id: 4.5\n`,
      { line: 6, key: 'models.iris.source-id' },
      /./,
    ],
    [
      'an unknown default',
      `${one('{ file: a.yaml }')}    default-environment: tset\n`,
      { line: 6, key: 'models.iris.default-environment' },
      /Did you mean "test"/,
    ],
    [
      'a key of a later day',
      one('{ file: a.yaml, evidence: {} }'),
      { line: 5, key: `${T}.evidence` },
      /not a key Serin knows/,
    ],
    ['owners', one('{ file: a.yaml, owners: [x] }'), { line: 5, key: `${T}.owners` }, /not a key Serin knows/],
    [
      'a slip',
      one('{ file: a.yaml, on_merge: release }'),
      { line: 5, key: `${T}.on_merge` },
      /Did you mean "on-merge"/,
    ],
    [
      'a word that is not known',
      one('{ file: a.yaml, on-merge: relase }'),
      { line: 5, key: `${T}.on-merge` },
      /Did you mean "release"/,
    ],
    [
      'a role that is not known',
      one('{ file: a.yaml, allow: { role: owner } }'),
      { line: 5, key: `${T}.allow.role` },
      /maintain, admin/,
    ],
    ['nobody allowed', one('{ file: a.yaml, allow: {} }'), { line: 5, key: `${T}.allow` }, /nobody is allowed/],
    [
      'a mentioned team',
      one('{ file: a.yaml, allow: { teams: ["@acme/release"] } }'),
      { line: 5, key: `${T}.allow.teams[0]` },
      /Write "release"/,
    ],
    ['no file', one('{ on-merge: release }'), { line: 5, key: `${T}.file` }, /missing.*config.yaml/],
    ['a file that is not YAML', one('{ file: Chart.lock }'), { line: 5, key: `${T}.file` }, /\.yaml or \.yml/],
    ['a file elsewhere', one('{ file: ../other/a.yaml }'), { line: 5, key: `${T}.file` }, /without "\.\."/],
    ['an absolute file', one('{ file: /a.yaml }'), { line: 5, key: `${T}.file` }, /absolute/],
    ['a file by a detour', one('{ file: ./a.yaml }'), { line: 5, key: `${T}.file` }, /shortest form/],
    ['a full ref', one('{ file: a.yaml, branch: refs/heads/prod }'), { line: 5, key: `${T}.branch` }, /Write "prod"/],
    ['a branch with a space', one('{ file: a.yaml, branch: a b }'), { line: 5, key: `${T}.branch` }, /not a branch/],
    [
      'a branch that is an option',
      one('{ file: a.yaml, branch: --force }'),
      { line: 5, key: `${T}.branch` },
      /not a branch/,
    ],
    ['a list to set', one('{ file: a.yaml, set: { a: [1] } }'), { line: 5, key: `${T}.set.a` }, /only a text/],
    ['nothing to set', one('{ file: a.yaml, set: { a: } }'), { line: 5, key: `${T}.set.a` }, /only a text/],
    ['a NaN to set', one('{ file: a.yaml, set: { a: .nan } }'), { line: 5, key: `${T}.set.a` }, /finite/],
    [
      'a path to set that has a gap',
      one('{ file: a.yaml, set: { a..b: 1 } }'),
      { line: 5, key: `${T}.set.a..b` },
      /dotted key path/,
    ],
    [
      'a version to set',
      one('{ file: a.yaml, set: { version: "1" } }'),
      { line: 5, key: `${T}.set.version` },
      /writes itself/,
    ],
    ['a percentage to set', one('{ file: a.yaml, set: { canary.trafficPercent: 1 } }'), { line: 5 }, /writes itself/],
    [
      'an unknown layout',
      one('{ file: a.yaml, layout: ksonnet }'),
      { line: 5, key: `${T}.layout` },
      /helm-values, kserve/,
    ],
    [
      'a key path of a mapping',
      one('{ file: a.yaml, keys: { version: {} } }'),
      { line: 5, key: `${T}.keys.version` },
      /not a key path/,
    ],
    [
      'an address without a version',
      one('{ file: a.yaml, storage-uri: s3://a/b }'),
      { line: 5, key: `${T}.storage-uri` },
      /\{version\}/,
    ],
    [
      'an address in Helm values',
      one('{ file: a.yaml, layout: helm-values, storage-uri: "s3://a/{version}" }'),
      { line: 5, key: `${T}.storage-uri` },
      /layout: kserve/,
    ],
    [
      'a resource in a Kustomization',
      one('{ file: a.yaml, layout: kustomize, resource: iris }'),
      { line: 5, key: `${T}.resource` },
      /Name the image under "keys"/,
    ],
    [
      'a shadow without its version',
      one('{ file: a.yaml, keys: { shadow: a.b } }'),
      { line: 5, key: `${T}.keys.shadow` },
      /needs two keys.*"shadow-version"/,
    ],
    [
      'the version of a shadow to set',
      one('{ file: a.yaml, keys: { shadow: a.b, shadow-version: a.c }, set: { a.c: v1 } }'),
      { line: 5, key: `${T}.set.a.c` },
      /writes itself/,
    ],
    [
      'any YAML without the key of its version',
      one('{ file: a.yaml, layout: yaml, keys: { traffic: share } }'),
      { line: 5, key: `${T}.layout` },
      /needs the key of the version/,
    ],
    [
      'an environment that is a number',
      environments({ '2': '{ file: a.yaml }' }),
      { line: 5, key: 'models.iris.environments.2' },
      /no letter/,
    ],
    [
      'an environment after itself',
      one('{ file: a.yaml, after: test }'),
      { line: 5, key: `${T}.after` },
      /No environment comes earlier/,
    ],
    [
      'an environment after a later one',
      two('{ file: a.yaml, after: prod }', '{ file: b.yaml }'),
      { line: 5, key: `${T}.after` },
      /does not stand before/,
    ],
    [
      'an environment after one that is not there',
      two('{ file: a.yaml }', '{ file: b.yaml, after: tests }'),
      { line: 6, key: `${P}.after` },
      /no environment "tests".*"test"/,
    ],
    [
      'one file for two environments',
      two('{ file: a.yaml }', '{ file: a.yaml }'),
      { line: 6, key: `${P}.file` },
      /iris\/test already writes this file/,
    ],
    [
      'one file, one of two without a resource',
      two('{ file: a.yaml }', '{ file: a.yaml, resource: b }'),
      { line: 6, key: `${P}.file` },
      /"resource:"/,
    ],
    [
      'one file for two models',
      `${one('{ file: a.yaml }')}  other:\n    source: acme/other\n    environments: { test: { file: a.yaml } }\n`,
      { line: 8, key: 'models.other.environments.test.file' },
      /iris\/test already/,
    ],
  ]

  it.each(wrong)('is refused in its place: %s', (_, text, place, message) => {
    const error = complaintOf(() => parse(text))
    expect(error.message).toMatch(message)
    expect(error.place).toMatchObject({ file: FILE, ...place })
  })

  it('has problems of shape and of meaning in one list', () => {
    const text = `${two('{ file: a.yaml, on_merge: release }', '{ file: b.yaml, after: tset }')}    default-environment: nowhere\n`
    expect(complaintOf(() => parse(text)).what).toMatch(/^3 problems:\n- 5:.*on_merge.*\n- 6:.*tset.*\n- 7:.*nowhere/)
  })
})
