import { z } from 'zod'
import { type ChartPlace, chartPlace, chartPlaceOf } from './chart-place.ts'
import { say } from './complaint.ts'
import { dotted, type KeyPath, keyPath, keyPathOf } from './key-path.ts'
import { type ReleaseRules, releaseRules, releaseRulesOf } from './release-rules.ts'
import { branchName, environmentName, manifestPath, teamSlug } from './vocabulary.ts'

export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin'
export type Scalar = string | number | boolean
const WHOLE_LAYOUTS = ['argo-rollouts', 'flagger', 'kustomize', 'deployment', 'docker-compose', 'yaml'] as const
const SPLIT_LAYOUTS = [
  'kserve-standard',
  'llm-inference-service',
  'inference-graph',
  'virtual-service',
  'http-route',
] as const
const LAYOUTS = ['helm-values', 'kserve', ...SPLIT_LAYOUTS, ...WHOLE_LAYOUTS] as const
export type LayoutName = (typeof LAYOUTS)[number]

/** Where a file keeps what Serin writes, if not where its layout expects it. */
export interface Keys {
  readonly version?: KeyPath
  readonly traffic?: KeyPath
  /** The percentage of the requests that are mirrored, and to which version: both or none (helm-values, yaml). */
  readonly shadow?: KeyPath
  readonly shadowVersion?: KeyPath
}

/** A place where a model runs, and the file that says which version. */
export interface Environment extends ReleaseRules {
  readonly name: string
  /** The model that runs there: its name tells its image from others in a file. */
  readonly model?: string
  readonly file: string
  /** The branch of the gitops repository that holds the file; default: its default branch. */
  readonly branch?: string
  /** What a merge of the model's pull request does here. */
  readonly onMerge?: 'release' | 'propose'
  /** How a command's change is made; default: a commit, and a pull request where the branch is protected. */
  readonly change?: 'commit' | 'pull-request'
  /** The environment in which a version must have run before. */
  readonly after?: string
  /** Who may change it: a role on the gitops repository, or membership in a team. */
  readonly allow?: { readonly role?: Role; readonly teams: readonly string[] }
  /** Dotted key path → value, written together with a version. */
  readonly set: Readonly<Record<string, Scalar>>
  readonly layout?: LayoutName
  readonly keys: Keys
  /** The address of a version's model, with `{version}` in it (kserve, and addresses that `keys.version` names). */
  readonly storageUri?: string
  /** `metadata.name` of the resource in a file of several, or the service of a docker-compose file. */
  readonly resource?: string
  /** The Helm chart that the values are for, where the file does not name it. */
  readonly chart?: ChartPlace
}

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: say(
    'only a text, a finite number, true or false can be set',
    'Name each key of a mapping by its dotted path.',
  ),
})

/** GitHub's own roles, weakest first. */
export const role = z.enum(['read', 'triage', 'write', 'maintain', 'admin'])

const allow = z
  .strictObject({
    role: role.optional().meta({ description: 'The least role on the gitops repository.' }),
    teams: z
      .array(teamSlug)
      .min(1, { error: say('no team is listed', 'Name one, or leave the key out.') })
      .optional()
      .meta({ description: "Teams of the gitops repository's organization, by slug." }),
  })
  .superRefine(({ role, teams }, context) => {
    if (role !== undefined || teams !== undefined || context.issues.length > 0) return
    context.addIssue({
      code: 'custom',
      message: say('nobody is allowed', 'Write a role, teams, or leave "allow" out.'),
    })
  })
  .meta({ description: 'Who may change this environment.', examples: [{ role: 'maintain' }] })

const RESOURCE = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/

