/** Names of environments, in the order in which a version goes through them. */
const KNOWN = [
  ['sandbox', 'dev', 'develop', 'development'],
  ['test', 'testing', 'tst', 'ci', 'int', 'integration'],
  ['qa', 'uat', 'acc', 'acceptance'],
  ['stage', 'staging', 'stg', 'preprod', 'pre-prod', 'pre'],
  ['canary'],
  ['prod', 'production', 'prd', 'live'],
] as const

/** Folders that say what kind of thing is in them, and not what it is called. */
const GENERIC = ['overlays', 'overlay', 'envs', 'env', 'environments', 'clusters', 'values', 'apps', 'models']

/** Where an environment stands among others; unknown ones stand between the first and the last, in their own order. */
export function rankOf(environment: string): number {
  const rank = KNOWN.findIndex((names) => names.some((name) => name === environment.toLowerCase()))
  return rank < 0 ? KNOWN.length - 1.5 : rank
}

function isKnown(name: string): boolean {
  return KNOWN.some((names) => names.some((known) => known === name.toLowerCase()))
}

/**
 * Which model and environment a path is of: `model-deployments/test/iris/config.yaml`, `iris/overlays/prod/x.yaml`,
 * `iris/values-prod.yaml`. Without a known environment in it, the folder around the model's is taken for one.
 */
export function placeOfModel(file: string): { readonly model: string; readonly environment: string } | undefined {
  const folders = file.split('/').slice(0, -1)
  const base = (file.split('/').at(-1) ?? '').replace(/\.ya?ml$/, '')
  const suffix = /^(?:values|config)[-_.](.+)$/.exec(base)?.[1] ?? base
  const last = folders.at(-1)
  if (last === undefined) return undefined
  if (isKnown(suffix)) return named(folders, suffix)
  if (isKnown(last)) return named(folders.slice(0, -1), last)
  const above = folders.slice(0, -1).findLast(isKnown) ?? folders.at(-2)
  return above === undefined || GENERIC.includes(above) ? undefined : { model: last, environment: above }
}

function named(folders: readonly string[], environment: string) {
  const model = folders.findLast((folder) => !GENERIC.includes(folder))
  return model === undefined ? undefined : { model, environment: environment.toLowerCase() }
}
