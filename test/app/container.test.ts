import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { SETTING_DESCRIPTIONS } from '../../app/settings.ts'
import { WEBHOOK_SECRET } from './app-process.ts'
import { NthRequest } from './nth-request.ts'
import { useAppWorld } from './world.ts'

const ROOT = join(import.meta.dirname, '../..')
/** As the first process of a container is: what it has no handler for, the kernel does not let it hear. */
const AS_FIRST = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child']

function canUnshare(): boolean {
  try {
    execFileSync('unshare', [...AS_FIRST, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!canUnshare())('as the first process of a container', () => {
  const world = useAppWorld('no process')

  async function start(): Promise<{ outer: ChildProcess; pid: number; url: string; log: () => string }> {
    const folder = mkdtempSync(join(tmpdir(), 'serin-container-'))
    const outer = spawn('unshare', [...AS_FIRST, process.execPath, 'app/server.ts'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        APP_ID: String(world.identity.id),
        PRIVATE_KEY: world.identity.privateKey,
        WEBHOOK_SECRET,
        GITHUB_API_URL: world.github.apiUrl,
        SERIN_DATABASE: join(folder, 'queue.db'),
        HOST: '127.0.0.1',
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let log = ''
    outer.stdout?.on('data', (chunk: Buffer) => {
      log += String(chunk)
    })
    const address = () => /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
    await expect.poll(address, { timeout: 20_000 }).toBeDefined()
    const pid = Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim())
    return { outer, pid, url: address() ?? '', log: () => log }
  }

  test('it ends at SIGTERM at once when it has nothing to do', async () => {
    const { outer, pid } = await start()
    const ended = once(outer, 'exit')
    process.kill(pid, 'SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('it finishes its command, and says meanwhile that it is not ready', async () => {
    const { outer, pid, url, log } = await start()
    world.identity.setWebhookUrl(`${url}/api/github/webhooks`)
    const pull = await world.openPull()
    const begun = Promise.withResolvers<void>()
    world.github.faults.add({ path: new NthRequest(1, /\/permission$/, begun.resolve), delayMs: 1_500 })
    const said = await world.say('write', pull.number, '/status')
    await begun.promise
    const ended = once(outer, 'exit')
    process.kill(pid, 'SIGTERM')
    await sleep(200)
    const [ready, lives] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/healthz`)])
    expect([ready.status, await ready.text(), lives.status]).toEqual([503, 'ending\n', 200])
    const late = await world.say('write', pull.number, '/help')
    await world.github.settled()
    expect(world.github.deliveries.at(-1)).toMatchObject({ event: 'issue_comment', statusCode: 202 })
    expect(await ended).toEqual([0, null])
    expect((await world.answerTo(pull.number, said)).count).toBe(1)
    expect((await world.answerTo(pull.number, late)).count).toBe(0)
    expect(log()).toContain('SIGTERM: the app ends when what it is doing is done')
  })
})

describe('the Dockerfile', () => {
  const text = readFileSync(join(ROOT, 'app/Dockerfile'), 'utf8')

  test('takes the Node that the tests run on', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const tags = [...text.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version)
    expect(new Set(tags)).toEqual(new Set(Object.values(optionalDependencies)))
  })

  test('runs as nobody in particular, and without a shell in between', () => {
    expect(text).toMatch(/^USER 1000:1000$/m)
    expect(text).toMatch(/^CMD \["node", "app\/server.ts"\]$/m)
  })

  test('sets variables that the app knows', () => {
    const [, variables = ''] = /^ENV (.+)$/m.exec(text) ?? []
    const names = variables.split(' ').flatMap((each) => each.split('=')[0] ?? [])
    const known = ['NODE_ENV', ...SETTING_DESCRIPTIONS.map(({ name }) => name)]
    expect([names.length, names.filter((name) => !known.includes(name))]).toEqual([4, []])
  })

  test('is built from what its context lets through', () => {
    const open = readFileSync(join(ROOT, 'app/Dockerfile.dockerignore'), 'utf8')
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '))
    expect(copied.filter((name) => !open.split('\n').includes(`!${name}`))).toEqual([])
  })
})
