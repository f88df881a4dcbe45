/** A part of what a query selects: a field, or the fields of one type. */
export type Selection =
  | {
      readonly kind: 'field'
      readonly name: string
      readonly key: string
      readonly args: Readonly<Record<string, ArgumentValue>>
      readonly selections: readonly Selection[] | undefined
    }
  | { readonly kind: 'fragment'; readonly on: string; readonly selections: readonly Selection[] }

export type ArgumentValue =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly ArgumentValue[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, ArgumentValue>> }

export interface GraphqlDocument {
  readonly operation: 'query' | 'mutation'
  readonly variables: readonly { readonly name: string; readonly required: boolean }[]
  readonly selections: readonly Selection[]
}

/** What is wrong in the text of a document. */
export class GraphqlSyntaxError extends Error {}

const TOKEN =
  /[\s,\uFEFF]+|#[^\n]*|(\.\.\.|[!$():=@[\]{|}]|[_A-Za-z][_0-9A-Za-z]*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*")/gy

/** Reads one operation without named fragments and directives. Source: the GraphQL specification, October 2021. */
export function parseDocument(text: string): GraphqlDocument {
  const reader = new Reader(text)
  const document = readOperation(reader)
  if (reader.peek() !== undefined) throw reader.unexpected()
  return document
}

class Reader {
  readonly #tokens: string[] = []
  #at = 0

  constructor(text: string) {
    TOKEN.lastIndex = 0
    while (TOKEN.lastIndex < text.length) {
      const at = TOKEN.lastIndex
      const found = TOKEN.exec(text)
      if (found === null) throw new GraphqlSyntaxError(`Parse error on ${JSON.stringify(text.slice(at, at + 10))}`)
      if (found[1] !== undefined) this.#tokens.push(found[1])
    }
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw this.unexpected()
    this.#at += 1
    return token
  }

  take(token: string): boolean {
    if (this.peek() !== token) return false
    this.#at += 1
    return true
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.unexpected()
  }

  unexpected(): GraphqlSyntaxError {
    return new GraphqlSyntaxError(`Parse error on ${JSON.stringify(this.peek() ?? 'end of file')}`)
  }
}

function readOperation(reader: Reader): GraphqlDocument {
  if (reader.peek() === '{') return { operation: 'query', variables: [], selections: readSelections(reader) }
  const operation = reader.next()
  if (operation !== 'query' && operation !== 'mutation') throw reader.unexpected()
  if (reader.peek() !== '(' && reader.peek() !== '{') reader.next()
  return { operation, variables: readVariables(reader), selections: readSelections(reader) }
}

function readVariables(reader: Reader): GraphqlDocument['variables'] {
  const variables: { name: string; required: boolean }[] = []
  if (!reader.take('(')) return variables
  while (!reader.take(')')) {
    reader.expect('$')
    const name = reader.next()
    reader.expect(':')
    const isList = reader.take('[')
    reader.next()
    if (isList) {
      reader.take('!')
      reader.expect(']')
    }
    variables.push({ name, required: reader.take('!') })
  }
  return variables
}

function readSelections(reader: Reader): readonly Selection[] {
  reader.expect('{')
  const selections: Selection[] = []
  while (!reader.take('}')) {
    if (reader.take('...')) {
      reader.expect('on')
      selections.push({ kind: 'fragment', on: reader.next(), selections: readSelections(reader) })
    } else selections.push(readField(reader))
  }
  if (selections.length === 0) throw reader.unexpected()
  return selections
}

function readField(reader: Reader): Selection {
  const key = reader.next()
  const name = reader.take(':') ? reader.next() : key
  const args: Record<string, ArgumentValue> = {}
  if (reader.take('(')) {
    while (!reader.take(')')) {
      const argument = reader.next()
      reader.expect(':')
      args[argument] = readValue(reader)
    }
  }
  const selections = reader.peek() === '{' ? readSelections(reader) : undefined
  return { kind: 'field', name, key, args, selections }
}

function readValue(reader: Reader): ArgumentValue {
  if (reader.take('$')) return { kind: 'variable', name: reader.next() }
  if (reader.take('[')) {
    const items: ArgumentValue[] = []
    while (!reader.take(']')) items.push(readValue(reader))
    return { kind: 'list', items }
  }
  if (reader.take('{')) {
    const fields: Record<string, ArgumentValue> = {}
    while (!reader.take('}')) {
      const name = reader.next()
      reader.expect(':')
      fields[name] = readValue(reader)
    }
    return { kind: 'object', fields }
  }
  const token = reader.next()
  const isLiteral = /^["\d-]|^(true|false|null)$/.test(token)
  return { kind: 'value', value: isLiteral ? JSON.parse(token) : token }
}
