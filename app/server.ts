import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../src/errors.ts'
import { createLog } from './log.ts'
import { isUnconfigured, readSettings, readSetupSettings, secretsOf } from './settings.ts'
import { startSetup } from './setup.ts'
import { start } from './start.ts'

const ENV_FILE = resolve('.env')

try {
  // What is set already counts more than what the file says.
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE)
  if (isUnconfigured(process.env)) {
    await startSetup({ ...readSetupSettings(process.env), envFile: ENV_FILE, say: console.log })
  } else {
    const settings = readSettings(process.env)
    const { logLevel: level, logFormat: format } = settings
    const write = (line: string) => void process.stdout.write(line)
    await start(settings, createLog({ level, format, secrets: secretsOf(settings), write }))
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
