import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type FakeGitHub, startFakeGitHub } from '../../test/fake-github/fake-github.ts'

export interface Person {
  readonly login: string
  readonly id: number
  readonly token: string
}

/** Who and what the story needs before it begins. */
export interface Cast {
  readonly github: FakeGitHub
  readonly app: Awaited<ReturnType<FakeGitHub['createApp']>>
  /** Writes the change. */
  readonly cleo: Person
  /** Maintains both repositories. */
  readonly ada: Person
  /** Approves what goes to production. */
  readonly ben: Person
  /** Has no rights anywhere. */
  readonly mallory: Person
}

export const MODEL_REPOSITORY = 'acme/iris'
export const GITOPS_REPOSITORY = 'acme/mlops-gitops'
const SECRET = 'demo-webhook-secret-0123456789abcdef'

/** Starts a GitHub on this machine with an organization, four people, two repositories and the app. */
export async function castTheStory(examples: string): Promise<Cast> {
  const github = await startFakeGitHub()
  const ada = github.createUser('ada')
  const ben = github.createUser('ben')
  const cleo = github.createUser('cleo')
  const mallory = github.createUser('mallory')
  github.createOrganization('acme')
  const model = await github.createRepository(MODEL_REPOSITORY, { files: filesOf(join(examples, 'iris')) })
  const [first] = model.log('main')
  if (first === undefined) throw new Error('The model repository has a first commit')
  const gitops = await github.createRepository(GITOPS_REPOSITORY, {
    files: gitopsFiles(join(examples, 'mlops-gitops'), first.sha.slice(0, 12)),
  })
  await startProduction(gitops)
  for (const [person, role] of [
    [ada, 'maintain'],
    [ben, 'maintain'],
    [cleo, 'write'],
  ] as const) {
    await model.setRole(person.login, role)
    await gitops.setRole(person.login, person === cleo ? 'read' : role)
  }
  const app = await createApp(github)
  return { github, app, ada, ben, cleo, mallory }
}

async function createApp(github: FakeGitHub) {
  const app = await github.createApp({
    slug: 'serin',
    permissions: {
      metadata: 'read',
      contents: 'write',
      pull_requests: 'write',
      issues: 'write',
      checks: 'read',
      members: 'read',
    },
    events: ['issue_comment', 'pull_request'],
    webhookSecret: SECRET,
  })
  await github.install(app, 'acme', 'all')
  return app
}

/** Production's manifest lives on a branch of its own, which changes by approved pull requests only. */
async function startProduction(gitops: Awaited<ReturnType<FakeGitHub['createRepository']>>): Promise<void> {
  await gitops.setBranch('production', gitops.sha('main'))
  await gitops.protect('production', { kind: 'ruleset', requiredReviews: 1, dismissStale: true })
}

/** Both environments start with the version of main's first commit. */
function gitopsFiles(folder: string, version: string): Record<string, string> {
  const files = filesOf(folder)
  for (const [path, text] of Object.entries(files)) {
    if (path.startsWith('model-deployments/')) files[path] = text.replace(/^version:.*$/m, `version: "${version}"`)
  }
  return files
}

function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]))
}

export const WEBHOOK_SECRET = SECRET
