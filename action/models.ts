import { isDeepStrictEqual } from 'node:util'
import { concernsModel, type ModelConfig, type ModelSettings, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'

/** A model to be looked at, and by whose settings. */
export interface ChosenModel {
  readonly settings: ModelSettings
  /** Whether the change touches a file that concerns it, or its settings. */
  readonly isConcerned: boolean
  /** What the pull request's own file says where it differs from main's. It judges nothing. */
  readonly proposed: ModelSettings | undefined
  readonly notes: readonly string[]
  /** Whether there is a gitops repository, where a version can be released. */
  readonly isReleased: boolean
  /** Why the pull request's own file cannot be read: merging it would break main, so nothing is evaluated. */
  readonly broken: UserError | undefined
}

/**
 * The models of a pull request. Main's file judges; the pull request's own counts only for models that main does not
 * know, and as a whole when main has none, the very first time, or one that cannot be read, so that it can be repaired.
 * @param main the text of the file at the base commit, `own` in the workspace.
 * @throws UserError when there is no file at all, none can be read, or a model is asked for that there is not.
 */
export function chooseModels(input: {
  readonly file: string
  readonly main: string | undefined
  readonly own: string | undefined
  readonly asked: readonly string[]
  /** Where they are asked for. */
  readonly askedIn?: string
  readonly changedFiles: readonly string[] | undefined
}): readonly ChosenModel[] {
  const { file, changedFiles, asked, askedIn = 'input `models`' } = input
  const main = readConfig(input.main, file)
  const own = readConfig(input.own, file)
  if (main.config === undefined && own.error !== undefined) throw own.error
  if (main.config === undefined && own.config === undefined) throw main.error ?? noConfig(file)
  const all = { ...own.config?.models, ...main.config?.models }
  checkAsked({ asked, askedIn, known: Object.keys(all), file })
  return Object.values(all)
    .filter(({ name }) => asked.length === 0 || asked.includes(name))
    .map((settings) => chosen(settings, { main, own, file, changedFiles }))
}

/** A configuration file, or why it cannot be read; neither when there is none. */
interface ReadConfig {
  readonly config?: ModelConfig
  readonly error?: UserError
}

function readConfig(text: string | undefined, file: string): ReadConfig {
  if (text === undefined) return {}
  try {
    return { config: parseModelConfig(text, file) }
  } catch (error) {
    if (error instanceof UserError) return { error }
    throw error
  }
}

interface BothFiles {
  readonly file: string
  readonly main: ReadConfig
  readonly own: ReadConfig
  readonly changedFiles: readonly string[] | undefined
}

function chosen(settings: ModelSettings, at: BothFiles): ChosenModel {
  const { main, own, changedFiles } = at
  const inMain = main.config?.models[settings.name]
  const inOwn = own.config?.models[settings.name]
  const isSame = isDeepStrictEqual(inMain, inOwn)
  return {
    settings,
    isConcerned: changedFiles === undefined || !isSame || concernsModel(settings, changedFiles),
    proposed: inMain !== undefined && !isSame ? inOwn : undefined,
    notes: notesOn({ ...at, inMain, inOwn }),
    isReleased: (main.config ?? own.config)?.gitops !== undefined,
    broken: own.error,
  }
}

function notesOn(
  at: BothFiles & { readonly inMain: ModelSettings | undefined; readonly inOwn: ModelSettings | undefined },
): readonly string[] {
  const { file, main, own, inMain, inOwn } = at
  if (main.error !== undefined)
    return [`main’s ${file} cannot be read, so this pull request was judged by its own. ${main.error.message}`]
  if (main.config === undefined) return [`main has no ${file} yet, so this pull request was judged by its own.`]
  if (inMain === undefined)
    return [`main’s ${file} does not know this model yet, so it was judged by this pull request’s own.`]
  if (own.config === undefined)
    return [`The workspace has no ${file}: this pull request removes it, or the workflow lacks actions/checkout.`]
  return inOwn === undefined ? [`This pull request removes the model from ${file}.`] : []
}

function checkAsked(given: {
  readonly asked: readonly string[]
  readonly askedIn: string
  readonly known: readonly string[]
  readonly file: string
}): void {
  const unknown = given.asked.find((name) => !given.known.includes(name))
  if (unknown === undefined) return
  throw new UserError(`The ${given.askedIn} names “${unknown}”, which ${given.file} does not.`, {
    fix: `Its models are ${given.known.join(', ')}.`,
  })
}

function noConfig(file: string): UserError {
  return new UserError(`There is no ${file}, neither on main nor in this change.`, {
    place: { file },
    fix: 'Start with:\n\nmodels:\n  my-model:\n    train: python train.py\n    metrics: [metrics.json]\n',
  })
}
