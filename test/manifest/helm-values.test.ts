import { describe, expect, it } from 'vitest'
import { complaintOf } from '../config/complaints.ts'
import { canary, PINNED, read, STABLE, write } from './environments.ts'

const JUKEBOX = `---
# the model of the music lab
chart_path: charts/model-deployment/simple
name: jukebox
version: 4562a17c17  # written by the pipeline
image_repository: quay.io
image_namespace: acme-test
`
const SPLIT = `${JUKEBOX}canary:\n  trafficPercent: 20\n`
/** Lines of `after` that are not in `before`, and the other way round. */
const changed = (before: string, after: string) => ({
  gone: before.split('\n').filter((line) => !after.split('\n').includes(line)),
  come: after.split('\n').filter((line) => !before.split('\n').includes(line)),
})

describe('reads', () => {
  it.each([
    ['a version', JUKEBOX, { version: '4562a17c17', rollout: STABLE }],
    ['a canary', SPLIT, { version: '4562a17c17', rollout: canary(20) }],
    ['a canary in one line', 'version: v1\ncanary: { trafficPercent: 5 }\n', { version: 'v1', rollout: canary(5) }],
    ['a pinned version', SPLIT.replace('20', '0'), { version: '4562a17c17', rollout: PINNED }],
    ['100 % as stable', SPLIT.replace('20', '100'), { version: '4562a17c17', rollout: STABLE }],
    ['an empty canary', 'version: v1\ncanary: {}\n', { version: 'v1', rollout: STABLE }],
    ['a canary with nothing in it', 'version: v1\ncanary:\n', { version: 'v1', rollout: STABLE }],
    ['a quoted version', 'version: "4562170"\n', { version: '4562170', rollout: STABLE }],
    ['a version that lost its quotes', 'version: 1234567\n', { version: '1234567', rollout: STABLE }],
    ['an octal number as it is written', 'version: 0123456 # old\n', { version: '0123456', rollout: STABLE }],
    ['a float as it is written', 'version: 1234e56\n', { version: '1234e56', rollout: STABLE }],
    ['a decimal as it is written', 'name: x\nversion:   1.10\r\n', { version: '1.10', rollout: STABLE }],
    ['a number in a flow mapping', '{ name: x, version: 007, a: 1 }', { version: '007', rollout: STABLE }],
    ['a number after a quoted key', '\uFEFF"version": 12\n', { version: '12', rollout: STABLE }],
    ['no version in an empty document', '---\n', undefined],
    ['no version in an empty file', '', undefined],
    ['no version in comments', '# soon\n', undefined],
    ['no version where it is empty', 'version:\nname: x\n', undefined],
  ])('%s', (_, text, running) => {
    expect(read(text)).toEqual(running)
  })

  it('the keys that serin.yml names', () => {
    const keys = { version: ['image', 'tag'], traffic: ['rollout', 'weights', 0] }
    expect(read('image: { tag: v2 }\nrollout:\n  weights: [30]\n', { keys })).toEqual({
      version: 'v2',
      rollout: canary(30),
    })
  })
})

