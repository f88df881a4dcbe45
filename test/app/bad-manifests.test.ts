import { describe, expect, test } from 'vitest'
import { GITOPS_CONFIG, values } from './files.ts'
import { GITOPS_AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const FILE = 'model-deployments/test/iris/config.yaml'

/** What is answered to a canary, when the gitops repository holds this; and that nothing was written. */
async function refusalWith(files: Parameters<typeof world.gitops.commit>[0]['files']): Promise<string> {
  await world.gitops.commit({ message: 'By hand', files })
  const pull = await world.openPull()
  const before = world.gitops.branches()
  const { text, count } = await world.comment('admin', pull.number, '/canary 20 test')
  expect(world.gitops.branches(), 'every branch is where it was').toEqual(before)
  expect(await world.proposals()).toEqual([])
  expect(count).toBe(1)
  return text
}

describe('a manifest is refused, and nothing is written, when it is', () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(values(OLD), 'utf16le')])
  const latin1 = Buffer.from(values(OLD).replace('acme', 'caf\xe9'), 'latin1')
  const merged = `base: &b { canary: { trafficPercent: 0 } }\nversion: ${OLD}\n<<: *b\n`
  // biome-ignore format: a table
  test.each<[string, string | Buffer | null | { mode: '120000'; content: string }, RegExp]>([
    ['a symbolic link', { mode: '120000', content: '../../prod/iris/config.yaml' }, /is a symbolic link .*Serin reads and writes regular files only/],
    ['missing', null, /has no such file on “main”.*Commit the file first/],
    ['a Helm template', `${values(OLD)}{{- if .Values.x }}\na: 1\n{{- end }}\n`, /is a template, not YAML/],
    ['a template that is YAML too', `${values(OLD)}host: iris-{{ .Release.Name }}\n`, /This file is a template/],
    ['encrypted', `${values(OLD)}sops: { mac: "ENC[AES256_GCM,data:y]", version: 3.9.0 }\n`, /is encrypted with SOPS/],
    ['UTF-16', utf16, /is UTF-16 text.*Save it as UTF-8/],
    ['Latin-1', latin1, /is not UTF-8 text.*Save it as UTF-8/],
    ['binary', Buffer.from([0, 1, 2, 3]), /is a binary file/],
    ['20 MB', values(OLD) + `# ${'x'.repeat(997)}\n`.repeat(20_000), /has 20\.\d million characters; at most 4 million are read/],
    ['without valid YAML', 'version: [1\n', /Not valid YAML/],
    ['with a key twice', `${values(OLD)}version: x\n`, /This key is there twice/],
    ['with an alias for the version', `base: &b ${OLD}\nversion: *b\n`, /is an alias of/],
    ['with an anchor that others use', `version: &b ${OLD}\nother: *b\n`, /Other places of the file use this value/],
    ['with the percentage from a merge key', merged, /comes from a merge key/],
    ['a list', '- 1\n', /stands where a manifest is expected/],
  ])('%s', async (_, content, reason) => {
    const text = await refusalWith({ [FILE]: content })
    expect(text).toMatch(/^\*\*Not done\.\*\*/)
    expect(text.replaceAll(/[`\\]/g, '')).toMatch(reason)
    expect(text, 'where').toContain('config.yaml')
  })

  test('a folder', async () => {
    expect(await refusalWith({ [FILE]: null, [`${FILE}/inner.yaml`]: values(OLD) })).toMatch(/is a folder .*not a file/)
  })

  test('a submodule', async () => {
    const octokit = world.as('owen').rest.git
    const head = world.gitops.sha('main') ?? ''
    const entry = { path: FILE, mode: '160000', type: 'commit', sha: head } as const
    const { data: tree } = await octokit.createTree({ ...GITOPS_AT, base_tree: head, tree: [entry] })
    const { data } = await octokit.createCommit({ ...GITOPS_AT, message: 'Sub', tree: tree.sha, parents: [head] })
    await world.gitops.setBranch('main', data.sha)
    expect(await refusalWith({ 'README.md': 'x\n' })).toMatch(/is a submodule .*not a file/)
  })

  test('below a symbolic link', async () => {
    await world.gitops.commit({ message: 'Away', files: { [FILE]: null } })
    const link = { mode: '120000', content: '../prod/iris' } as const
    expect(await refusalWith({ 'model-deployments/test/iris': link })).toMatch(/is a symbolic link/)
  })
})

describe('a path is refused when it', () => {
  test.each([
    ['leads out of the repository', '../config.yaml', /leads out of its folder/],
    ['is absolute', '/etc/config.yaml', /is absolute/],
    ['lies in git’s own folder', '.git/config.yaml', /git.s own folder/],
  ])('%s', async (_, path, reason) => {
    const text = await refusalWith({ 'serin.yml': GITOPS_CONFIG.replace(FILE, path) })
    expect(text).toMatch(reason)
  })

  test('belongs to GitHub', async () => {
    const path = '.github/iris.yaml'
    const text = await refusalWith({ 'serin.yml': GITOPS_CONFIG.replace(FILE, path), [path]: values(OLD) })
    expect(text).toMatch(/^\*\*Not done\.\*\*.*\.github/s)
  })
})

describe('a manifest that can be changed', () => {
  test('may be empty', async () => {
    await world.gitops.commit({ message: 'By hand', files: { [FILE]: '' } })
    const pull = await world.openPull()
    await world.comment('admin', pull.number, '/promote test')
    expect(world.gitops.readFile(FILE)).toContain(`version: ${pull.version}`)
  })

  test('keeps its mode, and is the only file that the commit touches', async () => {
    await world.gitops.commit({ message: 'By hand', files: { [FILE]: { mode: '100755', content: values(OLD) } } })
    const pull = await world.openPull()
    await world.comment('admin', pull.number, '/canary 20 test')
    const { data } = await world.as('owen').rest.git.getTree({ ...GITOPS_AT, tree_sha: 'main', recursive: '1' })
    expect(data.tree.find(({ path }) => path === FILE)?.mode).toBe('100755')
    const patch = await world.gitops.diff(world.gitops.sha('main') ?? '')
    expect(patch.match(/^diff --git .*$/gm)).toEqual([`diff --git a/${FILE} b/${FILE}`])
  })
})

describe('an environment in which another pull request', () => {
  const KEYED = GITOPS_CONFIG.replace(
    'on-merge: release',
    'keys: { shadow: shadow.percent, shadow-version: shadow.version }',
  )

  test.each([
    ['has a canary', 'canary', '/canary 30 test'],
    ['has a canary', 'canary', '/promote test'],
    ['has a shadow', 'shadow', '/shadow 30 test'],
    ['has a shadow', 'shadow', '/shadow off test'],
  ])('%s: %s is not taken by %s', async (_, first, second) => {
    await world.gitops.commit({ message: 'Keys', files: { 'serin.yml': KEYED } })
    const one = await world.openPull()
    const other = await world.openPull({ branch: 'boosting' })
    expect((await world.comment('admin', one.number, `/${first} 20 test`)).text).toContain('20 %')
    const before = world.gitops.sha('main')
    const { text } = await world.comment('admin', other.number, second)
    expect(world.gitops.sha('main'), text).toBe(before)
    expect(text).toMatch(/^\*\*Not (?:done|changed)\.\*\*|^\*\*Nothing/)
    expect(text, 'by name').toMatch(new RegExp(`acme/iris#${one.number}|${one.version}`))
  })
})
