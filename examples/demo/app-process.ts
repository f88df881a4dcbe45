import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Cast } from './cast.ts'
import { WEBHOOK_SECRET } from './cast.ts'

export interface AppProcess {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts the app as its operator does, `node app/server.ts`, and waits until it listens. */
export async function startApp(
  cast: Cast,
  at: { readonly root: string; readonly database: string },
): Promise<AppProcess> {
  const child = spawn(process.execPath, [join(at.root, 'app/server.ts')], {
    env: {
      PATH: process.env.PATH,
      APP_ID: String(cast.app.id),
      PRIVATE_KEY: cast.app.privateKey,
      WEBHOOK_SECRET,
      GITHUB_API_URL: cast.github.apiUrl,
      SERIN_DATABASE: at.database,
      PORT: '0',
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await listening(child)
  cast.app.setWebhookUrl(`${url}/api/github/webhooks`)
  return { url, stop: () => stop(child) }
}

/** The stream is read to its end: an app whose log nobody takes would stop. */
function listening(child: ChildProcess): Promise<string> {
  let log = ''
  const started = Promise.withResolvers<string>()
  child.stdout?.on('data', (chunk) => {
    log += String(chunk)
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
    if (url !== undefined) started.resolve(url)
    if (process.env.SERIN_DEMO_LOG) process.stderr.write(chunk)
  })
  child.once('exit', () => started.reject(new Error(`The app did not start:\n${log}`)))
  return started.promise
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
