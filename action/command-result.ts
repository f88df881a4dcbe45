/** What a command of the command line prints, and how the process ends. */
export interface CommandResult {
  readonly output: string
  readonly exitCode: number
  /** What is said besides, on the error stream, so that the output stays clean. */
  readonly remark?: string
}
