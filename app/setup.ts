import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Octokit } from '@octokit/rest'
import { readYaml } from '../src/yaml/read.ts'
import { confirmPage, donePage, failedPage, questionPage } from './setup-page.ts'

export interface SetupOptions {
  readonly port: number
  /** The REST API's address. */
  readonly apiUrl: string
  /** The file that gets what GitHub hands out; it must not exist yet. */
  readonly envFile: string
  readonly say: (sentence: string) => void
}

interface Page {
  readonly status: number
  readonly html: string
}

/** This machine's own addresses: another name means that a foreign page has led somebody's browser here. */
const OWN_HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/

/**
 * Serves the pages that make the GitHub App: one that asks where it shall live, one whose button hands `app.yml` to
 * GitHub, and the one that GitHub sends the browser back to. What GitHub hands out is written to a file that only its owner
 * can read. Listens on this machine alone, and to one round only.
 * @returns the page's address.
 */
export async function startSetup(options: SetupOptions): Promise<{ readonly url: string; stop(): void }> {
  const state = randomBytes(24).toString('base64url')
  const round = { url: '', state, isOver: false }
  const server = createServer((request, response) => {
    pageFor(request, options, round).then(
      (page) => show(response, page),
      (error: unknown) => {
        options.say(`The app could not be set up: ${error instanceof Error ? error.message : String(error)}`)
        show(response, { status: 500, html: failedPage('GitHub’s answer could not be used. The terminal says why.') })
      },
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, '127.0.0.1', resolve))
  const address = server.address()
  round.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`
  options.say(`Serin has no app yet. Make one: ${round.url}`)
  return { url: round.url, stop: () => server.close() }
}

interface Round {
  url: string
  readonly state: string
  isOver: boolean
}

async function pageFor(request: IncomingMessage, options: SetupOptions, round: Round): Promise<Page> {
  if (!OWN_HOST.test(request.headers.host ?? '')) return { status: 403, html: failedPage('Not for this address.') }
  const { pathname, searchParams } = new URL(request.url ?? '/', round.url)
  if (request.method !== 'GET' || !['/', '/setup'].includes(pathname))
    return { status: 404, html: failedPage('There is nothing here.') }
  if (round.isOver) return { status: 410, html: failedPage('The app is made. Start Serin again.') }
  return pathname === '/' ? firstPage(searchParams, options, round) : secondPage(searchParams, options, round)
}

function firstPage(query: URLSearchParams, { apiUrl }: SetupOptions, { url, state }: Round): Page {
  const organization = query.get('organization') ?? ''
  const address = query.get('address') ?? ''
  const isName = /^([A-Za-z0-9-]{1,39})?$/.test(organization)
  const isAddress = /^https?:\/\/[^/]/.test(address) && URL.canParse(address)
  if (!isName || !isAddress) return { status: 200, html: questionPage({ organization, address }) }
  const owner = organization === '' ? '' : `/organizations/${organization}`
  return {
    status: 200,
    html: confirmPage({
      action: `${webAddress(apiUrl)}${owner}/settings/apps/new?state=${state}`,
      manifest: JSON.stringify({
        ...(readManifest() as object),
        hook_attributes: { url: new URL('/api/github/webhooks', address).href, active: true },
        redirect_url: `${url}/setup`,
      }),
    }),
  }
}

async function secondPage(query: URLSearchParams, options: SetupOptions, round: Round): Promise<Page> {
  const code = query.get('code') ?? ''
  if (query.get('state') !== round.state || !/^[\w-]{1,128}$/.test(code))
    return { status: 400, html: failedPage('This did not begin here. Go back to the first page.') }
  // GitHub hands everything out once.
  if (existsSync(options.envFile))
    return { status: 409, html: failedPage(`Move ${options.envFile} away first, then reload this page.`) }
  const octokit = new Octokit({ baseUrl: options.apiUrl, userAgent: 'serin', log: SILENT })
  const { data } = await octokit.rest.apps.createFromManifest({ code })
  if (!data.webhook_secret) throw new Error('GitHub made no webhook secret')
  const lines = [
    `APP_ID=${data.id}`,
    `PRIVATE_KEY="${data.pem.trim().replaceAll('\n', '\\n')}"`,
    `WEBHOOK_SECRET=${data.webhook_secret}`,
    ...(options.apiUrl === 'https://api.github.com' ? [] : [`GITHUB_API_URL=${options.apiUrl}`]),
  ]
  writeFileSync(options.envFile, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  round.isOver = true
  options.say(`The app ${data.slug ?? ''} is made: ${options.envFile} has its key and its secret. Start Serin again.`)
  return { status: 200, html: donePage(data.html_url) }
}

/** What fails is said in this app's own words. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function readManifest(): unknown {
  const file = join(import.meta.dirname, 'app.yml')
  return readYaml(readFileSync(file, 'utf8'), { file }).documents[0]?.value
}

/** Where people see what the API is of. */
function webAddress(apiUrl: string): string {
  return apiUrl === 'https://api.github.com' ? 'https://github.com' : apiUrl.replace(/\/api\/v3$/, '')
}

function show(response: ServerResponse, { status, html }: Page): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    .end(html)
}
