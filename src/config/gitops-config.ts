import { z } from 'zod'
import { quoted, say } from './complaint.ts'
import { customRoles } from './custom-roles.ts'
import { didYouMean } from './did-you-mean.ts'
import { type Environment, environmentEntry, environmentOf, type Role } from './environment.ts'
import { recordOf } from './record.ts'
import { readStrict } from './strict.ts'
import { environmentName, modelName, repositoryName } from './vocabulary.ts'

export type { Environment, LayoutName, Role, Scalar } from './environment.ts'
export type { KeyPath } from './key-path.ts'
export type { AutoMerge, Protection, Reviewers } from './proposal-rules.ts'
export type { Settable, ValueRule } from './settable.ts'
export { rankOf, type Step } from './step.ts'

/** `serin.yml` in the gitops repository: what may be released here, from where, into which file, by whom. */
export interface GitopsConfig {
  readonly models: Readonly<Record<string, ReleasedModel>>
  /** What the organization's custom roles count as, by their names. */
  readonly roles?: Readonly<Record<string, Role>>
}

export interface ReleasedModel {
  readonly name: string
  /** `owner/name` of the only repository whose pull requests may release the model. */
  readonly source: string
  /** Its id on GitHub, which outlives a rename and cannot be taken over. */
  readonly sourceId?: number
  /** Where a command without an environment acts. */
  readonly defaultEnvironment: string
  /** In the order of the file: a version goes from the first to the last. */
  readonly environments: readonly Environment[]
}

const releasedModel = z
  .strictObject({
    source: repositoryName.meta({ description: 'The only repository whose pull requests may release this model.' }),
    'source-id': z
      .int()
      .positive({ error: say('a repository id is a positive whole number', 'GitHub shows it as "id" in its API.') })
      .optional()
      .meta({ description: "The repository's id on GitHub, checked as well when given.", examples: [123456789] }),
    'default-environment': environmentName.optional().meta({
      description: 'Where a command without an environment acts. Default: the last.',
    }),
    frozen: z.boolean().optional().meta({ description: 'Nothing changes in any environment but by `/rollback`.' }),
    environments: z
      .record(environmentName, environmentEntry)
      .refine((environments) => Object.keys(environments).length > 0, {
        error: say('no environment is listed', 'Write one under "environments:", by its name.'),
      })
      .meta({
        description: 'In order: a version goes from the first to the last.',
        examples: [{ test: { file: 'model-deployments/test/iris/config.yaml' } }],
      }),
  })
  .superRefine((model, context) => {
    const names = Object.keys(model.environments)
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', message, path })
    const byDefault = model['default-environment']
    if (byDefault !== undefined && !names.includes(byDefault)) {
      complain(['default-environment'], say(`there is no environment ${quoted(byDefault)}`, oneOf(byDefault, names)))
    }
    for (const [name, { reviewers }] of Object.entries(model.environments)) {
      const [owner] = model.source.split('/')
      for (const [index, reviewer] of (reviewers ?? []).entries()) {
        const [team, slug] = reviewer.split('/')
        if (slug === undefined || team?.toLowerCase() === owner?.toLowerCase()) continue
        const message = say(`${quoted(reviewer)} is a team of somebody else`, `Name a team of ${owner}.`)
        complain(['environments', name, 'reviewers', index], message)
      }
    }
    for (const [index, name] of names.entries()) {
      const after = model.environments[name]?.after
      if (after === undefined || names.slice(0, index).includes(after)) continue
      const what = names.includes(after)
        ? `${quoted(after)} does not stand before "${name}"`
        : `there is no environment ${quoted(after)}`
      complain(['environments', name, 'after'], say(what, oneOf(after, names.slice(0, index))))
    }
  })
  .meta({ examples: [{ source: 'acme/iris', environments: { test: { file: 'iris.yaml' } } }] })

function oneOf(word: string, names: readonly string[]): string {
  const meant = didYouMean(word, names)
  if (meant !== undefined) return `Did you mean "${meant}"?`
  return names.length === 0 ? 'No environment comes earlier: remove the key.' : `Write one of: ${names.join(', ')}.`
}

