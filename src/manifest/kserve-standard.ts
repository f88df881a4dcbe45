import type { YamlEdit } from '../yaml/edit.ts'
import { type CanaryEntry, type StandardService, standardServiceIn } from './canary-list.ts'
import { DEPLOYMENT_MODE, isStandard, modeOf } from './deployment-mode.ts'
import { isInferenceService, NO_MIRROR } from './inference-service.ts'
import type { Layout, Running } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { addressOfVersion, modelAddressEdits } from './model-version.ts'
import { nameOfResource } from './resource.ts'
import { setEdits } from './set-keys.ts'
import { runningOf } from './split.ts'
import { editTo } from './weighted-route.ts'

/**
 * A KServe InferenceService in Standard mode, KServe 0.20 or later: a canary is an entry of `spec.canary` with its own
 * predictor and percentage; promoted, its name and model become those of `spec.predictor`, whose pods go on running.
 * Older versions of KServe drop the field, so a file without a trace of it is only taken for this when serin.yml says so.
 */
export const kserveStandard: Layout = {
  name: 'kserve-standard',
  what: 'a KServe InferenceService in Standard mode',
  noShadow: NO_MIRROR,

  recognizes(documents) {
    return documents.some(({ value }) => isInferenceService(value) && hasCanaries(value))
  },

  read(manifest) {
    return running(standardServiceIn(manifest))
  },

  rest(manifest) {
    const { version, canary } = standardServiceIn(manifest)
    return canary === undefined || canary.percent === 100 ? undefined : version
  },

  edits(manifest, next, previous) {
    const standard = standardServiceIn(manifest)
    const { service } = standard
    const set = running(standard)?.version === next.version ? [] : setEdits(manifest, service.document)
    return [...rolloutEdits(standard, next, previous), ...set]
  },
}

/** `spec.predictor.name` is what a promotion leaves behind. */
function hasCanaries(service: unknown): boolean {
  const spec = isMapping(service) && isMapping(service.spec) ? service.spec : {}
  if (Array.isArray(spec.canary) && spec.canary.length > 0) return true
  const metadata = isMapping(service) && isMapping(service.metadata) ? service.metadata : {}
  const annotations = isMapping(metadata.annotations) ? metadata.annotations : {}
  return isStandard(String(annotations[DEPLOYMENT_MODE])) && isMapping(spec.predictor) && 'name' in spec.predictor
}

function running({ version, canary }: StandardService): Running | undefined {
  if (canary === undefined) return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
  const newest = { version: canary.version, weight: canary.percent }
  return runningOf({ old: { version: version ?? '', weight: 100 - canary.percent }, newest })
}

function rolloutEdits(
  standard: StandardService,
  { version, rollout }: Running,
  previous: string | undefined,
): readonly YamlEdit[] {
  const { model, canary } = standard
  switch (rollout.kind) {
    case 'stable':
      if (canary === undefined) return modelAddressEdits(model, version)
      return [...promotionEdits(standard, { canary, version }), ...dropEdits(canary)]
    case 'canary':
      refuseOtherMode(standard)
      return canaryEdits(standard, version, rollout.percent)
    case 'pinned':
      refuseOtherMode(standard)
      if (canary !== undefined && canary.version === version && standard.version !== version) {
        return editTo(percentSpot(canary), 0)
      }
      return returnEdits(standard, version, previous)
  }
}

/**
 * After a promotion, the predictor serves the earlier model again, under the name it has: its Deployment replaces the
 * pods one by one, where another name would first need pods of its own. The version stays as a canary without traffic.
 */
function returnEdits(standard: StandardService, version: string, previous: string | undefined): readonly YamlEdit[] {
  const { service, model } = standard
  if (previous === undefined || previous === version || standard.version !== version) {
    throw manifestError(service, `${version} is the only version in this file since its promotion.`, {
      fix: 'Release the earlier version again, with /promote on its pull request.',
    })
  }
  const value = [newEntry(standard, version, 0)]
  const entry = { document: service.document, op: 'set' as const, path: ['spec', 'canary'], value }
  return [...modelAddressEdits(model, previous), entry]
}

function canaryEdits(standard: StandardService, version: string, percent: number): readonly YamlEdit[] {
  const { service, canary } = standard
  const serving = canary?.percent === 100 ? canary.version : standard.version
  if (canary?.version === version && standard.version !== version) return editTo(percentSpot(canary), percent)
  if (serving === version) {
    throw manifestError(service, `${version} already has all traffic here, and no other version is in this file.`, {
      fix: 'Release another version.',
    })
  }
  if (canary === undefined) {
    const entry = newEntry(standard, version, percent)
    return [{ document: service.document, op: 'set', path: ['spec', 'canary'], value: [entry] }]
  }
  const edits = nextEntryEdits(standard, canary, { version, percent })
  return canary.percent === 100 ? [...takeOverEdits(standard, canary), ...edits] : edits
}

/** Another version in the entry that is there, which keeps its name unless that is made of the version. */
function nextEntryEdits(
  standard: StandardService,
  canary: CanaryEntry,
  { version, percent }: { version: string; percent: number },
): readonly YamlEdit[] {
  const stays = canary.percent < 100 && !isNamedBy(canary.name, canary.version)
  const name = stays ? canary.name : freeName(standard)
  const { document, path } = canary
  const entry = newEntry(standard, version, percent)
  const key = String(standard.model.path[2])
  return [
    ...editTo(percentSpot(canary), percent),
    ...editTo({ ...canary, path: [...path, 'predictor', 'name'] }, name),
    ...(canary.model
      ? modelAddressEdits(canary.model, version)
      : [{ document, op: 'set' as const, path: [...path, 'predictor', key], value: entry.predictor[key] }]),
  ]
}

