import { readFileSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { GITOPS_CONFIG, MODEL_CONFIG } from './files.ts'
import { useAppWorld } from './world.ts'

type Rights = Readonly<Record<string, 'read' | 'write'>>

const manifest = readFileSync('app/app.yml', 'utf8')
const NEEDED: Rights = parse(manifest).default_permissions
/** Those that stand behind a `#`, for who wants what they are for. */
const WANTED: Rights = Object.fromEntries(
  [...manifest.matchAll(/^ {2}# (\w+): (read|write) #/gm)].map(([, name = '', level]) => [name, level as 'read']),
)

const world = useAppWorld()

const RULES = '        protection: { reviews: 1 }\n'
const SERIN = GITOPS_CONFIG.replace('{ role: maintain }', '{ role: maintain, teams: [release] }').replace(
  '        after: test\n',
  `        after: test\n${RULES}`,
)

beforeEach(() =>
  world.fresh({
    model: { '.github/serin.yml': `${MODEL_CONFIG}    retrain: train.yml\n` },
    gitops: { 'serin.yml': SERIN },
  }),
)

function grant(permissions: Rights): void {
  world.identity.setPermissions(permissions)
  world.installation.acceptPermissions()
}

/** Every kind of work that the app has: each command, a merge of a proposal, a role by a team, classic protection. */
async function doEverything(): Promise<void> {
  world.gitops.unprotect('production')
  world.gitops.protect('production', { kind: 'classic', requiredReviews: 1 })
  const pull = await world.openPull()
  for (const body of ['/help', '/status', '/plan promote', '/canary 20', '/promote test', '/freeze test'])
    await world.comment('maintain', pull.number, body)
  for (const body of ['/unfreeze test', '/retrain']) await world.comment('maintain', pull.number, body)
  await world.comment('write', pull.number, '/promote prod')
  await world.comment('maintain', pull.number, '/promote prod')
  const [proposal] = await world.proposals()
  await world.accept(proposal?.number ?? 0)
  await world.comment('maintain', pull.number, '/rollback test')
}

const askedFor = () => world.github.tokensOf(world.identity)

test('all that tokens are asked for is what app.yml names, and each is for one repository', async () => {
  grant({ ...NEEDED, ...WANTED })
  await doEverything()
  const rights: Record<string, string> = {}
  for (const { permissions } of askedFor())
    for (const [name, level] of Object.entries(permissions)) if (rights[name] !== 'write') rights[name] = level
  expect(rights).toEqual({ ...NEEDED, ...WANTED })
  expect(askedFor().filter(({ repositories }) => repositories?.length !== 1)).toEqual([])

  // What may write manifests may propose them, and nothing else.
  const writing = askedFor().filter(({ permissions }) => permissions.contents === 'write')
  expect(writing.length).toBeGreaterThan(0)
  for (const { permissions, repositories } of writing) {
    expect(repositories).toEqual(['mlops-gitops'])
    expect(Object.keys(permissions).toSorted()).toEqual(['contents', 'metadata', 'pull_requests'])
  }
})

test('what app.yml only names for who wants it is not needed for a release', async () => {
  await world.fresh()
  grant(NEEDED)
  const before = askedFor().length
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/promote test')
  expect((await world.comment('maintain', pull.number, '/promote prod')).text).toContain('Proposed as ')
  const optional = Object.keys(WANTED)
  const later = askedFor().slice(before)
  expect(later.flatMap(({ permissions }) => optional.filter((name) => name in permissions))).toEqual([])
})
