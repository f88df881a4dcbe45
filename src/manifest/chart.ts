import type { Environment, KeyPath } from '../config/gitops-config.ts'
import { readYaml } from '../yaml/read.ts'
import { isMapping } from './look-up.ts'
import { templateActions } from './template-actions.ts'

/** The files of a chart that say what it renders: its templates and its `Chart.yaml`. Paths are from the chart's folder. */
export interface ChartFile {
  readonly path: string
  readonly text: string
}

/** Where a release of Helm values keeps the percentage. */
export function trafficKeyOf({ keys }: Environment): KeyPath {
  return keys.traffic ?? ['canary', 'trafficPercent']
}

/**
 * The folder of the chart that a values file is for, in the repository and on the branch of that file: `chart:` of the
 * environment, else what `chart_path` in the file names, else the folder that the file is in. Undefined when none of
 * them has a `Chart.yaml`, or the file says by `repo_url` that the chart is elsewhere.
 */
export function chartFolderOf(
  { environment, text }: { readonly environment: Environment; readonly text: string },
  hasFile: (path: string) => boolean,
): string | undefined {
  const { chart, file } = environment
  if (chart !== undefined) return chart.repository === undefined ? chart.path : undefined
  const value = readYaml(text, { file }).documents[0]?.value
  const values = isMapping(value) ? value : {}
  if (values.repo_url !== undefined) return undefined
  const named = typeof values.chart_path === 'string' ? values.chart_path.replace(/^\.?\/|\/$/g, '') : undefined
  const beside = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : undefined
  return [named, beside].find((folder) => folder !== undefined && hasFile(`${folder}/Chart.yaml`))
}

/** Whether what a chart renders can depend on a value. `unknown` is for everything that the text alone cannot tell. */
export type Rendering = 'yes' | 'no' | 'unknown'

/** What text leaves open: text as a template, files, other charts' templates, a name that is computed. */
const BEYOND_TEXT = /(^|[\s(|])tpl\b|\.Subcharts\b/

/**
 * Whether the templates of a Helm chart read a value, by their text alone. `no` only when every use of `.Values` names
 * another key and nothing hands all values (or the root that holds them) to something that could read any of them.
 */
export function rendersKey(files: readonly ChartFile[], key: KeyPath): Rendering {
  const templates = files.filter(({ path }) => path.startsWith('templates/'))
  const found = templates.map(({ text }) => (isLink(text) ? 'unknown' : renderingOf(text, key.map(String))))
  if (found.includes('yes')) return 'yes'
  const isWhole = templates.some(({ path }) => /\.(ya?ml)$/.test(path)) && !hasSubcharts(files)
  return isWhole && found.every((one) => one === 'no') ? 'no' : 'unknown'
}

/** What git keeps of a symbolic link is the path of its target. */
function isLink(text: string): boolean {
  return /^[^\n{]*[/.][^\n{]*$/.test(text)
}

/** A subchart gets the values below its name and the global ones, and a library chart's templates may read any. */
function hasSubcharts(files: readonly ChartFile[]): boolean {
  const described = files.find(({ path }) => path === 'Chart.yaml')?.text
  if (described === undefined || /^\s*["']?dependencies["']?\s*:/m.test(described)) return true
  return files.some(({ path }) => path.startsWith('charts/') || path === 'requirements.yaml')
}

function renderingOf(template: string, key: readonly string[]): Rendering {
  const actions = templateActions(template)
  const [first = '', ...rest] = key
  const last = rest.at(-1)
  const mentionsLast =
    last === undefined ||
    actions.some(({ code, literals }) => names(code).includes(last) || literals.some((text) => text.includes(last)))
  let rendering: Rendering = 'no'
  const blocks: Block[] = []
  for (const { code, literals, inYamlComment } of actions) {
    const isDead = blocks.some((block) => block.isDead)
    const use = isDead ? 'no' : useIn({ code, literals, first, rest })
    const depends = blocks.some(({ kind }) => kind !== 'definition')
    if (use === 'yes' && mentionsLast && !inYamlComment && !depends) return 'yes'
    if (use !== 'no' || (!isDead && handsOverRoot(code, blocks))) rendering = 'unknown'
    follow(code, blocks)
  }
  return rendering
}

interface Use {
  readonly code: string
  readonly literals: readonly string[]
  readonly first: string
  readonly rest: readonly string[]
}

/** How one action uses the key: reads it, certainly does not, or may. */
function useIn({ code, literals, first, rest }: Use): Rendering {
  if (BEYOND_TEXT.test(code)) return 'unknown'
  const paths = [...code.matchAll(/\.Values((?:\.[\p{L}\p{N}_]+)*)(?![\p{L}\p{N}_])/gu)].map(([, path = '']) =>
    path.split('.').slice(1),
  )
  if (paths.some((path) => path[0] === first && covers(path.slice(1), rest))) return 'yes'
  const isBare = paths.some((path) => path.length === 0)
  if (isBare && /(^|[\s(])(index|get|hasKey|dig)\b/.test(code) && literals.includes(first)) return 'yes'
  const isNamed = literals.some((text) => text === first || text === 'Values' || text.includes('.Values'))
  return isBare || isNamed ? 'unknown' : 'no'
}

/** Whether a path reads the rest of the key, or a whole that has it. */
function covers(path: readonly string[], rest: readonly string[]): boolean {
  return path.every((name, depth) => depth >= rest.length || name === rest[depth])
}

function names(code: string): readonly string[] {
  return code.match(/[\p{L}\p{N}_]+/gu) ?? []
}

/** A block that is open: whether the dot in it is something else than outside, and whether nothing ever runs it. */
interface Block {
  readonly kind: 'with' | 'condition' | 'definition'
  isRebased: boolean
  isDead: boolean
}

/** What Go templates take for false, written out. */
const FALSE = /^(?:if|else\s+if)\s+\(?\s*(?:false|nil|0)\s*\)?$/

/** Whether an action gives the root, which holds all values, to more than a template that is read here as well. */
function handsOverRoot(code: string, blocks: readonly Block[]): boolean {
  const isRebased = blocks.some((block) => block.isRebased)
  const handed = code.replace(/^(.*\b(?:include|template)\s+"")\s+(?:\$|\.)(?=\s*($|\||\)))/, '$1')
  const bare = /(^|[\s(,=|])(\$|\.)(?=$|[\s),|])/g
  return [...handed.matchAll(bare)].some(([, , root]) => root === '$' || !isRebased)
}

function follow(code: string, blocks: Block[]): void {
  const word = /^[a-z]+/.exec(code)?.[0]
  const open = blocks.at(-1)
  if (word === 'with' || word === 'range') blocks.push({ kind: 'with', isRebased: true, isDead: false })
  else if (word === 'if') blocks.push({ kind: 'condition', isRebased: false, isDead: FALSE.test(code) })
  else if (word === 'define' || word === 'block') blocks.push({ kind: 'definition', isRebased: false, isDead: false })
  else if (word === 'end') blocks.pop()
  else if (word === 'else' && open !== undefined) {
    open.isDead = FALSE.test(code)
    if (open.kind === 'with') open.isRebased = /^else\s+with\b/.test(code)
  }
}
