#!/usr/bin/env node
import { UserError } from '../src/errors.ts'
import type { CommandResult } from './command-result.ts'

interface CliCommand {
  readonly usage: string
  readonly does: string
  /** Loads no more than this command needs: starting is most of what a short command takes. */
  readonly run: (args: readonly string[]) => Promise<CommandResult>
}

/** Every command of the command line; a new one is one entry here and one file. */
const COMMANDS: Readonly<Record<string, CliCommand>> = {
  diff: {
    usage:
      'serin diff [<rev>] [<rev>] [--params] [--targets <glob> …] [--all] [--precision <n>] [--md | --json] [--exit-code]',
    does: 'how metrics (or parameters) differ between two revisions; default: HEAD and the working tree',
    run: async (args) => (await import('./diff-command.ts')).diffCommand(args, process.cwd()),
  },
  compare: {
    usage:
      'serin compare <main> <candidate> [--metric <name> …] [--positive <label>] [--max-regression <n>|<n>%] [--json]',
    does: 'whether two models differ: files of predictions (id, label, prediction, score), of runs (seed), or of metrics',
    run: async (args) => (await import('./compare-command.ts')).compareCommand(args),
  },
  history: {
    usage: 'serin history [--model <name>] [--limit <n>] [--branch <name>] [--json]',
    does: "what main measured, newest first, from this clone's data branch; default: the newest 20",
    run: async (args) => (await import('./history-command.ts')).historyCommand(args, process.cwd()),
  },
  check: {
    usage: 'serin check [--model-config <file>] [--gitops-config <file>]',
    does: 'validates the two configuration files; default: those that are there',
    run: async (args) => (await import('./check-command.ts')).checkCommand(args),
  },
  schema: {
    usage: 'serin schema model|gitops',
    does: 'prints the JSON Schema of a configuration file, for editors',
    run: async (args) => (await import('./check-command.ts')).schemaCommand(args),
  },
}

async function main([name, ...args]: readonly string[]): Promise<CommandResult> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) return { output: usage(), exitCode: 0 }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new UserError(`There is no command “${name}”.`, { fix: usage() })
  return command.run(args)
}

function usage(): string {
  const lines = Object.values(COMMANDS).map(({ usage: line, does }) => `  ${line}\n      ${does}\n`)
  return `Usage:\n${lines.join('')}`
}

function isMistake(error: unknown): error is Error {
  if (error instanceof UserError) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

try {
  const { output, exitCode } = await main(process.argv.slice(2))
  process.stdout.write(output)
  process.exitCode = exitCode
} catch (error) {
  if (!isMistake(error)) throw error
  console.error(error.message)
  process.exitCode = 2
}