/** An entry of `environments:`. */
export const environmentEntry = z
  .strictObject({
    file: manifestPath.meta({ description: 'The YAML file that says what runs here.' }),
    branch: branchName.optional().meta({ description: 'The branch that holds the file. Default: the default branch.' }),
    'on-merge': z.enum(['release', 'propose']).optional().meta({
      description:
        'When a pull request of the model is merged: release the version here, or propose it as a pull request.',
    }),
    change: z.enum(['commit', 'pull-request']).optional().meta({
      description:
        'How a command changes the file. Default: a commit, and a pull request where the branch is protected.',
    }),
    after: environmentName
      .optional()
      .meta({ description: 'An earlier environment in which the version must have run.' }),
    allow: allow.optional(),
    set: z
      .record(dotted, scalar)
      .optional()
      .meta({
        description: 'Further keys (dotted paths) written with a version.',
        examples: [{ image_namespace: 'acme-test' }],
      }),
    layout: z
      .enum(LAYOUTS)
      .optional()
      .meta({ description: 'The shape of the file. Default: recognised from it; `yaml` is never.' }),
    keys: z
      .strictObject({
        version: keyPath.optional().meta({
          description:
            'Default: version (helm-values), the address of the model (KServe), the image of the only container or service (deployment, argo-rollouts, flagger, docker-compose), newTag of the only image (kustomize).',
        }),
        traffic: keyPath.optional().meta({
          description:
            'Default: canary.trafficPercent (helm-values), canaryTrafficPercent (kserve). Of a route (virtual-service, http-route, inference-graph), the list of its destinations or the newest of them.',
        }),
        shadow: keyPath.optional().meta({
          description: 'The percentage of the requests that are mirrored (helm-values, yaml).',
          examples: ['shadow.percent'],
        }),
        'shadow-version': keyPath.optional().meta({
          description: 'The version that they are mirrored to (helm-values, yaml).',
          examples: ['shadow.version'],
        }),
      })
      .superRefine((keys, context) => {
        const [there, missing] = keys.shadow ? ['shadow', 'shadow-version'] : ['shadow-version', 'shadow']
        if ((keys.shadow === undefined) === (keys['shadow-version'] === undefined)) return
        const message = say('a shadow needs two keys, its percentage and its version', `Write "${missing}" too.`)
        context.addIssue({ code: 'custom', message, path: [there] })
      })
      .optional()
      .meta({ description: 'Where the file keeps what is released, if not where the layout expects it.' }),
    'storage-uri': z
      .string()
      .refine((uri) => uri.includes('{version}') && /^[a-z][a-z0-9+]*:\/\/\S+$/.test(uri), {
        error: say(
          'this is not an address with {version} in it',
          'Write for example "oci://quay.io/acme/iris:{version}".',
        ),
      })
      .optional()
      .meta({
        description: 'The address of a version, where the file holds one.',
        examples: ['s3://models/iris/{version}'],
      }),
    resource: z
      .string()
      .regex(RESOURCE, { error: say('this is not the name of a resource', 'Write its metadata.name.') })
      .optional()
      .meta({
        description: 'metadata.name of the resource in a file of several, or the service of a docker-compose file.',
      }),
    chart: chartPlace.optional(),
    ...releaseRules,
  })
  .superRefine((entry, context) => {
    const complain = (key: string, message: string) => context.addIssue({ code: 'custom', message, path: [key] })
    if (entry.layout === 'helm-values') {
      for (const key of ['storage-uri', 'resource'] as const) {
        if (entry[key] === undefined) continue
        complain(key, say('this key means nothing in the layout helm-values', 'Remove it, or write "layout: kserve".'))
      }
    }
    if (entry.layout === 'kustomize') {
      for (const key of ['storage-uri', 'resource'] as const) {
        if (entry[key] === undefined) continue
        complain(key, say('this key means nothing in the layout kustomize', 'Name the image under "keys" instead.'))
      }
    }
    if (entry.layout === 'yaml' && entry.keys?.version === undefined) {
      complain('layout', say('the layout yaml needs the key of the version', 'Write "keys: { version: … }" beside it.'))
    }
    if (entry.steps !== undefined && entry['on-merge'] !== undefined) {
      complain('steps', say('a merge releases to all at once, past the steps', 'Remove "on-merge" or "steps".'))
    }
    for (const [name, { file, path }] of Object.entries(entry.settable ?? {})) {
      if ((file ?? entry.file) !== entry.file || !ownKeys(entry.keys).has([path].flat().join('.'))) continue
      const message = say('this is what Serin writes itself', 'Remove it: `/canary` and `/promote` change it.')
      context.addIssue({ code: 'custom', message, path: ['settable', name, 'path'] })
    }
    for (const key of Object.keys(entry.set ?? {})) {
      if (!ownKeys(entry.keys).has(key)) continue
      context.addIssue({
        code: 'custom',
        message: say(`"${key}" is what Serin writes itself`, 'Remove it from "set".'),
        path: ['set', key],
      })
    }
  })
  .meta({ examples: [{ file: 'model-deployments/test/iris/config.yaml' }] })

type WrittenKeys = z.output<typeof environmentEntry>['keys']

/** Dotted paths of what a release itself writes. */
function ownKeys(keys: WrittenKeys): ReadonlySet<string> {
  const version = keys?.version ?? 'version'
  const traffic = keys?.traffic ?? 'canary.trafficPercent'
  const shadow = [keys?.shadow, keys?.['shadow-version']].flatMap((path) => (path === undefined ? [] : [path]))
  const byDefault = keys?.traffic ? [] : ['canary', 'spec.predictor.canaryTrafficPercent']
  return new Set([...[version, traffic, ...shadow].map((path) => [path].flat().join('.')), ...byDefault])
}

/** The entry as the rest of the program knows it. */
export function environmentOf(name: string, entry: z.output<typeof environmentEntry>): Environment {
  const { branch, change, after, layout, resource, keys } = entry
  return {
    name,
    file: entry.file,
    ...(branch !== undefined && { branch }),
    ...(entry['on-merge'] !== undefined && { onMerge: entry['on-merge'] }),
    ...(change !== undefined && { change }),
    ...(after !== undefined && { after }),
    ...(entry.allow && { allow: { ...roleOf(entry.allow), teams: entry.allow.teams ?? [] } }),
    set: entry.set ?? {},
    ...(layout !== undefined && { layout }),
    keys: {
      ...(keys?.version !== undefined && { version: keyPathOf(keys.version) }),
      ...(keys?.traffic !== undefined && { traffic: keyPathOf(keys.traffic) }),
      ...(keys?.shadow !== undefined && { shadow: keyPathOf(keys.shadow) }),
      ...(keys?.['shadow-version'] !== undefined && { shadowVersion: keyPathOf(keys['shadow-version']) }),
    },
    ...(entry['storage-uri'] !== undefined && { storageUri: entry['storage-uri'] }),
    ...(resource !== undefined && { resource }),
    ...(entry.chart !== undefined && { chart: chartPlaceOf(entry.chart) }),
    ...releaseRulesOf(entry),
  }
}

function roleOf({ role }: { role?: Role | undefined }): { role?: Role } {
  return role === undefined ? {} : { role }
}
