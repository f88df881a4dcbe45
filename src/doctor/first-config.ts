import { renderText } from '../yaml/scalar.ts'
import type { FoundModel } from './found-models.ts'

/** A first `serin.yml`. `sourceOf`: `owner/name` of a model's repository. */
export function firstGitopsConfig(models: readonly FoundModel[], sourceOf: (model: string) => string): string {
  const lines = models.flatMap(({ name, environments }) => [
    `  ${plain(name)}:`,
    `    source: ${plain(sourceOf(name))} # the only repository whose pull requests may release it`,
    `    default-environment: ${plain(environments[0]?.name ?? '')} # where a command without an environment acts`,
    '    environments: # in order',
    ...environments.flatMap((environment, index) => {
      const before = environments[index - 1]?.name
      const isLast = index === environments.length - 1 && before !== undefined
      return [
        `      ${plain(environment.name)}:`,
        `        file: ${plain(environment.file)}`,
        ...(environment.branch === undefined ? [] : [`        branch: ${plain(environment.branch)}`]),
        ...(isLast ? ['        change: pull-request # somebody approves each change'] : []),
        ...(isLast ? [`        after: ${plain(before)} # only what has run there`] : []),
      ]
    }),
  ])
  return `# Which models may be released here, from where, into which file.\nmodels:\n${lines.join('\n')}\n`
}

/** A model as its repository's files tell. */
export interface MeasuredModel {
  readonly name: string
  /** Its folder; the empty text is the root. */
  readonly folder: string
  readonly train: string | undefined
  readonly metrics: readonly string[]
  readonly params: readonly string[]
}

/** A first `.github/serin.yml`. `gitops`: `owner/name`, where it is known. */
export function firstModelConfig(models: readonly MeasuredModel[], gitops: string | undefined): string {
  const lines = models.flatMap(({ name, folder, train, metrics, params }) => [
    `  ${plain(name)}:`,
    ...(folder === '' ? [] : [`    paths: [${inList([`${folder}/**`])}] # which changes concern it`]),
    ...(train === undefined ? [] : [`    train: ${plain(train)}`]),
    `    metrics: [${inList(metrics)}]`,
    ...(params.length === 0 ? [] : [`    params: [${inList(params)}]`]),
    '    # gates:',
    '    #   accuracy: { min: 0.90, max-regression: 0.005 }',
  ])
  const release =
    gitops === undefined ? '# gitops: acme/mlops-gitops # where its models are released' : `gitops: ${plain(gitops)}`
  return `${release}\nmodels:\n${lines.join('\n')}\n`
}

/** What people name the files of a model. */
const METRICS = /^(metrics?|scores?|eval(uation)?|results?)\.(json|ya?ml|toml|csv|tsv)$/
const PARAMS = /^params\.(ya?ml|json|toml)$/
const TRAINS: readonly (readonly [file: string, command: string])[] = [
  ['dvc.yaml', 'dvc repro'],
  ['train.py', 'python train.py'],
  ['src/train.py', 'python src/train.py'],
  ['train.js', 'node train.js'],
  ['train.R', 'Rscript train.R'],
  ['MLproject', 'mlflow run . --env-manager=local'],
]

/** The models of a model repository: one for each folder with a `dvc.yaml`, else the repository as a whole. */
export function measuredModels(paths: readonly string[], repositoryName: string): readonly MeasuredModel[] {
  const folders = paths.filter((path) => /(^|\/)dvc\.yaml$/.test(path)).map((path) => folderOf(path))
  const several = folders.length > 1 ? folders.filter((folder) => folder !== '') : folders
  return (several.length === 0 ? [''] : several).map((folder) => {
    const prefix = folder === '' ? '' : `${folder}/`
    const inside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
    const named = (pattern: RegExp) =>
      inside.filter((path) => path.split('/').length <= 3 && pattern.test(path.split('/').at(-1) ?? ''))
    const train = TRAINS.find(([file]) => inside.includes(file))?.[1]
    return {
      name: nameFrom(folder.split('/').at(-1) || repositoryName),
      folder: several.length > 1 ? folder : '',
      train: train === undefined || folder === '' ? train : `cd ${folder} && ${train}`,
      metrics: (inside.includes('dvc.yaml') ? ['dvc.yaml'] : named(METRICS)).map((path) => prefix + path),
      params: named(PARAMS).map((path) => prefix + path),
    }
  })
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** A name that a model may have. */
function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
  return /[a-z]/.test(name) ? name.slice(0, 100) : 'model'
}

function plain(text: string): string {
  return renderText(text, 'plain', false)
}

function inList(texts: readonly string[]): string {
  return texts.map((text) => renderText(text, 'plain', true)).join(', ')
}
