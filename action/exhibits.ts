import { posix } from 'node:path'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { MissingPermission } from '../src/github/failure.ts'
import type { ExtraSection, Plot, Report } from '../src/report/content.ts'
import { readMatchingFiles } from '../src/shell/matching-files.ts'
import { orMistake } from './or-mistake.ts'
import { readOutputSizes } from './output-sizes.ts'
import { readPlots } from './plots.ts'
import { type PublishedPicture, publishPictures } from './publish-plots.ts'
import type { Workplace } from './workplace.ts'

/** What a report shows besides numbers. */
export interface Exhibits extends Pick<Report, 'plots' | 'extra' | 'files'> {
  /** What is not shown and why. */
  readonly notes: readonly string[]
}

/** Of which model and commit, and who wrote it. */
export interface ExhibitSubject {
  readonly settings: ModelSettings
  readonly repository: string
  readonly repositoryUrl: string
  readonly dataBranch: string
  readonly sha: string
  /** The commit of main that it is compared with. */
  readonly base?: string | undefined
  /** A fork's run can write nothing, and what it wrote is shown as plain text. */
  readonly fromFork: boolean
}

/**
 * Publishes the pictures that the training drew, and reads the report that it wrote. Nothing of it makes a run fail:
 * what stands in the way is told in the report.
 */
export async function exhibit(subject: ExhibitSubject, workplace: Workplace): Promise<Exhibits> {
  const { settings, repository, base, fromFork } = subject
  const files = await readOutputSizes({ settings, repository, base }, workplace)
  const written = await readExtra(settings, workplace)
  const { pictures, notes } = await readPlots(settings, workplace.workspace)
  const said = [...notes, ...(written instanceof UserError ? [withPlace(written)] : [])]
  const shown = pictures.length === 0 || fromFork ? [] : await publish(subject, pictures, workplace)
  if (shown instanceof UserError) said.push(whyNotPublished(shown, pictures.length))
  if (fromFork && pictures.length > 0)
    said.push('Plots are not shown: a run for a fork or for Dependabot publishes none.')
  const published = shown instanceof UserError ? [] : shown
  if (written instanceof UserError || written === undefined) return { plots: plotsOf(published), files, notes: said }
  const images = imagesOf(published, written.file)
  const extra: ExtraSection = { ...written, from: fromFork ? 'hostile' : 'own', images }
  const elsewhere = published.filter(({ path }) => !isShownIn(written, path))
  return { plots: plotsOf(elsewhere), extra, files, notes: said }
}

function publish(
  { settings, repository, repositoryUrl, dataBranch, sha }: ExhibitSubject,
  pictures: Awaited<ReturnType<typeof readPlots>>['pictures'],
  { client }: Workplace,
): Promise<readonly PublishedPicture[] | UserError> {
  const publication = { repository, repositoryUrl, dataBranch, model: settings.name, sha, pictures }
  return orMistake('publish the plots', () => publishPictures(client, publication))
}

type Written = Pick<ExtraSection, 'file' | 'text'>

async function readExtra(
  { report }: ModelSettings,
  { workspace }: Workplace,
): Promise<Written | UserError | undefined> {
  if (report === undefined) return undefined
  const found = await orMistake('read the report', () => readMatchingFiles(workspace, [escaped(report)], 'report'))
  if (found instanceof UserError) return found
  const [file] = found
  return file && { file: file.path, text: file.text }
}

/** A path is no glob. */
function escaped(path: string): string {
  return path.replace(/[*?[\]{}()!+@\\]/g, '\\$&')
}

function plotsOf(pictures: readonly PublishedPicture[]): readonly Plot[] {
  return pictures.map(({ path, url }) => ({ name: path, url }))
}

/** By the paths that a report may write: from the workspace's root, and from the report's own folder. */
function imagesOf(pictures: readonly PublishedPicture[], report: string): ReadonlyMap<string, string> {
  return new Map(pictures.flatMap(({ path, url }) => namesOf(path, report).map((name) => [name, url] as const)))
}

function namesOf(path: string, report: string): readonly string[] {
  const names = [path, posix.relative(posix.dirname(report), path)]
  return [...names, ...names.map(encodeURI)]
}

function isShownIn({ file, text }: Written, path: string): boolean {
  return namesOf(path, file).some((name) => [`](${name}`, `](./${name}`].some((picture) => text.includes(picture)))
}

function withPlace({ what, place }: UserError): string {
  return place.file === undefined ? what : `The report \`${place.file}\` is not shown. ${what}`
}

function whyNotPublished(mistake: UserError, count: number): string {
  const plots = count === 1 ? 'One plot is' : `${count} plots are`
  if (!(mistake instanceof MissingPermission)) return `${plots} not shown. ${mistake.what}`
  const lines = mistake.permissions.map((line) => `\`${line}\``).join(' and ')
  return `${plots} not shown: they go to a branch of this repository, and that needs ${lines} below \`permissions:\`.`
}
