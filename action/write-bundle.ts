import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { findMatchingFiles, type MatchingFile, sortMatchingFiles } from '../src/shell/matching-files.ts'
import { TrainingFailure } from '../src/training/command.ts'
import { BUNDLE_FILE, type BundledFile, type BundledModel, renderBundle } from './bundle.ts'
import { LARGEST_ATTACHED_BYTES, MOST_ATTACHED, PLOT_ENDINGS, PREDICTIONS_ENDINGS } from './bundle-files.ts'
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
 * Writes what a fork's run measured into a folder of the runner, for a later step to upload. A file that does not fit is
 * left out, and the log says so.
 * @returns the folder.
 */
export async function writeBundle(
  { headSha, results }: { readonly headSha: string; readonly results: readonly ForkResult[] },
  workplace: Workplace,
): Promise<string> {
  const folder = join(workplace.environment.RUNNER_TEMP ?? tmpdir(), 'serin-report')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const used: MatchingFile[] = []
  const models: BundledModel[] = []
  for (const { settings, result } of results) {
    models.push(
      result instanceof UserError
        ? failedModel(settings.name, result)
        : await measuredModel({ settings, measurement: result, folder, used }, workplace),
    )
  }
  await writeFile(join(folder, BUNDLE_FILE), renderBundle({ headSha, models }))
  workplace.log.info(`The results are in ${folder}; a step with actions/upload-artifact hands them to the report.`)
  return folder
}

function failedModel(name: string, error: UserError): BundledModel {
  const { file, line, column, key } = error.place
  const position = [file, line, column].filter((part) => part !== undefined).join(':')
  const what = [position, key, error.what].filter(Boolean).join(' ')
  const lastLines = error instanceof TrainingFailure ? error.lastLines : []
  return { kind: 'failed', name, what, fix: error.fix, lastLines }
}

interface Attachable {
  readonly settings: ModelSettings
  readonly measurement: Measurement
  readonly folder: string
  /** What the bundle holds already. */
  readonly used: MatchingFile[]
}

async function measuredModel(model: Attachable, workplace: Workplace): Promise<BundledModel> {
  const { settings, measurement } = model
  const [predictions] = await attach('predictions', await filesOf(model, 'predictions', workplace), model, workplace)
  const plots = await attach('plot', await filesOf(model, 'plot', workplace), model, workplace)
  return { kind: 'measured', name: settings.name, measurement, predictions: predictions?.file, plots }
}

type Kind = 'predictions' | 'plot'

async function filesOf({ settings }: Attachable, kind: Kind, { workspace, log }: Workplace) {
  const { plots = [], alongside = [], predictions } = settings
  const isOptional = alongside.includes('plots')
  const found = await orMistake(`collect the ${kind}`, async () => {
    if (kind === 'predictions')
      return findMatchingFiles(workspace, predictions === undefined ? [] : [predictions], kind)
    const globs = await Promise.all(plots.map((entry) => globsOf(entry, { workspace, kind: 'plots', isOptional })))
    const { files, refused } = await sortMatchingFiles(workspace, globs.flat(), kind)
    for (const mistake of refused) log.warning(mistake.message)
    return files
  })
  if (found instanceof UserError) log.warning(found.message)
  return found instanceof UserError ? [] : found
}

/** Copies files under names of our own: those of the fork are only in the list. */
async function attach(
  kind: Kind,
  files: readonly MatchingFile[],
  { folder, used }: Attachable,
  { log }: Workplace,
): Promise<readonly BundledFile[]> {
  const attached: BundledFile[] = []
  for (const found of files) {
    const ending = extname(found.path).toLowerCase()
    if (!endingsOf(kind).includes(ending) || !hasRoom(used, found)) {
      log.warning(`${found.path} is left out of the results: too large, too many, or of a kind that is not known.`)
      continue
    }
    used.push(found)
    const file = `${kind}-${used.length}${ending}`
    await copyFile(found.realPath, join(folder, file))
    attached.push({ file, path: found.path })
  }
  return attached
}

function hasRoom(used: readonly MatchingFile[], next: MatchingFile): boolean {
  const bytes = [...used, next].reduce((sum, { size }) => sum + size, 0)
  return used.length < MOST_ATTACHED && bytes <= LARGEST_ATTACHED_BYTES
}

function endingsOf(kind: Kind): readonly string[] {
  return kind === 'plot' ? PLOT_ENDINGS : PREDICTIONS_ENDINGS
}
