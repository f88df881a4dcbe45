import { ApiError } from './api-error.ts'
import type { ArgumentValue, GraphqlDocument, Selection } from './graphql-document.ts'

/** What GraphQL refuses comes with status 200. */
export class GraphqlError extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** An object of the schema: its type and what its fields answer. Nothing is worked out that is not asked for. */
export interface GraphqlNode {
  readonly type: string
  /** The interfaces and unions that `... on` may name besides. */
  readonly also?: readonly string[]
  readonly fields: Readonly<Record<string, GraphqlField>>
}

export type GraphqlField = (args: Readonly<Record<string, unknown>>) => unknown

export interface GraphqlFailure {
  readonly type?: string
  readonly path: readonly (string | number)[]
  readonly locations: readonly { readonly line: number; readonly column: number }[]
  readonly message: string
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface GraphqlAnswer {
  data?: Record<string, unknown> | null
  errors?: GraphqlFailure[]
}

interface Execution {
  readonly variables: Readonly<Record<string, unknown>>
  readonly errors: GraphqlFailure[]
}

/**
 * Answers a document: fields one after another, a field that fails is null and the others go on. What the schema does
 * not have is refused before anything is answered or done, as GitHub does.
 */
export async function executeDocument(
  document: GraphqlDocument,
  root: GraphqlNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer> {
  const invalid = wrongVariables(document, variables)
  if (invalid.length > 0) return { errors: invalid }
  const execution: Execution = { variables, errors: [] }
  try {
    const data = await select(root, document.selections, { execution, path: [] })
    return { data, ...(execution.errors.length > 0 && { errors: execution.errors }) }
  } catch (error) {
    if (!(error instanceof InvalidQuery)) throw error
    return { errors: [error.failure] }
  }
}

/** The document asks for what is not in the schema: nothing of it is answered. */
class InvalidQuery extends Error {
  readonly failure: GraphqlFailure

  constructor(path: readonly (string | number)[], code: string, message: string) {
    super(message)
    this.failure = { path: ['query', ...path], locations: [{ line: 1, column: 1 }], message, extensions: { code } }
  }
}

function wrongVariables(
  { variables, selections }: GraphqlDocument,
  given: Readonly<Record<string, unknown>>,
): GraphqlFailure[] {
  const used = new Set<string>()
  for (const selection of selections) collectVariables(selection, used)
  const failures: GraphqlFailure[] = []
  const fail = (message: string) => failures.push({ path: ['query'], locations: [{ line: 1, column: 1 }], message })
  for (const { name, required } of variables) {
    if (!used.has(name)) fail(`Variable $${name} is declared by anonymous query but not used`)
    if (required && given[name] == null)
      fail(`Variable $${name} of type was provided invalid value: Expected value to not be null`)
  }
  for (const name of used) {
    if (!variables.some((variable) => variable.name === name))
      fail(`Variable $${name} is used by anonymous query but not declared`)
  }
  return failures
}

function collectVariables(selection: Selection, used: Set<string>): void {
  if (selection.kind === 'field') for (const value of Object.values(selection.args)) collectIn(value, used)
  for (const inner of selection.selections ?? []) collectVariables(inner, used)
}

function collectIn(value: ArgumentValue, used: Set<string>): void {
  if (value.kind === 'variable') used.add(value.name)
  if (value.kind === 'list') for (const item of value.items) collectIn(item, used)
  if (value.kind === 'object') for (const field of Object.values(value.fields)) collectIn(field, used)
}

interface Place {
  readonly execution: Execution
  readonly path: readonly (string | number)[]
}

async function select(
  node: GraphqlNode,
  selections: readonly Selection[],
  place: Place,
): Promise<Record<string, unknown>> {
  const answer: Record<string, unknown> = {}
  for (const selection of selections) {
    if (selection.kind === 'fragment') {
      const applies = selection.on === node.type || node.also?.includes(selection.on)
      if (applies) Object.assign(answer, await select(node, selection.selections, place))
      continue
    }
    answer[selection.key] = await answerField(node, selection, place)
  }
  return answer
}

async function answerField(
  node: GraphqlNode,
  selection: Selection & { kind: 'field' },
  { execution, path: above }: Place,
): Promise<unknown> {
  const path = [...above, selection.key]
  if (selection.name === '__typename') return node.type
  const field = Object.hasOwn(node.fields, selection.name) ? node.fields[selection.name] : undefined
  if (field === undefined) {
    const message = `Field '${selection.name}' doesn't exist on type '${node.type}'`
    throw new InvalidQuery(path, 'undefinedField', message)
  }
  const given = Object.entries(selection.args).map(([name, value]) => [name, resolved(value, execution.variables)])
  try {
    return await complete(await field(Object.fromEntries(given)), selection, { execution, path })
  } catch (error) {
    if (!(error instanceof GraphqlError) && !(error instanceof ApiError)) throw error
    const type = error instanceof GraphqlError ? error.type : 'UNPROCESSABLE'
    if (error instanceof ApiError && error.status === 401) throw error
    execution.errors.push({ type, path, locations: [{ line: 1, column: 1 }], message: error.message })
    return null
  }
}

async function complete(value: unknown, selection: Selection & { kind: 'field' }, place: Place): Promise<unknown> {
  if (value == null) return null
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const [index, item] of value.entries())
      items.push(await complete(item, selection, { ...place, path: [...place.path, index] }))
    return items
  }
  if (isNode(value)) {
    if (selection.selections !== undefined) return select(value, selection.selections, place)
    const message = `Field must have selections (field '${selection.name}' returns ${value.type} but has no selections.)`
    throw new InvalidQuery(place.path, 'selectionMismatch', message)
  }
  if (selection.selections === undefined) return value
  throw new InvalidQuery(
    place.path,
    'selectionMismatch',
    `Selections can't be made on scalars (field '${selection.name}')`,
  )
}

function isNode(value: unknown): value is GraphqlNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'fields' in value
}

function resolved(value: ArgumentValue, variables: Readonly<Record<string, unknown>>): unknown {
  switch (value.kind) {
    case 'variable':
      return variables[value.name]
    case 'value':
      return value.value
    case 'list':
      return value.items.map((item) => resolved(item, variables))
    case 'object':
      return Object.fromEntries(Object.entries(value.fields).map(([name, field]) => [name, resolved(field, variables)]))
  }
}
