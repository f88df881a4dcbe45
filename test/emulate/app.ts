import { spawn } from 'node:child_process'
import { createPrivateKey, sign } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { node24 } from '../runner/runner.ts'

/** A GitHub App as its operator knows it. */
export interface AppIdentity {
  readonly id: number
  readonly privateKey: string
}

export interface AppProcess {
  readonly webhooks: string
  /** What it has written to its log so far. */
  readonly log: () => string
  readonly stop: () => Promise<void>
}

/** Starts `node app/server.ts` and waits until it listens. */
export async function startApp(settings: Readonly<Record<string, string>>): Promise<AppProcess> {
  const child = spawn(node24(), [resolve(import.meta.dirname, '../../app/server.ts')], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', HOST: '127.0.0.1', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const listening = Promise.withResolvers<string>()
  let log = ''
  child.stdout.on('data', (chunk) => {
    log += String(chunk)
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
    if (url !== undefined) listening.resolve(url)
  })
  child.once('exit', () => listening.reject(new Error(`The app ended:\n${log}`)))
  const stop = async () => {
    const ended = once(child, 'exit')
    if (child.exitCode === null && child.kill('SIGTERM')) await ended
  }
  return { webhooks: `${await listening.promise}/api/github/webhooks`, log: () => log, stop }
}

/** Source: docs.github.com "Generating a JSON Web Token (JWT) for a GitHub App". */
export function appToken({ id, privateKey }: AppIdentity): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 60, exp: now + 300, iss: String(id) })}`
  return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey(privateKey)).toString('base64url')}`
}
