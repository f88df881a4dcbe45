import type { YamlEdit } from '../yaml/edit.ts'
import type { OpenManifest, Shadow, ShadowForm } from './layout.ts'
import { kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { runningOf, type Split } from './split.ts'
import { ownerOf } from './weight-owner.ts'
import type { WeightedRoute } from './weighted-route.ts'

/** A mirror of a rule that leads to a version of what the rule's route leads to. */
export interface Mirror extends Shadow {
  /** Where the rule has it. */
  readonly spot: Spot
}

/** What a mirror leads to, as the resource writes it, and the edits that define it elsewhere in the file. */
export interface MirrorTarget {
  readonly value: Readonly<Record<string, unknown>>
  readonly edits: readonly YamlEdit[]
}

/** How a kind of resource writes the mirrors of its rules. `like`: an entry of the rule's route. */
export interface MirrorForm {
  /** Those that lead to a version, also with 0 %; the mirrors of other things are left alone. */
  readonly mirrorsOf: (rule: Spot, like: Spot) => readonly Mirror[]
  readonly targetOf: (version: string, like: Spot) => MirrorTarget
  /** The edits that mirror `percent` of a rule's requests to the target: by the mirror it has, or by a further one. */
  readonly writeEdits: (rule: Spot, to: MirrorChange) => readonly YamlEdit[]
  readonly removeEdits: (rule: Spot, mirror: Mirror) => readonly YamlEdit[]
  /** What else a person should know before. */
  readonly note?: string
  /** The methods that a rule serves; undefined when it serves all. */
  readonly methodsOf: (rule: Spot) => readonly unknown[] | undefined
}

export interface MirrorChange {
  readonly mirror: Mirror | undefined
  readonly target: Readonly<Record<string, unknown>>
  readonly percent: number
}

/** The routes of a resource, as its layout opens them. */
type Open = (manifest: OpenManifest) => {
  readonly resource: Spot
  readonly routes: readonly WeightedRoute[]
  readonly split: Split
}

/**
 * Mirrors in the rules whose routes a release moves; where only some of these mirror already, only in those: rules of
 * their own for what may be asked twice.
 */
export function routeShadow(open: Open, form: MirrorForm): ShadowForm {
  const mirroredIn = (manifest: OpenManifest): readonly MirroredRule[] => {
    const { routes, split } = open(manifest)
    const isStable = runningOf(split).rollout.kind === 'stable'
    return routes.map((route) => {
      const rule = { ...route.list, path: route.list.path.slice(0, -1) }
      const like = isStable ? route.newest : (route.old ?? route.newest)
      return { rule, like, mirrors: form.mirrorsOf(rule, like) }
    })
  }
  return {
    unavailable: (manifest) => ownedText(open(manifest).resource),
    read(manifest) {
      const [shadow] = mirroredIn(manifest).flatMap(
        ({ mirrors }) => mirrors.findLast(({ percent }) => percent > 0) ?? [],
      )
      return shadow && { version: shadow.version, percent: shadow.percent }
    },
    edits(manifest, next) {
      const all = mirroredIn(manifest)
      for (const one of all) refuseSeveral(one)
      const mirrored = all.filter(({ mirrors }) => mirrors.length > 0)
      if (next === undefined) return mirrored.flatMap(({ rule, mirrors }) => removals(rule, mirrors, form))
      const rules = mirrored.length > 0 ? mirrored : all
      const [first] = rules
      if (first === undefined) return []
      const { value, edits } = form.targetOf(next.version, first.like)
      const writes = rules.flatMap(({ rule, mirrors: [mirror] }) =>
        form.writeEdits(rule, { mirror, target: value, percent: next.percent }),
      )
      return [...edits, ...writes]
    },
    warning(manifest) {
      const all = mirroredIn(manifest)
      const mirrored = all.filter(({ mirrors }) => mirrors.length > 0)
      const rules = mirrored.length > 0 ? mirrored : all
      const isSafe = rules.every(({ rule }) => onlyReads(form.methodsOf(rule)))
      return [isSafe ? [] : [TWICE], form.note ?? []].flat().join(' ') || undefined
    },
  }
}

interface MirroredRule {
  readonly rule: Spot
  readonly like: Spot
  readonly mirrors: readonly Mirror[]
}

const TWICE =
  'A mirrored request runs twice, and this route serves more than GET: a model is usually asked by POST. Whatever the model writes down for a request (a stored prediction, a bill, a message) is written twice, unless the shadow writes elsewhere.'

/** Methods that change nothing (RFC 9110, 9.2.1). */
function onlyReads(methods: readonly unknown[] | undefined): boolean {
  return methods?.every((method) => ['GET', 'HEAD', 'OPTIONS'].includes(String(method))) === true
}

function removals(rule: Spot, mirrors: readonly Mirror[], form: MirrorForm): readonly YamlEdit[] {
  return mirrors.flatMap((mirror) => form.removeEdits(rule, mirror))
}

function refuseSeveral({ mirrors: [, second, ...others] }: MirroredRule): void {
  if (second === undefined) return
  throw manifestError(
    second.spot,
    `The requests are mirrored to ${others.length + 2} versions; Serin mirrors to one.`,
    {
      fix: 'Remove the others.',
    },
  )
}

function ownedText(resource: Spot): string | undefined {
  const owner = ownerOf(resource)
  if (owner === undefined) return undefined
  return `The routes of this file belong to ${owner.name}, which would overwrite a mirror in them. ${owner.fix}`
}

/** The percentage of a mirror (0 to 100). Throws a UserError when it is something else. */
export function percentAt(spot: Spot): number {
  const percent = lookUp(spot)
  if (typeof percent === 'number' && percent >= 0 && percent <= 100) return percent
  throw manifestError(spot, `${kindOf(percent)} stands where the percentage of the mirrored requests is needed.`, {
    fix: 'Write a number from 0 to 100 without quotes.',
  })
}

/** The edits that give a mapping these values, key by key, so that comments and other keys stay. */
export function fieldEdits(spot: Spot, value: Readonly<Record<string, unknown>>): readonly YamlEdit[] {
  const { document, path } = spot
  return Object.entries(value).flatMap(([key, part]): readonly YamlEdit[] => {
    const before = lookUp({ ...spot, path: [...path, key] })
    return JSON.stringify(before) === JSON.stringify(part)
      ? []
      : [{ document, op: 'set', path: [...path, key], value: part }]
  })
}

/** The edits that delete the entry of a list, and the list when it holds nothing else. */
export function entryRemoval({ manifest, document, path }: Spot): readonly YamlEdit[] {
  const list = path.slice(0, -1)
  const entries = lookUp({ manifest, document, path: list })
  const isAlone = Array.isArray(entries) && entries.length === 1
  return [{ document, op: 'delete', path: isAlone ? list : path }]
}

/** The edits that add an entry to a list, or write the list. */
export function entryInsertion(list: Spot, entry: Readonly<Record<string, unknown>>): readonly YamlEdit[] {
  const { document, path } = list
  const entries = lookUp(list)
  if (!Array.isArray(entries) || entries.length === 0) return [{ document, op: 'set', path, value: [entry] }]
  return [{ document, op: 'insert', path: [...path, entries.length], value: entry }]
}
