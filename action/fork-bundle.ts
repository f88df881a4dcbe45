import { UserError } from '../src/errors.ts'
import { downloadArtifact, findArtifact } from '../src/github/artifact.ts'
import { readZip } from '../src/shell/zip.ts'
import { BUNDLE_FILE, type Bundle, parseBundle } from './bundle.ts'
import { ARTIFACT_NAME, BUNDLE_RULES, LARGEST_ARTIFACT_BYTES } from './bundle-files.ts'
import type { ReportableRun } from './fork-run.ts'
import { orMistake } from './or-mistake.ts'
import type { Workplace } from './workplace.ts'

/** A bundle with the files beside it that are read, by their names in it. */
export interface UnpackedBundle extends Bundle {
  readonly files: ReadonlyMap<string, Buffer>
}

/**
 * Reads what a fork's run left behind; nothing of it touches the disk.
 * @returns what is wrong with it, in words that quote nothing of it, when it breaks a rule, or it is of another commit;
 * `undefined` when there is none.
 * @throws UserError when it cannot be had just now, MissingPermission without `actions: read`.
 */
export async function readForkBundle(
  { repository, run }: { readonly repository: string; readonly run: ReportableRun },
  { client, cancelled: signal }: Workplace,
): Promise<UnpackedBundle | UserError | undefined> {
  const artifact = await findArtifact(client, { repository, runId: run.id, name: ARTIFACT_NAME })
  if (artifact === undefined) return undefined
  const download = await downloadArtifact(client, { repository, artifact, largest: LARGEST_ARTIFACT_BYTES, signal })
  switch (download.kind) {
    case 'expired':
      return new UserError('The results of the run have expired.', {
        fix: 'Run the workflow of the pull request again.',
      })
    case 'too-large':
      return new UserError('The results of the run are larger than 64 MiB, so they were not read.', {
        fix: 'Let the configuration name fewer or smaller plots and predictions.',
      })
    case 'downloaded':
      return orMistake('read the results of the run', () => unpack(download.bytes, run))
  }
}

async function unpack(zip: Buffer, run: ReportableRun): Promise<UnpackedBundle> {
  const files = await readZip(zip, BUNDLE_RULES)
  const json = files.get(BUNDLE_FILE)
  if (json === undefined) throw new UserError(`The artifact \`${ARTIFACT_NAME}\` holds no \`${BUNDLE_FILE}\`.`)
  const bundle = parseBundle(json)
  if (bundle.headSha === run.headSha) return { ...bundle, files }
  throw new UserError('The results in the artifact are of another commit than the run was for.')
}

/** What is told of a fork's run that left nothing behind. */
export function noArtifact(): UserError {
  return new UserError(`The run of the pull request left no artifact \`${ARTIFACT_NAME}\`, so it measured nothing.`, {
    fix: 'Look at its log. If it went well, its workflow lacks the step with actions/upload-artifact.',
  })
}
