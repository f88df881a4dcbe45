import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { UserError } from '../src/errors.ts'

// V8 lets the space for new objects grow from 2 MB to 64 MB and keeps it; this app answers as many webhooks without. The flag
// is read whenever that space could grow, and so counts from here on, before the modules are loaded, however Node was started.
setFlagsFromString('--semi-space-growth-factor=1')
const { isUnconfigured, readSettings, readSetupSettings, secretsOf } = await import('./settings.ts')

const ENV_FILE = resolve('.env')

try {
  // What is set already counts more than what the file says.
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE)
  if (isUnconfigured(process.env)) {
    const { startSetup } = await import('./setup.ts')
    await startSetup({ ...readSetupSettings(process.env), envFile: ENV_FILE, say: console.log })
  } else {
    const settings = readSettings(process.env)
    const [{ createLog }, { start }] = await Promise.all([import('./log.ts'), import('./start.ts')])
    const { logLevel: level, logFormat: format } = settings
    const write = (line: string) => void process.stdout.write(line)
    await start(settings, createLog({ level, format, secrets: secretsOf(settings), write }))
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
