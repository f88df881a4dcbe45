/** What stands between `{{` and `}}` of a Go template. */
export interface TemplateAction {
  /** Without the delimiters, the trim marks and the texts of its string literals. */
  readonly code: string
  /** The texts of its string literals, in order. */
  readonly literals: readonly string[]
  /** Whether it stands in a comment of the YAML around it: it runs, but what it writes on that line is not read. */
  readonly inYamlComment: boolean
}

/** The actions of a template, without comments. Literals leave `""` behind (text/template, "Arguments"). */
export function templateActions(template: string): readonly TemplateAction[] {
  const actions: TemplateAction[] = []
  for (let at = template.indexOf('{{'); at >= 0; at = template.indexOf('{{', at)) {
    const lineStart = template.lastIndexOf('\n', at) + 1
    const inYamlComment = /^\s*#/.test(template.slice(lineStart, at))
    const comment = /^\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/.exec(template.slice(at, at + LONGEST_COMMENT))
    if (comment !== null) {
      at += comment[0].length
      continue
    }
    const { code, literals, end } = readAction(template, at + 2)
    actions.push({ code: code.replace(/^-(?=\s)|(?<=\s)-$/g, '').trim(), literals, inYamlComment })
    at = end
  }
  return actions
}

const LONGEST_COMMENT = 100_000
const QUOTED = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'/y

function readAction(template: string, start: number) {
  const literals: string[] = []
  let code = ''
  let at = start
  while (at < template.length && !template.startsWith('}}', at)) {
    QUOTED.lastIndex = at
    const literal = QUOTED.exec(template)?.[0]
    if (literal === undefined) {
      code += template[at]
      at += 1
      continue
    }
    literals.push(literal.slice(1, -1))
    code += '""'
    at += literal.length
  }
  return { code, literals, end: at + 2 }
}