/** A whole entry: the predictor's part that names the model, with another address. */
function newEntry(standard: StandardService, version: string, percent: number) {
  const { service, model } = standard
  const key = String(model.path[2])
  const source = lookUp({ ...service, path: ['spec', 'predictor', key] })
  const part = withName(replaceAt(source, model.path.slice(3), addressOfVersion(model, version)))
  const predictor: Readonly<Record<string, unknown>> = { name: freeName(standard), [key]: part }
  return { trafficPercent: percent, predictor }
}

/** A name that neither the predictor has nor, when it takes its place, the canary before. */
function freeName({ service, canary }: StandardService): string {
  if (nameOfResource(service).length > MOST - '--predictor'.length - LONGEST) {
    throw manifestError(
      { ...service, path: ['metadata', 'name'] },
      'There is no room for the name of a canary in that of its Service.',
      { fix: 'Give the InferenceService a shorter name.' },
    )
  }
  const taken = [lookUp({ ...service, path: ['spec', 'predictor', 'name'] }), canary?.name]
  return SLOTS.find((name) => !taken.includes(name)) ?? FIRST
}

/**
 * Names of predictors, of which KServe makes `<service>-<name>-predictor`. A promotion leaves the name behind, and another
 * one would replace all pods at once: so it says nothing of a version, which would be wrong with the next release.
 */
const FIRST = 'green'
const SLOTS = [FIRST, 'blue', 'white']
const LONGEST = 5

/** Characters of a Service's name (RFC 1035). */
const MOST = 63

/** A name made of the version, as people call their first canary. */
function isNamedBy(name: string, version: string): boolean {
  return name.includes(
    version
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LEAST_TOLD),
  )
}

const LEAST_TOLD = 7

/** The CRD asks for the container's name in a canary, though not in the predictor, where KServe fills in this one. */
function withName(part: unknown): unknown {
  return isMapping(part) && !('name' in part) ? { name: CONTAINER, ...part } : part
}

const CONTAINER = 'kserve-container'

function replaceAt(value: unknown, path: Spot['path'], by: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaceAt(item, rest, by) : item))
  return isMapping(value) ? { ...value, [step]: replaceAt(value[step], rest, by) } : by
}

/**
 * The predictor with all traffic. It becomes what the canary is when that is promoted, or has all traffic already, so
 * that its pods go on running.
 */
function promotionEdits(
  standard: StandardService,
  { canary, version }: { canary: CanaryEntry; version: string },
): readonly YamlEdit[] {
  const { document, path } = standard.model
  if (canary.version === version) return takeOverEdits(standard, canary)
  // KServe refuses another name of the predictor beside the same model.
  if (canary.percent < 100 || version === standard.version) return modelAddressEdits(standard.model, version)
  const address = { document, op: 'set' as const, path, value: addressOfVersion(standard.model, version) }
  return [...takeOverEdits(standard, canary), address]
}

function takeOverEdits({ service }: StandardService, canary: CanaryEntry): readonly YamlEdit[] {
  const own = lookUp({ ...canary, path: [...canary.path, 'predictor'] })
  if (!isMapping(own)) return []
  return Object.entries(own).flatMap(([key, value]) =>
    // So many replicas are enough for a part of the traffic only.
    key === 'minReplicas' ? [] : overlayEdits({ ...service, path: ['spec', 'predictor', key] }, value),
  )
}

/** The edits that lay a value over another one, by its single values, so that comments and order stay. */
function overlayEdits(spot: Spot, value: unknown): readonly YamlEdit[] {
  const { document, path } = spot
  const before = lookUp(spot)
  const inside = (key: string | number, part: unknown) => overlayEdits({ ...spot, path: [...path, key] }, part)
  if (before === undefined && path.length === 4 && path[3] === 'name' && value === CONTAINER) return []
  if (isMapping(value) && isMapping(before)) return Object.entries(value).flatMap(([key, part]) => inside(key, part))
  if (Array.isArray(value) && Array.isArray(before) && value.length === before.length) {
    return value.flatMap((part, index) => inside(index, part))
  }
  return before === value ? [] : [{ document, op: 'set', path, value }]
}

/** Deletes the list with its only entry. */
function dropEdits({ document }: CanaryEntry): readonly YamlEdit[] {
  return [{ document, op: 'delete', path: ['spec', 'canary'] }]
}

function percentSpot(canary: CanaryEntry): Spot {
  return { ...canary, path: [...canary.path, 'trafficPercent'] }
}

/** KServe refuses `spec.canary` in every other mode; the cluster's default mode is not known here. */
function refuseOtherMode({ service, canary }: StandardService): void {
  const mode = modeOf(service)
  if (isStandard(mode) || (mode === undefined && canary !== undefined)) return
  const annotation = { ...service, path: ['metadata', 'annotations', DEPLOYMENT_MODE] }
  const what = mode === undefined ? 'The deployment mode is not written' : `The deployment mode is ${mode}`
  throw manifestError(annotation, `${what}; KServe takes spec.canary in Standard mode only.`, {
    fix: `Write the annotation ${DEPLOYMENT_MODE}: Standard, or "layout: kserve" in serin.yml for Knative mode.`,
  })
}
