import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { findMatchingFiles } from '../src/shell/matching-files.ts'
import { TrainingFailure } from '../src/training/command.ts'
import { BUNDLE_FILE, type BundledFile, type BundledModel, renderBundle } from './bundle.ts'
import { ATTACHED_ENDINGS, LARGEST_ATTACHED_BYTES, MOST_ATTACHED } from './bundle-files.ts'
import type { Measurement } from './measure.ts'
import { globsOf } from './metric-files.ts'
import { orMistake } from './or-mistake.ts'
import type { Workplace } from './workplace.ts'

/** What the run found out about a model of a pull request from a fork. */
export interface ForkResult {
  readonly settings: ModelSettings
  readonly result: Measurement | UserError
}

/**
 * Writes what a fork's run measured into a folder of the runner, for a later step to upload.
 * @returns the folder.
 */
export async function writeBundle(
  { headSha, results }: { readonly headSha: string; readonly results: readonly ForkResult[] },
  workplace: Workplace,
): Promise<string> {
  const folder = join(workplace.environment.RUNNER_TEMP ?? tmpdir(), 'serin-report')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const models: BundledModel[] = []
  let room: Room = { files: MOST_ATTACHED, bytes: LARGEST_ATTACHED_BYTES }
  for (const { settings, result } of results) {
    if (result instanceof UserError) models.push(failedModel(settings.name, result))
    else {
      const attached = await attach(settings, { folder, room }, workplace)
      room = attached.room
      models.push({ kind: 'measured', name: settings.name, measurement: result, files: attached.files })
    }
  }
  await writeFile(join(folder, BUNDLE_FILE), renderBundle({ headSha, models }))
  workplace.log.info(`The results are in ${folder}. A step with actions/upload-artifact hands them to the report.`)
  return folder
}

function failedModel(name: string, error: UserError): BundledModel {
  const { file, line, column, key } = error.place
  const position = [file, line, column].filter((part) => part !== undefined).join(':')
  const what = [position, key, error.what].filter(Boolean).join(' ')
  const lastLines = error instanceof TrainingFailure ? error.lastLines : []
  return { kind: 'failed', name, what, fix: error.fix, lastLines }
}

/** What may still be put into the bundle. */
interface Room {
  readonly files: number
  readonly bytes: number
}

/** Copies plots and predictions under names of our own: those of the fork are only in the list. */
async function attach(
  settings: ModelSettings,
  at: { readonly folder: string; readonly room: Room },
  { workspace, log }: Workplace,
): Promise<{ readonly files: readonly BundledFile[]; readonly room: Room }> {
  const found = await orMistake('collect the plots', () => filesOf(settings, workspace))
  if (found instanceof UserError) log.warning(found.message)
  const files: BundledFile[] = []
  let room = at.room
  for (const { path, realPath, size } of found instanceof UserError ? [] : found) {
    const ending = extname(path).toLowerCase()
    if (!ATTACHED_ENDINGS.includes(ending) || size > room.bytes || room.files === 0) {
      log.warning(`${path} is left out of the fork’s results: too large, too many, or of a kind that is not known.`)
      continue
    }
    const file = `file-${MOST_ATTACHED - room.files + 1}${ending}`
    await copyFile(realPath, join(at.folder, file))
    files.push({ file, path })
    room = { files: room.files - 1, bytes: room.bytes - size }
  }
  return { files, room }
}

async function filesOf({ plots = [], predictions }: ModelSettings, workspace: string) {
  const globs = await Promise.all(plots.map((entry) => globsOf(entry, { workspace, kind: 'plots' })))
  const all = [...(predictions === undefined ? [] : [predictions]), ...globs.flat()]
  return findMatchingFiles(workspace, all, 'plot or predictions')
}
