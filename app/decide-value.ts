import type { Environment } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { readHistory } from '../src/github/history.ts'
import type { LoggedCommit } from '../src/github/log.ts'
import { readHead } from '../src/github/repository.ts'
import { type CommittedFile, readFile } from '../src/github/tree.ts'
import { setDeclaredValue } from '../src/manifest/declared-value.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { authorize } from '../src/release/authorize.ts'
import type { Command } from '../src/release/command.ts'
import { type Frozen, frozenCode, frozenReason } from '../src/release/freeze.ts'
import { whyReplaced } from '../src/release/known-source.ts'
import type { Reply } from '../src/release/reply.ts'
import { type AskedValue, askedValue } from '../src/release/settable.ts'
import { toldMessage } from '../src/release/told-message.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import type { ValueChange } from '../src/release/value-request.ts'
import { readFreezeOf } from './read-freezes.ts'
import type { ReleaseContext } from './release-context.ts'

export type SetCommand = Extract<Command, { kind: 'set' }>

/** The file that holds a value, at the tip of its branch. */
export interface ValuePlace {
  readonly environment: Environment
  readonly asked: Extract<AskedValue, { kind: 'value' }>
  readonly branch: string
  readonly head: string
  readonly path: string
  readonly file: CommittedFile
  /** The newest commits that touched the file, newest first. */
  readonly commits: readonly LoggedCommit[]
}

export interface DecidedValue {
  readonly change: ValueChange
  readonly place: ValuePlace
  /** The file's new text. */
  readonly after: string
}

type Refusal = Extract<Reply, { kind: 'unchanged' | 'refused' }>

/** The environment that the command acts in: the named one, else the default. */
export function environmentOfValue({ environment: named }: SetCommand, { model }: ReleaseContext): Environment {
  const name = named ?? model.defaultEnvironment
  const environment = model.environments.find((one) => one.name === name)
  if (environment === undefined) throw new Error('The command grammar lets only configured environments through')
  return environment
}

/** The right that the person lacks to set values there; nothing when they may. */
export function lackedForValue(environment: Environment, { model, standing }: ReleaseContext): string | undefined {
  const isLast = environment === model.environments.at(-1)
  const right = authorize({ command: 'set', environment, isLast, standing })
  return right.kind === 'refused' ? right.asked : undefined
}

/** Finds where the value stands, or why it may not be set. Throws a UserError when the file is not there. */
export async function placeOfValue(
  command: SetCommand,
  environment: Environment,
  { sides, model, trail }: ReleaseContext,
): Promise<{ readonly kind: 'place'; readonly place: ValuePlace } | Refusal> {
  trail.note({ environment: environment.name })
  const asked = askedValue(environment, command)
  if (asked.kind === 'refused') return asked
  const { client, repository } = sides.gitops
  const freeze = await readFreezeOf(sides.gitops, model.name, environment)
  if (freeze.kind !== 'free') return frozen(environment.name, freeze)
  const branch = environment.branch ?? repository.defaultBranch
  const head = await readHead(client, repository.fullName, branch)
  trail.note({ branch, ...(head !== undefined && { before: head }) })
  const path = asked.settable.file ?? environment.file
  const at = { repository: repository.fullName, commit: head ?? '', path }
  const file = head === undefined ? undefined : await readFile(client, at)
  if (head === undefined || file === undefined) {
    throw new UserError(`${repository.fullName} has no such file on “${branch}”.`, {
      place: { file: path },
      fix: `Commit it there, or correct “${command.key}” under “settable” in serin.yml.`,
    })
  }
  const history = await readHistory(client, { ...at, limit: 50 })
  const commits = history.map((commit) => ({ ...commit, message: toldMessage(commit, branch) }))
  const replaced = whyReplaced(sides.source.repository, model, [commits.map(({ message }) => parseTrailers(message))])
  if (replaced !== undefined) return { kind: 'refused', ...replaced }
  return { kind: 'place', place: { environment, asked, branch, head, path, file, commits } }
}

/** What the command makes of the file. Throws a UserError when the value is not where it is declared. */
export function decideValue(
  { key }: SetCommand,
  place: ValuePlace,
  { sides, job, model }: ReleaseContext,
): ({ readonly kind: 'change' } & DecidedValue) | Refusal {
  const { environment, file, asked } = place
  const after = setDeclaredValue({ environment, settable: asked.settable, text: file.text }, asked.value)
  if (after === file.text)
    return { kind: 'unchanged', code: 'same-already', reason: `\`${key}\` has this value already.` }
  if (place.path === environment.file && !runsTheSame(environment, file.text, after)) {
    const reason = `\`${key}\` decides which version gets the traffic in “${environment.name}”. Use \`/canary\`, \`/promote\` or \`/shadow\`, and take it out of \`settable:\` in serin.yml.`
    return { kind: 'refused', code: 'value-moves-traffic', reason }
  }
  const change = {
    model: model.name,
    environment,
    key,
    value: asked.value,
    source: sides.source.repository.fullName,
    sourceId: sides.source.repository.id,
    pullRequest: job.pullRequest,
    by: job.author.login,
    command: job.comment.url,
  }
  return { kind: 'change', change, place, after }
}

function frozen(environment: string, freeze: Frozen): Refusal {
  return { kind: 'refused', code: frozenCode(freeze), reason: frozenReason(environment, freeze) }
}

function runsTheSame(environment: Environment, before: string, after: string): boolean {
  const [then, now] = [before, after].map((text) => JSON.stringify(readManifest({ environment, text }).running))
  return then === now
}
