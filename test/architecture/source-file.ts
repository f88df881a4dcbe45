import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** What the architecture's rules look at in one source file. */
export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly lines: number
  /** Own files, from the repository's root. */
  readonly imports: readonly string[]
  /** Packages and `node:` modules, without the path inside a package. */
  readonly packages: readonly string[]
  /** Global things that are read or called: `process.env`, `Date.now`, `new Date()`, `console.log`, `await` … */
  readonly uses: ReadonlySet<string>
  readonly functions: readonly { readonly line: number; readonly lines: number }[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** Reads and parses the file at `path` below `root`; throws when it does not parse. */
export function readSourceFile(root: string, path: string): SourceFile {
  return parseSourceFile(readFileSync(posix.join(root, path), 'utf8'), path)
}

export function parseSourceFile(text: string, path: string): SourceFile {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const specifiers = new Set<string>()
  const uses = new Set<string>()
  const functions: { line: number; lines: number }[] = []
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  walk(program, (node) => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) specifiers.add(specifier)
    const use = useOf(node)
    if (use !== undefined) uses.add(use)
    if (isFunction(node)) functions.push({ line: lineOf(node.start), lines: lineOf(node.end) - lineOf(node.start) + 1 })
  })
  const own = [...specifiers].filter((specifier) => specifier.startsWith('.'))
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    imports: own.map((specifier) => posix.join(posix.dirname(path), specifier)),
    packages: [...specifiers].filter((specifier) => !specifier.startsWith('.')).map(packageOf),
    uses,
    functions,
  }
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) visit(value)
    for (const child of Object.values(value)) walk(child, visit)
  }
}

// `import … from`, `export … from`, `import()`, and `import('…')` in a type.
function specifierOf(node: Node): string | undefined {
  if (!/^(Import|ExportNamed|ExportAll)(Declaration|Expression)$|^TSImportType$/.test(node.type)) return undefined
  const source = node.source
  if (source === null || source === undefined) return undefined
  const value = isNode(source) && source.type === 'Literal' ? source.value : undefined
  if (typeof value !== 'string') throw new Error('An import whose module is computed hides from the architecture test.')
  return value
}

function useOf(node: Node): string | undefined {
  if (node.type === 'AwaitExpression' || node.async === true) return 'await'
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    return Array.isArray(node.arguments) && node.arguments.length === 0 ? 'new Date()' : undefined
  }
  if (node.type !== 'MemberExpression') return undefined
  const object = nameOf(node.object)
  if (object === 'console') return 'console'
  return object === undefined ? undefined : `${object}.${nameOf(node.property) ?? '?'}`
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node.name) : undefined
}

function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
