import { readFile } from 'node:fs/promises'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { curvesOver } from '../src/metrics/axes-table.ts'
import type { PlotAxes } from '../src/metrics/dvc-axes.ts'
import { parseSources, type Sources } from '../src/metrics/metrics.ts'
import { type PictureKind, pictureOf } from '../src/report/picture.ts'
import { type MatchingFile, sortMatchingFiles } from '../src/shell/matching-files.ts'
import { axesOf, globsOf } from './metric-files.ts'
import { orMistake } from './or-mistake.ts'

/** A picture that a training drew. */
export interface PictureFile {
  /** Its path in the workspace. */
  readonly path: string
  readonly type: PictureKind
  readonly bytes: Uint8Array
}

/** What the files hold that the configuration names as plots. */
export interface Plots {
  readonly pictures: readonly PictureFile[]
  /** Curves, matrices and the like, which the report draws itself. */
  readonly values: Omit<Sources, 'metrics'>
  /** What is not shown and why, a sentence each. */
  readonly notes: readonly string[]
}

/** GitHub shows no larger picture through its proxy, and a reader on a phone waits for each; tables have as much room. */
const LARGEST_PLOT_BYTES = 5 * 1024 * 1024
const LARGEST_TOTAL_BYTES = 20 * 1024 * 1024
/** Each is a request to GitHub, which allows eighty a minute that make something. */
export const MOST_PICTURES = 30
/** Of files that are looked at, so that a glob over a data set ends. */
const MOST_FILES = 300
const MOST_NOTES = 5

/**
 * Reads a model's plots from the workspace. None of it makes the evaluation fail: what cannot be shown becomes a note.
 */
export async function readPlots(
  { plots = [], alongside = [] }: Pick<ModelSettings, 'plots' | 'alongside'>,
  workspace: string,
): Promise<Plots> {
  const isOptional = alongside.includes('plots')
  const files = new Map<string, MatchingFile>()
  const notes: string[] = []
  const axes: PlotAxes[] = []
  for (const entry of plots) {
    const found = await orMistake('read the plots', async () =>
      sortMatchingFiles(workspace, await globsOf(entry, { workspace, kind: 'plots', isOptional }), 'plots'),
    )
    if (found instanceof UserError) notes.push(sentence(found))
    else {
      for (const file of found.files) files.set(file.path, file)
      axes.push(...(await axesOf(entry, workspace)))
      for (const { place, what } of found.refused) notes.push(noteOn(place.file ?? entry, what.replace(/^This/, 'it')))
    }
  }
  const seen = [...files.values()].slice(0, MOST_FILES)
  const read = await readInTurn(seen, axes)
  const tooMany = files.size - seen.length
  return {
    pictures: read.flatMap((plot) => (plot.kind === 'picture' ? [plot.picture] : [])),
    values: joined(read.flatMap((plot) => (plot.kind === 'values' ? [plot.values] : []))),
    notes: shortened([
      ...(tooMany > 0 ? [`\`plots\` names ${files.size} files; ${tooMany} of them were not looked at.`] : []),
      ...new Set(notes),
      ...read.flatMap((plot) => (plot.kind === 'left out' ? [plot.note] : [])),
    ]),
  }
}

type ReadPlot =
  | { readonly kind: 'picture'; readonly picture: PictureFile }
  | { readonly kind: 'values'; readonly values: Omit<Sources, 'metrics'> }
  | { readonly kind: 'left out'; readonly note: string }

async function readInTurn(files: readonly MatchingFile[], axes: readonly PlotAxes[]): Promise<readonly ReadPlot[]> {
  const read: ReadPlot[] = []
  const taken = { count: 0, bytes: 0 }
  for (const file of files) {
    const plot = await readPlot(
      file,
      axes.filter((plot) => plot.file === file.path),
    )
    if (plot.kind !== 'picture') read.push(plot)
    else if (taken.count >= MOST_PICTURES) read.push(leftOut(file.path, `at most ${MOST_PICTURES} plots are shown`))
    else if (taken.bytes + file.size > LARGEST_TOTAL_BYTES) {
      read.push(leftOut(file.path, `all plots together may have ${mebibytes(LARGEST_TOTAL_BYTES)}`))
    } else {
      taken.count += 1
      taken.bytes += file.size
      read.push(plot)
    }
  }
  return read
}

async function readPlot({ path, realPath, size }: MatchingFile, axes: readonly PlotAxes[]): Promise<ReadPlot> {
  if (size > LARGEST_PLOT_BYTES) {
    return leftOut(path, `it has ${mebibytes(size)}, and a plot may have ${mebibytes(LARGEST_PLOT_BYTES)}`)
  }
  // Control characters in a name would end up in an address.
  if (/[\p{Cc}\\]/u.test(path)) return leftOut(path, 'its name has a control character or a backslash')
  const bytes = await orUnreadable(readFile(realPath))
  if (bytes instanceof UserError) return leftOut(path, bytes.what)
  const found = pictureOf(bytes)
  switch (found.kind) {
    case 'picture':
      return { kind: 'picture', picture: { path, type: found.type, bytes } }
    case 'unusable':
      return leftOut(path, `it ${found.reason}`)
    case 'text':
      return readValues(path, found.text, axes)
  }
}

/** A file that this process may not read says nothing about the others. */
async function orUnreadable(bytes: Promise<Uint8Array>): Promise<Uint8Array | UserError> {
  try {
    return await bytes
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    return new UserError(`it cannot be read (${cause.code})`, { cause })
  }
}

function readValues(path: string, text: string, axes: readonly PlotAxes[]): ReadPlot {
  const values = valuesIn(path, text)
  if (!(values instanceof UserError) && Object.values(values).some((list) => list.length > 0)) {
    return { kind: 'values', values }
  }
  // Named axes are for tables that do not say themselves what they are.
  const curves = axes.flatMap((plot) => curvesOver({ path, text }, plot))
  if (curves.length > 0) return { kind: 'values', values: { curves, matrices: [], classTables: [], rocs: [] } }
  return leftOut(path, values instanceof UserError ? `${NEITHER}: ${values.what}` : NEITHER)
}

function valuesIn(path: string, text: string): Omit<Sources, 'metrics'> | UserError {
  try {
    const { metrics: _, ...values } = parseSources([{ path, text }])
    return values
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

const NEITHER = 'it is neither a picture nor a file with a curve, a confusion matrix or a table of classes'

function leftOut(path: string, why: string): ReadPlot {
  return { kind: 'left out', note: noteOn(path, why) }
}

function noteOn(path: string, why: string): string {
  return `The plot \`${path}\` is not shown: ${why.replace(/\.$/, '')}.`
}

function sentence({ what, place }: UserError): string {
  return place.file === undefined ? what : `Plots are not shown because of \`${place.file}\`. ${what}`
}

function shortened(notes: readonly string[]): readonly string[] {
  const rest = notes.length - MOST_NOTES
  return rest > 0 ? [...notes.slice(0, MOST_NOTES), `${rest} more remarks on plots are left out.`] : notes
}

function joined(parts: readonly Omit<Sources, 'metrics'>[]): Omit<Sources, 'metrics'> {
  return {
    curves: parts.flatMap(({ curves }) => curves),
    matrices: parts.flatMap(({ matrices }) => matrices),
    classTables: parts.flatMap(({ classTables }) => classTables),
    rocs: parts.flatMap(({ rocs }) => rocs),
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`
}
