import type { Masker } from './masker.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
}

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const KNOWN = new Set(
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  ),
)
const LEVELS = ['error', 'warning', 'notice'] as const
const ANNOTATIONS_PER_LEVEL = 10
const ANNOTATION_LENGTH = 4096

/** Reads a step's output line by line and obeys the commands in it, as the runner's `ActionCommandManager` does. */
export class CommandReader {
  readonly annotations: Annotation[] = []
  /** Every value that `::add-mask::` named. */
  readonly masks: string[] = []
  readonly outputs: Record<string, string> = {}
  readonly state: Record<string, string> = {}
  /** Something was refused, which fails the step whatever its exit code. */
  failed = false
  readonly #masker: Masker
  readonly #log: (line: string) => void
  #stopToken: string | undefined

  constructor(options: { masker: Masker; log: (line: string) => void }) {
    this.#masker = options.masker
    this.#log = options.log
  }

  /** Takes one line without its line end. */
  read(line: string): void {
    const known = this.#stopToken === undefined ? KNOWN : new Set([this.#stopToken.toLowerCase()])
    const command = parseCommand(line, known)
    if (!command) {
      this.#log(line)
    } else if (this.#stopToken === undefined) {
      this.#obey(line, command)
    } else {
      this.#stopToken = undefined
      this.#log(line)
    }
  }

  /** Shows an annotation; beyond the tenth of its level only the log has it. */
  annotate(annotation: Annotation): void {
    this.#log(`##[${annotation.level}]${annotation.message}`)
    const sameLevel = this.annotations.filter(({ level }) => level === annotation.level)
    if (sameLevel.length >= ANNOTATIONS_PER_LEVEL) return
    this.annotations.push({
      ...annotation,
      message: this.#masker.hide(annotation.message).slice(0, ANNOTATION_LENGTH),
    })
  }

  /** Fails the step as the runner does when it cannot process a command. */
  refuse(what: string, reason: string): void {
    this.failed = true
    this.annotate({ level: 'error', message: `Unable to process ${what} successfully.` })
    this.annotate({ level: 'error', message: reason })
  }

  #obey(line: string, command: Command): void {
    const { name, data, properties } = command
    const level = LEVELS.find((known) => known === name)
    if (level) {
      this.annotate(annotationOf(level, command))
    } else if (name === 'stop-commands') {
      this.#stop(line, data)
    } else if (name === 'add-mask') {
      this.masks.push(data)
      this.#masker.add(data)
      this.#log('::add-mask::***')
    } else if (name === 'set-output' || name === 'save-state') {
      const target = name === 'set-output' ? this.outputs : this.state
      target[properties.name ?? ''] = data
      this.annotate({ level: 'warning', message: `The \`${name}\` command is deprecated.` })
    } else if (name === 'set-env' || name === 'add-path') {
      this.refuse(`command '${line}'`, `The \`${name}\` command is disabled.`)
    } else if (name !== 'debug') {
      this.#log(`##[${name}]${data}`)
    }
  }

  #stop(line: string, token: string): void {
    if (token === '' || token === 'pause-logging' || KNOWN.has(token.toLowerCase())) {
      this.refuse(`command '${line}'`, `Invalid token '${token}' for stop-commands.`)
      return
    }
    this.#stopToken = token
    if (token.length > 6) this.#masker.add(token)
    this.#log(line)
  }
}

/** Parses `::name key=value,…::data` after leading white space, and the older `##[name key=value;…]data` anywhere in a line. */
function parseCommand(line: string, known: ReadonlySet<string>): Command | undefined {
  const current = /^\s*::(.*?)::(.*)$/s.exec(line)
  const parsed = current && commandOf(current, known, ',')
  if (parsed) return parsed
  const older = /##\[(.*?)\](.*)$/s.exec(line)
  return older ? commandOf(older, known, ';') : undefined
}

function commandOf(match: RegExpExecArray, known: ReadonlySet<string>, separator: string): Command | undefined {
  const [, head = '', data = ''] = match
  const space = head.indexOf(' ')
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase()
  if (!known.has(name)) return undefined
  const pairs = space < 0 ? [] : head.slice(space + 1).split(separator)
  const properties = pairs.flatMap((pair) => {
    const equals = pair.indexOf('=')
    return equals > 0 ? [[pair.slice(0, equals).trim(), unescapeProperty(pair.slice(equals + 1))]] : []
  })
  return { name, properties: Object.fromEntries(properties), data: unescapeData(data) }
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function annotationOf(level: Annotation['level'], { data, properties }: Command): Annotation {
  const { title, file, line } = properties
  return {
    level,
    message: data,
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line: Number(line) }),
  }
}
