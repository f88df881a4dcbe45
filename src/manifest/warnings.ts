import { UserError } from '../errors.ts'
import { isAmbiguous } from '../yaml/scalar.ts'
import { chooseLayout } from './choose-layout.ts'
import { DEPLOYMENT_MODE, modeOf } from './deployment-mode.ts'
import { isInferenceService } from './inference-service.ts'
import type { LeftBehind, OpenManifest, Running } from './layout.ts'
import { hasWorkload } from './leading-resource.ts'
import { isMapping, lookUp, type Spot } from './look-up.ts'
import { documentsOf, type ManifestTarget } from './manifest.ts'
import { namedSpot } from './named-path.ts'
import { oldFieldsIn } from './old-fields.ts'
import { oldNamesIn } from './old-names.ts'
import { isResource, nameOfResource } from './resource.ts'
import { ownerOf } from './weight-owner.ts'
import { bareWord } from './written-number.ts'

/** Something in a manifest that does not stop a release, though it may not do what it seems to. */
export interface ManifestWarning {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The dotted path, from the root of its document. */
  readonly key: string
  /** Plain sentences; they may hold names from the manifest. */
  readonly what: string
  readonly fix: string
  /**
   * What a person does when it matters: releases a version, splits traffic, has the file say any share (which may be
   * none, after a rollback), mirrors requests, or keeps the file.
   */
  readonly concerns: 'version' | 'traffic' | 'share' | 'shadow' | 'file'
}

/**
 * What a person should know of a manifest, in the order of the file: fields that an API reads no more or under another
 * name, versions that a reader takes for numbers, percentages that nobody obeys, weights that a controller overwrites.
 * Throws a UserError when the text is not YAML, or something else stands where a resource has a mapping.
 */
export function warningsOn(target: ManifestTarget): readonly ManifestWarning[] {
  const { environment, text } = target
  const documents = documentsOf(target)
  const manifest: OpenManifest = { environment, text, documents }
  return documents
    .flatMap((_, document) => warningsIn({ manifest, document, path: [] }))
    .sort((left, right) => left.line - right.line || left.column - right.column)
}

/** Those that concern a change, for its reply; `target` holds the text after it. */
export function warningsForReply(target: ManifestTarget, next: Running): readonly ManifestWarning[] {
  const matters: Readonly<Record<ManifestWarning['concerns'], boolean>> = {
    version: true,
    traffic: next.rollout.kind !== 'stable',
    share: next.rollout.kind !== 'stable',
    shadow: next.shadow !== undefined,
    file: false,
  }
  const parsed = { ...target, documents: documentsOf(target) }
  const all = [...warningsOn(parsed), ...deployedElsewhere(parsed, next), ...forOthers(parsed, next)]
  return all.filter(({ concerns }) => matters[concerns])
}

/** A route leads requests also to where nothing answers. */
function deployedElsewhere({ documents }: OpenManifest, { version, shadow }: Running): readonly ManifestWarning[] {
  const route = documents.find(({ value }) => LEADING.some((kind) => isResource(value, kind)))
  if (route === undefined || hasWorkload(documents)) return []
  const named = (concerns: 'traffic' | 'shadow', to: string): ManifestWarning => ({
    ...route.positionOf(['metadata', 'name']),
    key: 'metadata.name',
    what: `This file leads requests and deploys nothing: ${to} must run already.`,
    fix: 'See that its pods are ready before the change reaches the cluster.',
    concerns,
  })
  return [named('traffic', version), ...(shadow === undefined ? [] : [named('shadow', shadow.version)])]
}

/** Routes for certain requests are for a person to move: testers may be meant to stay where they are. */
function forOthers(manifest: OpenManifest, { version }: Running): readonly ManifestWarning[] {
  return leftBehindIn(manifest).map(({ document, path, version: stays }) => ({
    ...(manifest.documents[document]?.positionOf(path) ?? { line: 1, column: 1 }),
    key: path.join('.'),
    what: `The requests of ${path.slice(0, 3).join('.')} go on to ${stays}: a release leaves such a route alone.`,
    fix: `Lead it to ${version} by hand, or declare its destination as settable and use /set, before ${stays} is taken away.`,
    concerns: 'version',
  }))
}