describe('writes', () => {
  it('a new version in one line', () => {
    expect(changed(JUKEBOX, write(JUKEBOX, 'b0c1d2e3f4a5', STABLE))).toEqual({
      gone: ['version: 4562a17c17  # written by the pipeline'],
      come: ['version: b0c1d2e3f4a5  # written by the pipeline'],
    })
  })

  it('version and percentage in one change', () => {
    const text = write(JUKEBOX, 'b0c1d2e3f4a5', canary(20))
    expect(read(text)).toEqual({ version: 'b0c1d2e3f4a5', rollout: canary(20) })
    expect(text).toContain('canary:\n  trafficPercent: 20\n')
  })

  it('another percentage in one line', () => {
    expect(write(SPLIT, '4562a17c17', canary(50))).toBe(SPLIT.replace('20', '50'))
  })

  it('nothing of a canary that became stable', () => {
    expect(write(SPLIT, '4562a17c17', STABLE)).toBe(JUKEBOX)
  })

  it.each([
    ['braces', 'version: v1\ncanary: {}\nx: 1\n'],
    ['braces and a comment', 'version: v1\ncanary: {} # for Mondays\n  # trafficPercent: 10\nx: 1\n'],
    ['no key at all', 'version: v1 # ours\nx: 1\n'],
    ['a key beside it', 'version: v1\ncanary:\n  header: x-canary\n'],
  ])('the bytes before the canary again, with %s', (_, text) => {
    const split = write(text, 'v2', canary(20))
    expect(write(split, 'v1', STABLE)).toBe(text)
    expect(write(write(split, 'v2', STABLE), 'v1', STABLE)).toBe(text)
  })

  it('braces behind a key without value that has a comment', () => {
    const text = 'version: v1\ncanary: # for Mondays\nx: 1\n'
    const promoted = write(write(text, 'v2', canary(20)), 'v2', STABLE)
    expect(promoted).toBe('version: v2\ncanary: {} # for Mondays\nx: 1\n')
  })

  it('quotes around a version that a rollback brings back and Helm would read as a number', () => {
    expect(write(write('version: 4562170\n', 'v2', STABLE), '4562170', STABLE)).toBe('version: "4562170"\n')
  })

  it('no percentage, but what stands beside it', () => {
    const text = 'version: v1\ncanary:\n  trafficPercent: 20\n  tag: x\n'
    expect(write(text, 'v1', STABLE)).toBe('version: v1\ncanary:\n  tag: x\n')
  })

  it('a rollback as 0, which must be there', () => {
    expect(write(SPLIT, '4562a17c17', PINNED)).toBe(SPLIT.replace('20', '0'))
    expect(read(write(JUKEBOX, '4562a17c17', PINNED))).toEqual({ version: '4562a17c17', rollout: PINNED })
  })

  it('a release that forgets an old rollback', () => {
    expect(write(SPLIT.replace('20', '0'), 'v2', STABLE)).toBe(JUKEBOX.replace('4562a17c17', 'v2'))
  })

  it('a first version that forgets an old percentage', () => {
    expect(read(write('version:\ncanary:\n  trafficPercent: 0\n', 'v1', STABLE))).toEqual({
      version: 'v1',
      rollout: STABLE,
    })
  })

  it('the first version of an empty file', () => {
    expect(write('---\n', 'v1', STABLE)).toBe('---\nversion: v1\n')
  })

  it.each(['4562170', '1234e56', '0123456', '1.10', 'true', 'null', '1_000', '12:30', '0x1f', 'off'])(
    'the version %s so that no reader takes it for something else',
    (version) => {
      const text = write(JUKEBOX, version, STABLE)
      expect(read(text)?.version).toBe(version)
      expect(text).toMatch(new RegExp(`^version: (["'])${version}\\1`, 'm'))
    },
  )

  it('the same text when nothing changes', () => {
    for (const text of [SPLIT, SPLIT.replace('20', '100'), 'version: 0123456\n']) {
      const running = read(text)
      if (running) expect(write(text, running.version, running.rollout)).toBe(text)
    }
  })

  it('line ends as they are', () => {
    const text = write(SPLIT.replaceAll('\n', '\r\n'), 'v2', canary(50))
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  it('the keys of serin.yml with a version', () => {
    const set = { image_namespace: 'acme-prod', 'env.0.value': 'x', replicas: 2, 'a.b': true, name: 'jukebox' }
    const text = write(`${JUKEBOX}env:\n  - name: MODE\n    value: y\n`, 'v2', STABLE, { set })
    expect(text).toContain('image_namespace: acme-prod\n')
    expect(text).toContain('env:\n  - name: MODE\n    value: x\n')
    expect(text).toMatch(/^replicas: 2$/m)
    expect(text).toMatch(/^a:\n {2}b: true$/m)
  })

  it('none of them without a new version', () => {
    expect(write(JUKEBOX, '4562a17c17', canary(1), { set: { image_namespace: 'other' } })).toContain('acme-test')
  })

  it('the keys that serin.yml names', () => {
    const keys = { version: ['image', 'tag'], traffic: ['weights', 0] }
    const text = 'image: { tag: v2 }\nweights: [30]\n'
    expect(write(text, 'v3', canary(40), { keys })).toBe('image: { tag: v3 }\nweights: [40]\n')
  })
})

describe('refuses in its place', () => {
  it.each([
    [
      'a mapping for a version',
      'name: x\nversion: { a: 1 }\n',
      { line: 2, column: 1, key: 'version' },
      /a mapping stands/,
    ],
    ['a boolean for a version', 'version: true\n', { line: 1, key: 'version' }, /quotes/],
    ['a template', 'version: {{ .Values.version }}\n', { line: 1 }, /template/],
    ['a template in an action', '{{- if .Values.canary }}\nversion: a\n{{- end }}\n', { line: 1 }, /template/],
    [
      'a percentage in quotes',
      'version: v1\ncanary:\n  trafficPercent: "20"\n',
      { line: 3, column: 3, key: 'canary.trafficPercent' },
      /without quotes/,
    ],
    ['a share for a percentage', 'version: v1\ncanary: { trafficPercent: 0.2 }\n', { line: 2 }, /whole number/],
    ['too much', 'version: v1\ncanary: { trafficPercent: 120 }\n', { line: 2 }, /number 120/],
    ['a negative percentage', 'version: v1\ncanary: { trafficPercent: -1 }\n', { line: 2 }, /number -1/],
    [
      'a number for the canary',
      'version: v1\ncanary: 20\n',
      { line: 2, column: 1, key: 'canary' },
      /number 20 stands where a mapping/,
    ],
    ['a list for the canary', 'version: v1\ncanary: [20]\n', { line: 2, key: 'canary' }, /a list stands/],
    ['a second document', 'version: v1\n---\nversion: v2\n', { line: 3 }, /ignores everything after the first/],
    ['a list', '- version: v1\n', { line: 1, column: 1 }, /a list stands where a manifest/],
    ['a text', 'v1\n', { line: 1 }, /text "v1" stands/],
    ['broken YAML', 'version: [\n', { line: 2 }, /YAML/],
    ['a key twice', 'version: a\nversion: b\n', { line: 2 }, /twice/],
    ['another resource', 'apiVersion: batch/v1\nkind: CronJob\n', { line: 2, key: 'kind' }, /CronJob/],
    [
      'KFServing',
      'apiVersion: serving.kubeflow.org/v1beta1\nkind: InferenceService\n',
      { line: 1, key: 'apiVersion' },
      /KServe has replaced/,
    ],
  ])('%s', (_, text, place, message) => {
    for (const act of [() => read(text), () => write(text, 'v9', STABLE)]) {
      const error = complaintOf(act)
      expect(error.place).toMatchObject({ file: 'config.yaml', ...place })
      expect(error.message).toMatch(message)
    }
  })

  it('a set key that is a mapping', () => {
    const error = complaintOf(() => write('version: v1\nimage: { tag: x }\n', 'v2', STABLE, { set: { image: 'y' } }))
    expect(error.place).toMatchObject({ file: 'config.yaml', line: 2, key: 'image' })
    expect(error.message).toMatch(/"set" in serin.yml/)
  })

  it('a version behind an alias, by file and line', () => {
    const error = complaintOf(() => write('other: &v v1\nversion: *v\n', 'v2', STABLE))
    expect(error.place).toMatchObject({ file: 'config.yaml', line: 2 })
  })

  it.each(['', ' v1', 'v1\nname: evil', 'a\u2028b', 'x'.repeat(201)])('a version that is none: %j', (version) => {
    expect(complaintOf(() => write(JUKEBOX, version, STABLE)).message).toMatch(/not a version/)
  })

  it('an address for a file of values', () => {
    const error = complaintOf(() => read(JUKEBOX, { storageUri: 's3://m/{version}' }))
    expect(error.message).toMatch(/not an InferenceService/)
  })
})
