import { atPath } from './at-path.ts'

/** A rendered text; `missing` names the first parameter that is not there; `unknown`: only Argo CD can tell. */
export type Rendered =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'unknown' }

/**
 * Renders what people write into ApplicationSets: `{{ .path.basename }}`, `{{ .x | default "y" }}`,
 * `{{ index .path.segments 1 }}`, and `{{path.basename}}`, `{{path[1]}}` without goTemplate. Everything else is unknown.
 */
export function renderTemplate(template: string, parameters: unknown, isGoTemplate: boolean): Rendered {
  let missing: string | undefined
  let isUnknown = false
  const text = template.replaceAll(/\{\{-?([\s\S]*?)-?\}\}/g, (_, action: string) => {
    const value = isGoTemplate ? goValue(action.trim(), parameters) : plainValue(action.trim(), parameters)
    if (value.kind === 'text') return value.text
    if (value.kind === 'missing') missing ??= value.name
    else isUnknown = true
    return ''
  })
  if (isUnknown) return { kind: 'unknown' }
  return missing === undefined ? { kind: 'text', text } : { kind: 'missing', name: missing }
}

const FIELD = /^((?:\.[\p{L}_][\p{L}\p{N}_]*)+)$/u

function goValue(action: string, parameters: unknown): Rendered {
  const [source = '', ...pipes] = action.split('|').map((part) => part.trim())
  let value = goSource(source, parameters)
  for (const pipe of pipes) {
    const fallback = /^default\s+"([^"\\]*)"$/.exec(pipe)?.[1]
    if (fallback !== undefined) {
      if (value.kind === 'missing' || (value.kind === 'text' && value.text === '')) {
        value = { kind: 'text', text: fallback }
      }
    } else if (value.kind === 'text' && pipe === 'lower') value = { kind: 'text', text: value.text.toLowerCase() }
    else if (!['quote', 'toString'].includes(pipe)) return { kind: 'unknown' }
    else if (pipe === 'quote') return { kind: 'unknown' }
  }
  return value
}

function goSource(source: string, parameters: unknown): Rendered {
  const field = FIELD.exec(source)?.[1]
  if (field !== undefined) return at(parameters, field.split('.').slice(1), source)
  const [, list, index] = /^index\s+((?:\.[\p{L}_][\p{L}\p{N}_]*)+)\s+(\d+)$/u.exec(source) ?? []
  if (list === undefined) return { kind: 'unknown' }
  return at(parameters, [...list.split('.').slice(1), Number(index)], source)
}

function plainValue(action: string, parameters: unknown): Rendered {
  const [, dotted, index] = /^([\p{L}\p{N}_.-]+)(?:\[(\d+)\])?$/u.exec(action) ?? []
  if (dotted === undefined) return { kind: 'unknown' }
  if (index !== undefined) return at(parameters, [...dotted.split('.'), 'segments', Number(index)], action)
  const steps = dotted === 'path' ? ['path', 'path'] : dotted.split('.')
  return at(parameters, steps, action)
}

function at(parameters: unknown, path: readonly (string | number)[], name: string): Rendered {
  const value = atPath(parameters, ...path)
  if (value === undefined || value === null) return { kind: 'missing', name }
  return typeof value === 'object' ? { kind: 'unknown' } : { kind: 'text', text: String(value) }
}
