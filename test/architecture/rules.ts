import type { SourceFile } from './source-file.ts'

/** What each part of `src/` may import from the others; `errors.ts` is open to all. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  yaml: [],
  // A rule's own `better` decides a metric's direction: the shape of a rule is all that metrics know of gates.
  metrics: ['yaml', 'gate/rule.ts'],
  statistics: ['metrics'],
  gate: ['metrics', 'statistics'],
  report: ['gate', 'metrics', 'statistics', 'evidence'],
  config: ['yaml', 'gate/rule.ts', 'metrics', 'statistics'],
  manifest: ['yaml', 'config'],
  release: ['manifest', 'config', 'evidence', 'report'],
  doctor: ['config', 'manifest', 'yaml'],
  history: ['metrics', 'statistics'],
  training: ['metrics', 'statistics'],
  evidence: ['metrics', 'statistics'],
  github: [],
  shell: [],
}

/** The only files that may import a package. */
const DOORS: readonly (readonly [module: RegExp, files: RegExp, where: string])[] = [
  [/^@actions\//, /^action\/(index|inputs|outputs)\.ts$/, 'action/{index,inputs,outputs}.ts'],
  [/^probot$/, /^app\//, 'app/'],
  [/^@octokit\//, /^(src\/github\/|app\/|action\/index\.ts$)/, 'src/github/, app/ and action/index.ts'],
  [/^yaml$/, /^src\/yaml\//, 'src/yaml/'],
  [/^markdown-table$/, /^src\/report\//, 'src/report/'],
  [/^smol-toml$/, /^src\/metrics\//, 'src/metrics/'],
  [/^@stdlib\//, /^src\/statistics\/distributions\.ts$/, 'src/statistics/distributions.ts'],
  [/^csv-parse(\/|$)/, /^src\/(metrics\/|statistics\/table\.ts$)/, 'src/metrics/ and src/statistics/table.ts'],
  [/^yauzl$/, /^src\/shell\/zip\.ts$/, 'src/shell/zip.ts'],
  [/^node:child_process$/, /^src\/shell\//, 'src/shell/'],
  [/^pg-boss$/, /^app\/queue\//, 'app/queue/'],
  [/^node:sqlite$/, /^(?:app\/queue\/|action\/mlflow-database\.ts$)/, 'app/queue/ and action/mlflow-database.ts'],
]

const IMPURE = ['process.env', 'Date.now', 'new Date()', 'Math.random']
const ENTRIES = ['action/index.ts', 'action/cli.ts', 'app/server.ts']
const NODE_MODULES_OF_THE_CORE = ['node:path', 'node:util']
/** A digest is a function of its text; the rest of node:crypto is not for the core. */
const HASHES = ['src/statistics/test-set.ts']
const FILE_LINES = 250
const FUNCTION_LINES = 60

type Rule = (file: SourceFile) => readonly string[]

const arrows: Rule = ({ path, imports }) => {
  const part = partOf(path)
  if (part === undefined) {
    return imports.filter((to) => crosses(path, to)).map((to) => `imports ${to}; action and app never meet`)
  }
  const allowed = ARROWS[part]
  if (allowed === undefined) return [`src/${part} is not among the arrows in test/architecture/rules.ts`]
  const open = ['errors.ts', part, ...allowed].map((name) => `src/${name}`)
  return imports
    .filter((to) => !open.some((name) => to === name || to.startsWith(`${name}/`)))
    .map((to) => `imports ${to}; it may import ${open.join(', ')}`)
}

const endings: Rule = ({ imports }) =>
  imports.filter((to) => !/\.(ts|json)$/.test(to)).map((to) => `imports ${to} without its file ending`)

const doors: Rule = ({ path, packages }) =>
  packages.flatMap((name) =>
    DOORS.filter(([module, files]) => module.test(name) && !files.test(path)).map(
      ([, , where]) => `imports ${name}; only ${where} may`,
    ),
  )

const topFilesOnly: Rule = ({ path, uses }) => {
  if (/^(action|app)\/[^/]+\.ts$/.test(path)) return []
  return IMPURE.filter((use) => uses.has(use)).map((use) => `uses ${use}; only top files of action/ and app/ may`)
}

const pureCore: Rule = ({ path, packages, uses }) => {
  if (!path.startsWith('src/') || /^src\/(github|shell)\//.test(path)) return []
  const open = HASHES.includes(path) ? [...NODE_MODULES_OF_THE_CORE, 'node:crypto'] : NODE_MODULES_OF_THE_CORE
  const modules = packages.filter((name) => name.startsWith('node:') && !open.includes(name))
  const found = [...modules.map((name) => `imports ${name}`), ...(uses.has('await') ? ['awaits'] : [])]
  return found.map((what) => `${what}; the core is pure and synchronous`)
}

const quiet: Rule = ({ path, uses }) =>
  uses.has('console') && !ENTRIES.includes(path) ? [`uses console; only ${ENTRIES.join(', ')} may`] : []

const names: Rule = ({ path }) => {
  if (path === 'action/index.ts' || path === 'app/index.ts') return []
  const vague = /(^|\/)(utils?|helpers?|types?|common|misc|shared|index)(\.|\/)/.exec(path)?.[2]
  return vague === undefined ? [] : [`is named "${vague}"; a file is one concept and carries its name`]
}

const budgets: Rule = ({ lines, functions }) => [
  ...(lines > FILE_LINES ? [`has ${lines} lines; at most ${FILE_LINES}`] : []),
  ...functions
    .filter((found) => found.lines > FUNCTION_LINES)
    .map((found) => `line ${found.line}: a function of ${found.lines} lines; at most ${FUNCTION_LINES}`),
]

/** Every rule that looks at one file. */
export const FILE_RULES = { arrows, endings, doors, topFilesOnly, pureCore, quiet, names, budgets } as const

/** `file: what is wrong; what the rule is`, for each breach in the order of the files. */
export function breaches(rule: Rule, files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => rule(file).map((breach) => `${file.path}: ${breach}`))
}

/** Packages that are imported but not named in package.json's dependencies, so that only luck brings them. */
export function undeclared(files: readonly SourceFile[], dependencies: readonly string[]): string[] {
  const declared = new Set(dependencies)
  const rule: Rule = ({ packages }) =>
    packages
      .filter((name) => !name.startsWith('node:') && !declared.has(name))
      .map((name) => `imports ${name}; package.json has no such dependency`)
  return breaches(rule, files)
}

/** Import cycles, each once, as `a.ts → b.ts → a.ts`. Imports of types count. */
export function cycles(files: readonly SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  return found
}

/** The part of `src/` that a file belongs to: its folder, or the file itself directly below `src/`. */
function partOf(path: string): string | undefined {
  const [top, part] = path.split('/')
  return top === 'src' ? part : undefined
}

function crosses(from: string, to: string): boolean {
  const [fromTop] = from.split('/')
  const [toTop] = to.split('/')
  return toTop !== fromTop && toTop !== 'src' && to !== 'package.json'
}