type WrittenModels = Readonly<Record<string, z.output<typeof releasedModel>>>

/** The schema of the file, for `parseGitopsConfig` and for editors. */
export const gitopsConfigFile = z.strictObject({
  roles: customRoles.optional(),
  models: z
    .record(modelName, releasedModel)
    .refine((models) => Object.keys(models).length > 0, {
      error: say('no model is listed', 'Write one under "models:", by its name.'),
    })
    .superRefine((models, context) => {
      for (const clash of clashesIn(models)) {
        context.addIssue({ code: 'custom', message: clash.message, path: [...clash.path] })
      }
    })
    .meta({
      description: 'The models that may be released here, by name.',
      examples: [{ iris: { source: 'acme/iris', environments: { test: { file: 'iris.yaml' } } } }],
    }),
})

/** Two environments that write the same version key would undo each other's releases. */
function clashesIn(models: WrittenModels): { path: readonly string[]; message: string }[] {
  const seen = new Map<string, { who: string; resource: string | undefined }[]>()
  const clashes: { path: readonly string[]; message: string }[] = []
  for (const [model, { environments }] of Object.entries(models)) {
    for (const [name, { file, branch, resource }] of Object.entries(environments)) {
      const where = `${branch ?? ''}:${file}`
      const there = seen.get(where) ?? []
      const other = there.find((one) => one.resource === resource || !one.resource || !resource)
      seen.set(where, [...there, { who: `${model}/${name}`, resource }])
      if (other === undefined) continue
      const fix = 'Give each its own file or branch; in a file of several resources, its own "resource:".'
      const message = say(`${other.who} already writes this file`, fix)
      clashes.push({ path: [model, 'environments', name, 'file'], message })
    }
  }
  return [...clashes, ...strayValues(models)]
}

/** A value that lies in another environment's file would change that environment. */
function strayValues(models: WrittenModels): { path: readonly string[]; message: string }[] {
  const all = Object.entries(models).flatMap(([model, { environments }]) =>
    Object.entries(environments).map(([name, entry]) => ({ model, name, entry })),
  )
  const placeOf = (file: string, branch: string | undefined) => `${branch ?? ''}:${file}`
  // The command line runs on Node 20, which has no Map.groupBy.
  const owners = new Map<string, (typeof all)[number][]>()
  for (const one of all) {
    const place = placeOf(one.entry.file, one.entry.branch)
    owners.set(place, [...(owners.get(place) ?? []), one])
  }
  return all.flatMap(({ model, name, entry }) =>
    Object.entries(entry.settable ?? {}).flatMap(([key, { file }]) => {
      const there = file === undefined ? undefined : owners.get(placeOf(file, entry.branch))
      const owner = there?.find((other) => other.entry !== entry)
      if (owner === undefined || file === entry.file) return []
      const message = say(`${owner.model}/${owner.name} keeps its version in this file`, 'Declare the value there.')
      return [{ path: [model, 'environments', name, 'settable', key, 'file'], message }]
    }),
  )
}

/**
 * The text of the gitops repository's configuration → its meaning.
 * Throws a UserError with every problem's line, column and key.
 */
export function parseGitopsConfig(text: string, file: string): GitopsConfig {
  const { models, roles } = readStrict(gitopsConfigFile, { text, file })
  return { models: recordOf(models, releasedModelOf), ...(roles !== undefined && { roles }) }
}

function releasedModelOf(name: string, written: z.output<typeof releasedModel>): ReleasedModel {
  const frozen = written.frozen ? { frozen: true as const } : {}
  const entries = Object.entries(written.environments)
  const environments = entries.map(([key, entry]) => ({ ...environmentOf(key, entry), model: name, ...frozen }))
  const last = environments.at(-1)
  if (last === undefined) throw new Error(`model ${name} passed the schema without an environment`)
  const sourceId = written['source-id']
  return {
    name,
    source: written.source,
    ...(sourceId !== undefined && { sourceId }),
    defaultEnvironment: written['default-environment'] ?? last.name,
    environments,
  }
}
