import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Environment, GitopsConfig, ReleasedModel } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { missingManifest, type Running, readManifest } from '../src/manifest/manifest.ts'
import { warningsForReply } from '../src/manifest/warnings.ts'
import { chooseEnvironment, type EnvironmentState } from '../src/release/choose-environment.ts'
import { type Command, parseCommand, usageOf } from '../src/release/command.ts'
import { outcomeText } from '../src/release/outcome-text.ts'
import { problemText } from '../src/release/problem-text.ts'
import { nextRollout, type RolloutDecision } from '../src/release/rollout.ts'
import { type Past, servedBefore } from '../src/release/served-before.ts'
import { standingOf } from '../src/release/whole-traffic.ts'
import { writeRelease } from '../src/release/write-release.ts'
import { repositoryRoot } from '../src/shell/git.ts'
import { type ClonedCommit, readCommits } from '../src/shell/git-log.ts'
import { openObjects } from '../src/shell/git-objects.ts'
import { readTexts } from '../src/shell/work-tree.ts'
import type { CommandResult } from './command-result.ts'
import { readGitopsConfig } from './gitops-clone.ts'

const OPTIONS = {
  version: { type: 'string' },
  model: { type: 'string' },
  write: { type: 'boolean' },
} as const

const PLANNED = ['canary', 'promote', 'rollback', 'shadow'] as const

type Planned = Extract<Command, { kind: (typeof PLANNED)[number] }>

/** A manifest of the work tree, and what it says. */
interface State extends EnvironmentState {
  readonly text: string
  readonly manifest: ReturnType<typeof readManifest>
  /** Those that changed it, newest first. */
  readonly commits: readonly ClonedCommit[]
}

/**
 * `serin plan <command>`: what a command would change in the manifests of this clone, as a patch; with `--write` it is
 * changed. The exit code is 1 when the command would be refused or change nothing. Roles, freezes, steps and verdicts are
 * the app's: they are not asked.
 * @throws UserError for wrong arguments, outside of a gitops clone, or a manifest that cannot be read or changed safely.
 */
export async function planCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  const root = repositoryRoot(folder)
  const model = modelIn(await readGitopsConfig(root), values.model)
  const command = commandIn(positionals.join(' '), model)
  const states = await readStates(root, model)
  const choice = chooseEnvironment({
    command: command.kind,
    named: command.environment,
    model,
    states,
    versions: values.version === undefined ? [] : [values.version],
  })
  if (choice.kind === 'none') return { output: '', exitCode: 1, remark: choice.reason }
  const state = states.find(({ environment }) => environment === choice.environment)
  if (state === undefined) throw new Error('an environment is chosen among those that were read')
  const previous = await versionBefore(root, state)
  const decision = decide(command, { state, candidate: values.version, previous })
  if (decision.kind !== 'change') return { output: '', exitCode: 1, remark: decision.reason }
  return carryOut({ root, model, state, next: decision.next, previous, isWritten: values.write ?? false })
}

function modelIn({ models }: GitopsConfig, asked: string | undefined): ReleasedModel {
  const all = Object.values(models)
  const [only, ...others] = asked === undefined ? all : all.filter(({ name }) => name === asked)
  if (only !== undefined && others.length === 0) return only
  throw new UserError(asked === undefined ? 'serin.yml has several models.' : `serin.yml has no model “${asked}”.`, {
    fix: `Name one by \`--model\`: ${all.map(({ name }) => name).join(', ')}.`,
  })
}

function commandIn(words: string, model: ReleasedModel): Planned {
  const environments = model.environments.map(({ name }) => name)
  const parsed = parseCommand(words.startsWith('/') ? words : `/${words}`, { environments })
  if (parsed.kind === 'invalid') {
    throw new UserError(`This command is not complete: ${problemText(parsed.problem).replaceAll('`', '')}`, {
      fix: `It is \`${usageOf(parsed.command)}\`.`,
    })
  }
  const planned = PLANNED.find((kind) => kind === parsed.kind)
  if (planned !== undefined) return parsed as Planned
  throw new UserError('This is no command that can be planned in a clone.', {
    fix: `Write one of ${PLANNED.join(', ')}, for example: serin plan canary 20 prod --version 0123abc.`,
  })
}

