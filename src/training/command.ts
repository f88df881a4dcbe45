import { UserError } from '../errors.ts'

export interface FailedCommand {
  readonly command: string
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly lastLines: readonly string[]
}

const COMMAND_LENGTH = 200

/** A training command that did not end with 0. Its message holds the last lines, `what` does not. */
export class TrainingFailure extends UserError {
  readonly lastLines: readonly string[]

  constructor(what: string, details: { readonly fix: string; readonly lastLines: readonly string[] }) {
    super(what, { fix: details.fix })
    this.lastLines = details.lastLines
    if (details.lastLines.length > 0)
      this.message += ` Its last lines:\n${details.lastLines.map((line) => `  ${line}`).join('\n')}`
  }
}

/** The failure of a training command: how it ended, its last lines, what to look at. */
export function trainingFailure(failed: FailedCommand): TrainingFailure {
  const how = failed.signal === null ? `ended with exit code ${failed.exitCode}` : `was ended by ${failed.signal}`
  const said = failed.lastLines.length === 0 ? ' It printed nothing.' : ''
  const { lastLines } = failed
  return new TrainingFailure(`The training command \`${shorten(failed.command)}\` ${how}.${said}`, {
    fix: adviceFor(failed),
    lastLines,
  })
}

// Above 128 a shell reports the signal that ended its child: 128 + the signal's number (POSIX 2.8.2).
function adviceFor({ exitCode, signal }: FailedCommand): string {
  if (signal === 'SIGKILL' || exitCode === 137) {
    return 'Nobody asked it to end, so the machine most likely ran out of memory: train on less data or on a larger runner.'
  }
  if (signal === 'SIGTERM' || exitCode === 143) return 'The run was cancelled or took longer than it may.'
  if (signal === 'SIGSEGV' || exitCode === 139)
    return 'A native library crashed: check that its version fits the machine.'
  if (exitCode === 127) return 'A program was not found: install it in a step before this one.'
  if (exitCode === 126)
    return 'The program may not be executed: check its permission bits (git update-index --chmod=+x).'
  return 'Run the same command in a fresh clone to see the same failure.'
}

function shorten(command: string): string {
  const [first = '', ...more] = command.trim().split('\n')
  const cut = first.slice(0, COMMAND_LENGTH)
  return more.length > 0 || cut.length < first.length ? `${cut} …` : cut
}
