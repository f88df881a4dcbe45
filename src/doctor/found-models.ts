import { modelName } from '../config/vocabulary.ts'
import { UserError } from '../errors.ts'
import { readManifest, unclearVersionKey } from '../manifest/manifest.ts'
import { applicationSetsIn } from './application-set.ts'
import { type Application, applicationsOf } from './applications.ts'
import { placeOfModel, rankOf } from './environment-name.ts'
import { type Repository, type Tree, treeOf } from './tree.ts'

/** A model that a gitops repository deploys already, as its ApplicationSets tell. */
export interface FoundModel {
  readonly name: string
  /** Test before stage before production. */
  readonly environments: readonly FoundEnvironment[]
}

export interface FoundEnvironment {
  readonly name: string
  readonly file: string
  /** Set where it is not on the branch of the work tree. */
  readonly branch?: string
}

export interface Found {
  readonly models: readonly FoundModel[]
  /** `file: why` of what is deployed and is no model that Serin could release. */
  readonly leftOut: readonly string[]
}

/** The models of a gitops repository by the names of their folders, from its ApplicationSets. */
export function findModels(repository: Repository): Found {
  const models = new Map<string, FoundEnvironment[]>()
  const leftOut: string[] = []
  for (const set of applicationSetsIn(repository.workTree)) {
    for (const generator of set.generators) {
      if (generator.kind === 'other') leftOut.push(`${set.file}: its ${generator.name} generator is not followed`)
      else if ('revision' in generator && treeOf(repository, generator.revision) === undefined) {
        leftOut.push(`${set.file}: this clone does not have its revision ${generator.revision}`)
      }
    }
    for (const application of applicationsOf(set, repository)) {
      for (const file of filesOf(application)) {
        const problem = add(models, file, application.tree)
        if (problem !== undefined) leftOut.push(`${file}: ${problem}`)
      }
    }
  }
  const sorted = [...models].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    models: sorted.map(([name, environments]) => ({
      name,
      environments: environments.sort((one, other) => rankOf(one.name) - rankOf(other.name)),
    })),
    leftOut: [...new Set(leftOut)],
  }
}

/** The files of an Application that may say its version: its own, its values, or the manifests in its folder. */
function filesOf({ file, folder, sources, tree }: Application): readonly string[] {
  if (file !== undefined) return [file]
  const values = sources.flatMap(({ valueFiles }) =>
    valueFiles.flatMap((one) => (one.kind === 'text' ? [one.text] : [])),
  )
  const there = values.filter((path) => tree.paths.has(path))
  if (there.length > 0 || folder === undefined) return there
  const inside = [...tree.texts.keys()].filter((path) => path.startsWith(`${folder}/`) && /\.ya?ml$/.test(path))
  return inside.filter((path) => !path.slice(folder.length + 1).includes('/') && versionIn(path, tree) === undefined)
}

function add(models: Map<string, FoundEnvironment[]>, file: string, tree: Tree): string | undefined {
  const problem = versionIn(file, tree)
  if (problem !== undefined) return problem
  const place = placeOfModel(file)
  if (place === undefined) return 'its folders do not tell which environment it is of'
  if (!modelName.safeParse(place.model).success) return `${place.model} is not a name that a model may have`
  const known = models.get(place.model) ?? []
  const other = known.find(({ name }) => name === place.environment)
  if (other !== undefined)
    return other.file === file ? undefined : `${other.file} is ${place.model} in ${place.environment}`
  const branch = tree.branch === undefined ? {} : { branch: tree.branch }
  models.set(place.model, [...known, { name: place.environment, file, ...branch }])
  return undefined
}

/** Why a file is no manifest of a model; undefined when it says a version. */
function versionIn(file: string, tree: Tree): string | undefined {
  const text = tree.texts.get(file)
  if (text === undefined) return 'it cannot be read'
  const target = { environment: { name: 'found', file, set: {}, keys: {} }, text }
  const unclear = unclearVersionKey(target)
  if (unclear !== undefined) return `it has no "version" at its top. If it is a model's: ${unclear.fix ?? ''}`
  try {
    const { running } = readManifest(target)
    return running === undefined ? 'it says no version' : undefined
  } catch (error) {
    if (error instanceof UserError) return error.what
    throw error
  }
}
