import { generateKeyPairSync } from 'node:crypto'

export const WEBHOOKS = '/api/github/webhooks'
export const SECRET = 'a secret for the benchmark alone, of more than 32 characters'

/** What both apps need to start, with limits that the load of one person does not reach. */
export function appEnvironment(github: string): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    APP_ID: '1',
    PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: github,
    GHE_HOST: new URL(github).host,
    GHE_PROTOCOL: 'http',
    // The load is one person's; and nothing else shall be asked of a GitHub that is not there.
    COMMANDS_PER_SENDER: '1000000',
    COMMANDS_PER_INSTALLATION: '1000000',
    COMMANDS_PER_PULL_REQUEST: '1000000',
    SWEEP_MINUTES: '0',
    // As in the app's image.
    MALLOC_ARENA_MAX: '2',
  }
}
