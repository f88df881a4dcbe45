import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSettings } from '../../app/settings.ts'
import { startSetup } from '../../app/setup.ts'
import { type FakeGitHub, startFakeGitHub } from '../fake-github/fake-github.ts'

let github: FakeGitHub
let setup: Awaited<ReturnType<typeof startSetup>>
let envFile: string
let said: string[]

beforeEach(async () => {
  github = await startFakeGitHub()
  github.createOrganization('acme')
  envFile = join(mkdtempSync(join(tmpdir(), 'serin-setup-')), '.env')
  said = []
  setup = await startSetup({ port: 0, apiUrl: github.apiUrl, envFile, say: (sentence) => void said.push(sentence) })
})
afterEach(async () => {
  setup.stop()
  await github.stop()
})

const ANSWERS = 'address=https://serin.example.com&organization=acme'

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

/** What the button hands to GitHub, and where. */
async function formOf(query = ANSWERS): Promise<{ action: string; manifest: string }> {
  const html = await (await fetch(`${setup.url}/?${query}`)).text()
  const [, action = ''] = /action="([^"]+)"/.exec(html) ?? []
  const [, manifest = ''] = /name="manifest" value="([^"]+)"/.exec(html) ?? []
  return { action: unescaped(action), manifest: unescaped(manifest) }
}

/** Presses the button; answers where GitHub sends the browser. */
async function press({ action, manifest }: { action: string; manifest: string }): Promise<string> {
  const body = new URLSearchParams({ manifest })
  const answer = await fetch(action, { method: 'POST', body, redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

describe('without an app, a page', () => {
  test('asks where it shall live', async () => {
    const answer = await fetch(setup.url)
    expect(await answer.text()).toContain('name="address"')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('hands app.yml to GitHub', async () => {
    const { action, manifest } = await formOf()
    expect(action).toMatch(new RegExp(`^${github.url}/organizations/acme/settings/apps/new\\?state=[\\w-]{32}$`))
    expect(JSON.parse(manifest)).toMatchObject({
      name: 'serin',
      default_events: ['issue_comment', 'pull_request'],
      hook_attributes: { url: 'https://serin.example.com/api/github/webhooks' },
      redirect_url: `${setup.url}/setup`,
    })
  })

  test('gets an app with which the app starts', async () => {
    const answer = await fetch(await press(await formOf()))
    expect(await answer.text()).toContain('/installations/new')
    const settings = readSettings(parseEnv(readFileSync(envFile, 'utf8')))
    expect(settings).toMatchObject({ apiUrl: github.apiUrl, appId: expect.any(Number) })
    expect(settings.privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(statSync(envFile).mode & 0o777).toBe(0o600)
    expect(said.join('\n')).not.toContain(settings.webhookSecret)
  })

  test('is gone when the app is made', async () => {
    await fetch(await press(await formOf()))
    expect((await fetch(setup.url)).status).toBe(410)
  })
})

describe('nobody else', () => {
  test('sends the browser to the last page', async () => {
    const back = new URL(await press(await formOf()))
    back.searchParams.set('state', 'made-up')
    expect((await fetch(back)).status).toBe(400)
    expect(existsSync(envFile)).toBe(false)
  })

  test('comes by another name than this machine’s', async () => {
    const status = await new Promise((resolve) =>
      request(setup.url, { headers: { host: 'evil.example.com' } }, (answer) => resolve(answer.statusCode)).end(),
    )
    expect(status).toBe(403)
  })

  test.each(['address=javascript:alert(1)', 'address=https://x.example&organization="><script>'])(
    'writes into the page (%s)',
    async (query) => {
      const html = await (await fetch(`${setup.url}/?${query}`)).text()
      expect(html).toContain('name="address"')
      expect(html).not.toMatch(/<script|name="manifest"/)
    },
  )

  test('loses what a file has already', async () => {
    writeFileSync(envFile, 'MINE=1\n')
    const back = await press(await formOf())
    expect((await fetch(back)).status).toBe(409)
    expect(readFileSync(envFile, 'utf8')).toBe('MINE=1\n')
    rmSync(envFile)
    expect((await fetch(back)).status).toBe(200)
  })

  test('makes GitHub’s refusal anybody’s business', async () => {
    const back = new URL(await press(await formOf()))
    back.searchParams.set('code', 'made-up')
    const answer = await fetch(back)
    expect([answer.status, said.at(-1)]).toEqual([500, expect.stringContaining('Not Found')])
  })
})
