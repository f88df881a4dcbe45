/** What `${{ … }}` may look up, for example `{ github: { token: '…', event: {…} } }`. */
export type ExpressionContext = Readonly<Record<string, unknown>>

/**
 * Resolves the `${{ … }}` parts of an input's default. Knows context paths (`github.event.pull_request.number`),
 * quoted strings and `||`; anything else throws, so that a default we cannot resolve is never passed on as text.
 */
export function resolveExpressions(text: string, context: ExpressionContext): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => asText(evaluate(expression, context)))
}

function evaluate(expression: string, context: ExpressionContext): unknown {
  const operands = expression.split('||').map((operand) => evaluateOperand(operand.trim(), context))
  return operands.find((value) => Boolean(value)) ?? operands.at(-1)
}

function evaluateOperand(operand: string, context: ExpressionContext): unknown {
  const quoted = /^'((?:[^']|'')*)'$/.exec(operand)
  if (quoted) return quoted[1]?.replaceAll("''", "'")
  if (!/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/.test(operand)) {
    throw new Error(`The runner of the tests does not know the expression "${operand}".`)
  }
  return operand
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], context)
}

function asText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
