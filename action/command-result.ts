/** What a command of the command line prints, and how the process ends. */
export interface CommandResult {
  readonly output: string
  readonly exitCode: number
}
