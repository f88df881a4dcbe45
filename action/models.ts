import { isDeepStrictEqual } from 'node:util'
import { concernsModel, type ModelConfig, type ModelSettings, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'

/** A model to be looked at, and by whose settings. */
export interface ChosenModel {
  readonly settings: ModelSettings
  /** Whether the change touches a file that concerns it. */
  readonly isConcerned: boolean
  /** What the pull request's own file says where it differs from main's. It judges nothing. */
  readonly proposed: ModelSettings | undefined
  readonly notes: readonly string[]
}

/**
 * The models of a pull request. Main's file judges; the pull request's own counts only for models that main does not
 * know, and as a whole when main has none: the very first one.
 * @param main the text of the file at the base commit, `own` in the workspace.
 * @throws UserError when there is no file at all, one is wrong, or a model is asked for that there is not.
 */
export function chooseModels(input: {
  readonly file: string
  readonly main: string | undefined
  readonly own: string | undefined
  readonly asked: readonly string[]
  readonly changedFiles: readonly string[] | undefined
}): readonly ChosenModel[] {
  const main = input.main === undefined ? undefined : parseModelConfig(input.main, input.file)
  const own = input.own === undefined ? undefined : parseModelConfig(input.own, input.file)
  if (main === undefined && own === undefined) throw noConfig(input.file)
  const all = { ...own?.models, ...main?.models }
  checkAsked(input.asked, Object.keys(all), input.file)
  return Object.values(all)
    .filter(({ name }) => input.asked.length === 0 || input.asked.includes(name))
    .map((settings) => chosen(settings, { main, own, file: input.file, changedFiles: input.changedFiles }))
}

function chosen(
  settings: ModelSettings,
  at: {
    readonly main: ModelConfig | undefined
    readonly own: ModelConfig | undefined
    readonly file: string
    readonly changedFiles: readonly string[] | undefined
  },
): ChosenModel {
  const { main, own, file, changedFiles } = at
  const isConcerned = changedFiles === undefined || concernsModel(settings, changedFiles)
  const inMain = main?.models[settings.name]
  const inOwn = own?.models[settings.name]
  const proposed = inMain !== undefined && inOwn !== undefined && !isDeepStrictEqual(inMain, inOwn) ? inOwn : undefined
  return { settings, isConcerned, proposed, notes: notesOn({ file, main, inMain, inOwn, own }) }
}

function notesOn(at: {
  readonly file: string
  readonly main: ModelConfig | undefined
  readonly own: ModelConfig | undefined
  readonly inMain: ModelSettings | undefined
  readonly inOwn: ModelSettings | undefined
}): readonly string[] {
  if (at.main === undefined) return [`main has no ${at.file} yet, so this pull request was judged by its own.`]
  if (at.inMain === undefined)
    return [`main’s ${at.file} does not know this model yet, so it was judged by this pull request’s own.`]
  if (at.own !== undefined && at.inOwn === undefined) return [`This pull request removes the model from ${at.file}.`]
  return []
}

function checkAsked(asked: readonly string[], known: readonly string[], file: string): void {
  const unknown = asked.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new UserError(`The input \`models\` names “${unknown}”, which ${file} does not.`, {
    fix: `Its models are ${known.join(', ')}.`,
  })
}

function noConfig(file: string): UserError {
  return new UserError(`There is no ${file}, neither on main nor in this change.`, {
    place: { file },
    fix: 'Start with:\n\nmodels:\n  my-model:\n    train: python train.py\n    metrics: [metrics.json]\n',
  })
}