async function readStates(root: string, model: ReleasedModel): Promise<readonly State[]> {
  const texts = await readTexts(root, [...new Set(model.environments.map(({ file }) => file))])
  return Promise.all(
    model.environments.map(async (environment) => {
      const text = texts.get(environment.file)
      if (text === undefined) throw missingManifest(environment, { repository: 'This clone', branch: 'the work tree' })
      const manifest = readManifest({ environment, text })
      const commits = await readCommits(root, 'HEAD', [environment.file])
      const messages = commits.map(({ message }) => message)
      const running = standingOf({ ...manifest, model: model.name, environment: environment.name, messages })
      return { environment, text, manifest, running, commits }
    }),
  )
}

/** What a rollback of the version of today goes back to, by what the manifest said before, as the app finds it. */
async function versionBefore(root: string, { environment, running, manifest, commits }: State) {
  if (running === undefined || manifest.rest !== undefined) return manifest.rest
  const before = servedBefore(running.version)
  const objects = openObjects(root)
  try {
    for (const { files } of commits) {
      const id = files.find(({ path }) => path === environment.file)?.after
      const [blob] = id === undefined ? [] : await objects.read([id])
      const then = blob && saidIn(environment, blob.bytes.toString('utf8'))
      const found = then && before(then)
      if (found !== undefined) return found
    }
    return undefined
  } finally {
    objects.close()
  }
}

/** A manifest of the past that cannot be read tells nothing. */
function saidIn(environment: Environment, text: string): Past | undefined {
  try {
    const { running, rest } = readManifest({ environment, text })
    return running && { version: running.version, rollout: running.rollout.kind, rest }
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function decide(
  command: Planned,
  given: { readonly state: State; readonly candidate: string | undefined; readonly previous: string | undefined },
): RolloutDecision {
  const { state, candidate, previous } = given
  const isRollback = command.kind === 'rollback' || (command.kind === 'shadow' && command.percent === 'off')
  if (candidate === undefined && !isRollback) {
    throw new UserError('The version is missing.', {
      fix: 'Name it by `--version`: the first 12 characters of the commit that it was built from.',
    })
  }
  const { running, manifest } = state
  const { wholeOnly, shadowing } = manifest
  return nextRollout({
    command,
    running,
    shadowing,
    environment: state.environment.name,
    ...(candidate !== undefined && { candidate }),
    ...(previous !== undefined && { previousVersion: previous }),
    ...(wholeOnly !== undefined && { wholeOnly }),
  })
}

async function carryOut(plan: {
  readonly root: string
  readonly model: ReleasedModel
  readonly state: State
  readonly next: Running
  readonly previous: string | undefined
  readonly isWritten: boolean
}): Promise<CommandResult> {
  const { root, model, state, next, previous, isWritten } = plan
  const { environment, text, running, manifest } = state
  const { wholeOnly } = manifest
  const { text: after, other } = writeRelease({ environment, text }, { running, next, previous, wholeOnly })
  const warnings = warningsForReply({ environment, text: after }, next)
  const said = [
    `${model.name} in ${environment.name}: ${outcomeText(next, other).replaceAll('`', '')}`,
    ...warnings.map(({ line, what, fix }) => `${environment.file}:${line}: ${what} ${fix}`),
    ...(isWritten ? ['Written; commit it.'] : []),
  ]
  if (isWritten) await write(join(root, environment.file), { before: text, after, environment })
  return { output: patch(environment, text, after), exitCode: 0, remark: said.join('\n') }
}

/** As `git apply` takes it. */
function patch({ file }: Environment, before: string, after: string): string {
  return `--- a/${file}\n+++ b/${file}\n${changedLines(before, after)}\n`
}

async function write(
  path: string,
  {
    before,
    after,
    environment,
  }: { readonly before: string; readonly after: string; readonly environment: Environment },
): Promise<void> {
  if ((await readFile(path, 'utf8')) !== before) {
    throw new UserError('The file changed meanwhile.', { place: { file: environment.file }, fix: 'Run it again.' })
  }
  await writeFile(path, after)
}
