import type { Environment, LayoutName } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { editYaml } from '../yaml/edit.ts'
import { readYaml, type YamlDocument } from '../yaml/read.ts'
import { chooseLayout } from './choose-layout.ts'
import {
  type Layout,
  type OpenManifest,
  type Running,
  type Shadow,
  type ShadowForm,
  type Shadowing,
  sameRollout,
  sameShadow,
  type WholeOnly,
} from './layout.ts'
import { refuseTemplateVersion, refuseUnwritable } from './unwritable.ts'
import { versionKeyProblem } from './version-key.ts'

export type { Rollout, Running, Shadow, Shadowing, WholeOnly } from './layout.ts'

export interface ManifestTarget {
  readonly environment: Environment
  readonly text: string
  /** What `readYaml` gives for the text, where somebody has asked already: parsing takes most of the time. */
  readonly documents?: readonly YamlDocument[] | undefined
}

/**
 * What a manifest says, and which layout it has: the one that `serin.yml` names, else the one it is recognised as.
 * Throws a UserError with file, line, column and key when it says it in a way that cannot be read safely.
 */
export function readManifest(target: ManifestTarget): {
  readonly layout: LayoutName
  readonly running: Running | undefined
  /** The version that has the traffic which the running one does not, where the file names it. */
  readonly rest?: string
  /** Set when the file cannot split traffic between versions; a rollback then writes the previous version. */
  readonly wholeOnly?: WholeOnly
  /** Whether the file can mirror requests to a version beside the one that answers. */
  readonly shadowing: Shadowing
} {
  const manifest = open(target)
  const layout = chooseLayout(manifest)
  const wholeOnly = isEmpty(manifest) ? undefined : layout.wholeOnly?.(manifest)
  const running = runningIn(layout, manifest)
  const rest = running && layout.rest?.(manifest)
  return {
    layout: layout.name,
    running,
    ...(rest !== undefined && { rest }),
    ...(wholeOnly && { wholeOnly }),
    shadowing: shadowingOf(layout, manifest),
  }
}

/**
 * The text of the manifest when it says `next`, with the environment's `set` keys when the version changes; the same
 * text when it says so already. Without `next.shadow`, no requests are mirrored afterwards. Only the lines that must
 * change do (`editYaml`). `previous` is the version that ran before, where the history tells: some layouts must write it
 * to go back to it.
 * Throws a UserError when the layout cannot say it, or the file cannot be changed safely.
 */
export function writeManifest(target: ManifestTarget, next: Running, previous?: string): string {
  refuseOddVersion(next.version, target.environment)
  const manifest = open(target)
  const layout = chooseLayout(manifest)
  const whole = next.rollout.kind === 'stable' || isEmpty(manifest) ? undefined : layout.wholeOnly?.(manifest)
  const refusal = next.rollout.kind === 'pinned' ? whole?.why : whole?.canary
  if (refusal !== undefined) throw new UserError(refusal, { place: { file: target.environment.file } })
  const released = withText(manifest, writeRollout(layout, manifest, next, previous))
  const after = withText(released, writeShadow(layout, released, next.shadow))
  const written = runningIn(layout, after)
  if (saysRollout(written, next) && sameShadow(written?.shadow, next.shadow)) return after.text
  throw new Error(`wrote ${JSON.stringify(next)} into ${target.environment.file} and read ${JSON.stringify(written)}`)
}

function writeRollout(layout: Layout, manifest: OpenManifest, next: Running, previous: string | undefined): string {
  if (!isEmpty(manifest) && saysRollout(layout.read(manifest), next)) return manifest.text
  const edits = layout.edits(manifest, next, previous)
  return inFile(manifest.environment, () => editYaml(manifest.text, edits))
}

/** After the rollout is written: what it renamed may be what the requests are mirrored to. */
function writeShadow(layout: Layout, manifest: OpenManifest, next: Shadow | undefined): string {
  const mirror = mirrorOf(layout, manifest)
  const now = mirror.kind === 'can' ? mirror.form.read(manifest) : undefined
  if (sameShadow(now, next)) return manifest.text
  if (mirror.kind === 'cannot') throw new UserError(mirror.reason, { place: { file: manifest.environment.file } })
  if (next !== undefined) refuseOddVersion(next.version, manifest.environment)
  const edits = mirror.form.edits(manifest, next)
  return inFile(manifest.environment, () => editYaml(manifest.text, edits))
}

