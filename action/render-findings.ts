import type { Finding, Severity } from '../src/doctor/finding.ts'

/** `file:line:column: severity: what. fix`, one line each. */
export function plainFindings(findings: readonly Finding[]): string {
  return findings
    .map((one) => `${fileOf(one)}:${one.line}:${one.column}: ${one.severity}: ${sentenceOf(one)}\n`)
    .join('')
}

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** The same as workflow commands: the runner makes an annotation of each, at its line when it is of the work tree. */
export function annotatedFindings(findings: readonly Finding[]): string {
  return findings
    .map((one) => {
      const place =
        one.branch === undefined ? [`file=${property(one.file)}`, `line=${one.line}`, `col=${one.column}`] : []
      const where = one.branch === undefined ? '' : `${fileOf(one)}:${one.line}:${one.column}: `
      const properties = [...place, `title=${property(`serin check: ${one.rule}`)}`].join(',')
      return `::${COMMANDS[one.severity]} ${properties}::${data(`${where}${sentenceOf(one)}`)}\n`
    })
    .join('')
}

export function jsonFindings(findings: readonly Finding[]): string {
  return `${JSON.stringify(findings, undefined, 2)}\n`
}

function fileOf({ file, branch }: Finding): string {
  return onOneLine(branch === undefined ? file : `${branch}:${file}`)
}

function sentenceOf({ what, fix }: Finding): string {
  return onOneLine([what, fix].filter((part) => part !== undefined && part !== '').join(' '))
}

/** A text of a file may hold anything; here it stays a part of its line. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, ' ').replaceAll(/\p{Cc}/gu, '\uFFFD')
}

// The runner's own escapes (actions/toolkit `command.ts`).
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