/** What cannot be told of other routes stands in no release's way. */
function leftBehindIn(manifest: OpenManifest): readonly LeftBehind[] {
  try {
    return chooseLayout(manifest).leftBehind?.(manifest) ?? []
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

type Finding = Omit<ManifestWarning, 'line' | 'column' | 'key'> & { readonly path: Spot['path'] }

function warningsIn(root: Spot): readonly ManifestWarning[] {
  const found = [
    ...oldFields(root),
    ...oldApis(root),
    ...numbers(root),
    ...ignoredShares(root),
    ...ownedWeights(root),
    ...oldNames(root),
  ]
  return found.map(({ path, ...finding }) => {
    const { line, column } = root.manifest.documents[root.document]?.positionOf(path) ?? { line: 1, column: 1 }
    return { line, column, key: path.join('.'), ...finding }
  })
}

function oldFields(root: Spot): readonly Finding[] {
  return oldFieldsIn(lookUp(root)).map(({ field: { what, fix, concerns }, path }) => ({ path, what, fix, concerns }))
}

/** Kubernetes 1.25 and 1.26 stopped serving the betas of the HorizontalPodAutoscaler; Istio serves all its versions. */
function oldApis(root: Spot): readonly Finding[] {
  const value = lookUp(root)
  const api = isMapping(value) ? value.apiVersion : undefined
  const at = { path: ['apiVersion'], concerns: 'file' } as const
  if (api === 'networking.istio.io/v1alpha3') {
    return [
      {
        ...at,
        what: `${api} is an old version of the API.`,
        fix: 'Write networking.istio.io/v1; the fields are the same.',
      },
    ]
  }
  if (api !== 'autoscaling/v2beta1' && api !== 'autoscaling/v2beta2') return []
  return [{ ...at, what: `Kubernetes serves ${api} no more, so this is not applied.`, fix: 'Write autoscaling/v2.' }]
}

/** Where a version stands as a text of its own, which a reader takes for a number when it has no quotes. */
function numbers(root: Spot): readonly Finding[] {
  return versionSpots(root).flatMap(({ path, manifest, document }) => {
    const written = bareWord({ manifest, document, path })
    if (written === undefined || !isAmbiguous(written)) return []
    const what = `${written} has no quotes, so a reader of YAML takes it for a number or another value: Helm writes 4562170 as 4.56217e+06, and 0123456 as 42798.`
    return [{ path, what, fix: 'Write the version in quotes.', concerns: 'version' }]
  })
}

function versionSpots(root: Spot): readonly Spot[] {
  const value = lookUp(root)
  if (!isMapping(value)) return []
  const indexes = (path: Spot['path']) => {
    const list = lookUp({ ...root, path })
    return Array.isArray(list) ? [...list.keys()] : []
  }
  const at = (...path: Spot['path']): Spot => ({ ...root, path })
  if (value.kind === 'DestinationRule') {
    return indexes(['spec', 'subsets']).map((index) => at('spec', 'subsets', index, 'labels', 'version'))
  }
  if (Array.isArray(value.images)) return indexes(['images']).map((index) => at('images', index, 'newTag'))
  const chosen = root.manifest.environment.keys.version
  if (chosen !== undefined) return chosenSpot(root, chosen)
  return value.kind === undefined && 'version' in value ? [at('version')] : []
}

/** A file has documents without the key that serin.yml names, and a patch in which it is. */
function chosenSpot(root: Spot, chosen: Spot['path']): readonly Spot[] {
  try {
    const { spot, prefix } = namedSpot(root, chosen)
    return prefix !== '' || lookUp(spot) === undefined ? [] : [spot]
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

function oldNames(root: Spot): readonly Finding[] {
  return oldNamesIn(root).map(({ path, name, version }) => ({
    path,
    what: `The name ${name} says another version than the model has, which is ${version}.`,
    fix: 'A release leaves it, because another name is another resource: choose one that says no version when you write it anew.',
    concerns: 'file',
  }))
}

function ignoredShares(root: Spot): readonly Finding[] {
  if (!isInferenceService(lookUp(root))) return []
  const path = ['spec', 'predictor', 'canaryTrafficPercent']
  if (lookUp({ ...root, path }) === undefined) return listedCanary(root)
  const mode = modeOf(root)
  if (mode === 'Knative' || mode === 'Serverless') return []
  const what =
    mode === undefined
      ? 'Only Knative mode obeys canaryTrafficPercent, and the mode is not written: where the cluster’s default is Standard, the version in the file has all the traffic.'
      : `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file has all the traffic.`
  return [{ path, what, fix: `Write the annotation ${DEPLOYMENT_MODE}: Knative.`, concerns: 'share' }]
}

function listedCanary(root: Spot): readonly Finding[] {
  const path = ['spec', 'canary']
  const list = lookUp({ ...root, path })
  if (!Array.isArray(list) || list.length === 0) return []
  const what = 'KServe before 0.20 drops spec.canary, and later ones move traffic by it only through Gateway API.'
  const fix = 'Look whether the cluster has KServe 0.20 or later, with ingress.enableGatewayApi in its ConfigMap.'
  return [{ path, what, fix, concerns: 'traffic' }]
}

const ROUTES = [
  { kind: 'VirtualService', group: 'networking.istio.io' },
  { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io' },
]

const LEADING = [...ROUTES, { kind: 'InferenceGraph', group: 'serving.kserve.io' }]

function ownedWeights(root: Spot): readonly Finding[] {
  if (!ROUTES.some((route) => isResource(lookUp(root), route))) return []
  const owner = ownerOf(root)
  if (owner === undefined) return []
  const what = `The weights of ${nameOfResource(root)} belong to ${owner.name}, which overwrites them.`
  return [{ path: ['metadata', 'name'], what, fix: owner.fix, concerns: 'traffic' }]
}
