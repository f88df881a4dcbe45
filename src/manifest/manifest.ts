import type { Environment, LayoutName } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import { editYaml } from '../yaml/edit.ts'
import { readYaml } from '../yaml/read.ts'
import { type Layout, type OpenManifest, type Running, sameRollout, type WholeOnly } from './layout.ts'
import { layouts } from './layouts.ts'
import { isMapping, kindOf, manifestError } from './look-up.ts'

export type { Rollout, Running, Shadow, WholeOnly } from './layout.ts'

export interface ManifestTarget {
  readonly environment: Environment
  readonly text: string
}

/**
 * What a manifest says, and which layout it has: the one that `serin.yml` names, else the one it is recognised as.
 * Throws a UserError with file, line, column and key when it says it in a way that cannot be read safely.
 */
export function readManifest(target: ManifestTarget): {
  readonly layout: LayoutName
  readonly running: Running | undefined
  /** Set when the file cannot split traffic between versions; a rollback then writes the previous version. */
  readonly wholeOnly?: WholeOnly
} {
  const manifest = open(target)
  const layout = layoutOf(manifest)
  const running = layout.read(manifest)
  const wholeOnly = layout.wholeOnly?.(manifest)
  return { layout: layout.name, running, ...(wholeOnly && { wholeOnly }) }
}

/**
 * The text of the manifest when it says `next`, with the environment's `set` keys when the version changes; the same
 * text when it says so already. Only the lines that must change do (`editYaml`).
 * Throws a UserError when the layout cannot say it, or the file cannot be changed safely.
 */
export function writeManifest(target: ManifestTarget, next: Running): string {
  refuseOddVersion(next.version, target.environment)
  const manifest = open(target)
  const layout = layoutOf(manifest)
  const whole = next.rollout.kind === 'stable' ? undefined : layout.wholeOnly?.(manifest)
  if (whole) throw new UserError(whole.canary, { place: { file: target.environment.file } })
  if (saysAlready(layout.read(manifest), next)) return target.text
  const edits = layout.edits(manifest, next)
  const text = inFile(target.environment, () => editYaml(target.text, edits))
  const written = readManifest({ ...target, text }).running
  if (saysAlready(written, next)) return text
  throw new Error(`wrote ${JSON.stringify(next)} into ${target.environment.file} and read ${JSON.stringify(written)}`)
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

function open({ environment, text }: ManifestTarget): OpenManifest {
  return { environment, text, documents: readYaml(text, { file: environment.file }).documents }
}

function saysAlready(running: Running | undefined, next: Running): boolean {
  return running?.version === next.version && sameRollout(running.rollout, next.rollout)
}

function layoutOf(manifest: OpenManifest): Layout {
  const { environment, documents } = manifest
  const { layout: named, storageUri, resource } = environment
  const found = layouts.find((layout) =>
    named ? layout.name === named : layout.recognizes(documents, environment.file),
  )
  if (found === undefined) throw unknownShape(manifest)
  if (found.name !== 'helm-values' || (storageUri === undefined && resource === undefined)) return found
  throw manifestError(
    { manifest, document: 0, path: [] },
    'This is not an InferenceService, but serin.yml expects one.',
    {
      fix: 'Remove "storage-uri" and "resource" from serin.yml, or write "layout: kserve" there.',
    },
  )
}

function unknownShape(manifest: OpenManifest): UserError {
  const document = Math.max(
    0,
    manifest.documents.findIndex(({ value }) => value !== null),
  )
  const spot = { manifest, document, path: [] }
  const value = manifest.documents[document]?.value
  if (!isMapping(value)) {
    return manifestError(spot, `${kindOf(value)} stands where a manifest is expected.`, {
      fix: 'Name the Helm values file or the InferenceService of the model as "file:" in serin.yml.',
    })
  }
  if (String(value.apiVersion).startsWith('serving.kubeflow.org/')) {
    return manifestError(
      { ...spot, path: ['apiVersion'] },
      'This is a resource of KFServing, which KServe has replaced.',
      {
        fix: 'Migrate it to serving.kserve.io/v1beta1.',
      },
    )
  }
  const kinds = manifest.documents.flatMap((one) =>
    isMapping(one.value) && one.value.kind ? [String(one.value.kind)] : [],
  )
  return manifestError({ ...spot, path: ['kind'] }, `Serin cannot release a model through ${kinds.join(', ')}.`, {
    fix: 'Name a Helm values file or a KServe InferenceService (serving.kserve.io/v1beta1) as "file:" in serin.yml.',
  })
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