/**
 * Why it is not known where a manifest keeps its version, or is to keep it; `readManifest` and `writeManifest` throw it.
 * Undefined when it is known, and for a file that cannot be read at all.
 */
export function unclearVersionKey(target: ManifestTarget): UserError | undefined {
  const { layout } = target.environment
  if (layout !== undefined && layout !== 'helm-values') return undefined
  try {
    const manifest = open(target)
    return chooseLayout(manifest).name === 'helm-values' ? versionKeyProblem(manifest) : undefined
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** What to tell a person when `serin.yml` names a file that `repository` (owner/name) does not have. */
export function missingManifest(
  { name, file }: Environment,
  at: { readonly repository: string; readonly branch: string },
): UserError {
  return new UserError(`${at.repository} has no such file on “${at.branch}”; it should hold “${name}”.`, {
    place: { file },
    fix: 'Commit the file first (an empty one is enough for Helm values), or correct its path in serin.yml.',
  })
}

function open(target: ManifestTarget): OpenManifest {
  const { environment, text } = target
  const manifest = { environment, text, documents: documentsOf(target) }
  refuseUnwritable(manifest)
  return manifest
}

/** A text that stayed is not parsed again. */
function withText(manifest: OpenManifest, text: string): OpenManifest {
  return text === manifest.text ? manifest : open({ environment: manifest.environment, text })
}

/** The documents of a manifest. Throws a UserError when it is no YAML. */
export function documentsOf({ environment, text, documents }: ManifestTarget): readonly YamlDocument[] {
  return documents ?? readYaml(text, { file: environment.file }).documents
}

function runningIn(layout: Layout, manifest: OpenManifest): Running | undefined {
  const running = isEmpty(manifest) ? undefined : layout.read(manifest)
  if (running) refuseTemplateVersion(running.version, manifest)
  const mirror = running === undefined ? undefined : mirrorOf(layout, manifest)
  const shadow = mirror?.kind === 'can' ? mirror.form.read(manifest) : undefined
  return running && { ...running, ...(shadow && { shadow }) }
}

/** A file that was committed before its content. */
function isEmpty({ documents }: OpenManifest): boolean {
  return documents.every(({ value }) => value === null)
}

function saysRollout(running: Running | undefined, next: Running): boolean {
  return running?.version === next.version && sameRollout(running.rollout, next.rollout)
}

type Mirror = { readonly kind: 'can'; readonly form: ShadowForm } | Extract<Shadowing, { kind: 'cannot' }>

function mirrorOf(layout: Layout, manifest: OpenManifest): Mirror {
  if (!('shadow' in layout)) return { kind: 'cannot', reason: layout.noShadow }
  const reason = layout.shadow.unavailable?.(manifest)
  return reason === undefined ? { kind: 'can', form: layout.shadow } : { kind: 'cannot', reason }
}

function shadowingOf(layout: Layout, manifest: OpenManifest): Shadowing {
  if (isEmpty(manifest)) return { kind: 'cannot', reason: 'The file is empty, so there are no requests to mirror.' }
  const mirror = mirrorOf(layout, manifest)
  if (mirror.kind === 'cannot') return mirror
  const warning = mirror.form.warning?.(manifest)
  return { kind: 'can', ...(warning !== undefined && { warning }) }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a version must not have
const ODD = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

function refuseOddVersion(version: string, { file }: Environment): void {
  if (version !== '' && version.length <= 200 && version.trim() === version && !ODD.test(version)) return
  throw new UserError(`${JSON.stringify(version.slice(0, 60))} is not a version.`, {
    place: { file },
    fix: 'A version is one line of 1 to 200 characters without spaces around it.',
  })
}

/** An edit is refused by line and column; only here is it known of which file. */
function inFile<Result>({ file }: Environment, edit: () => Result): Result {
  try {
    return edit()
  } catch (error) {
    if (!(error instanceof UserError) || error.place.file !== undefined) throw error
    const { what, place, fix } = error
    throw new UserError(what, { place: { ...place, file }, ...(fix !== undefined && { fix }), cause: error })
  }
}
