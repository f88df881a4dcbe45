import type { ServerResponse } from 'node:http'
import { entryAt, readCommit } from './git-objects.ts'
import { isEmpty } from './history.ts'
import { codePage, commitPage, commitsPage, splitRef } from './html-code.ts'
import { plainPage, repositoryPage } from './html-page.ts'
import { checkRunPage, conversationPage, pullsPage } from './html-pull.ts'
import { html } from './html-text.ts'
import type { OtherDoor } from './server.ts'
import { findRepository, fullName, type StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

/** Pages to look at: everybody on this machine sees everything, private repositories too. */
export function htmlDoor(world: World): OtherDoor {
  return async (request, response) => {
    if (request.method !== 'GET') return false
    const { pathname, searchParams } = new URL(request.url ?? '/', world.url)
    const path = decodeURIComponent(pathname)
    if (path === '/') return show(response, homePage(world))
    const [, owner = '', name = '', kind = '', rest = ''] =
      /^\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/(.*))?$/.exec(path) ?? []
    const repository = findRepository(world, owner === 'raw' ? rawName(path) : `${owner}/${name}`)
    if (!repository) return false
    if (owner === 'raw') return showRaw(repository, path.split('/').slice(4).join('/'), response)
    if (kind === 'raw' || (kind === 'blob' && searchParams.get('raw') === 'true'))
      return showRaw(repository, rest, response)
    const page = await pageOf(world, repository, { kind, rest })
    return page === undefined ? false : show(response, page)
  }
}

function rawName(path: string): string {
  return path.split('/').slice(2, 4).join('/')
}

async function pageOf(
  world: World,
  repository: StoredRepository,
  { kind, rest }: { kind: string; rest: string },
): Promise<string | undefined> {
  switch (kind) {
    case '':
      if (isEmpty(repository))
        return repositoryPage(repository, { title: 'Empty', tab: 'code', body: html`<p>This repository is empty.</p>` })
      return codePage(repository, repository.defaultBranch)
    case 'tree':
    case 'blob':
      return codePage(repository, rest)
    case 'commits':
      return commitsPage(repository, rest || repository.defaultBranch)
    case 'commit':
      return commitPage(repository, rest)
    case 'pulls':
    case 'issues':
      return rest === '' ? pullsPage(repository) : conversationPage(world, repository, Number(rest))
    case 'pull':
      return conversationPage(world, repository, Number.parseInt(rest, 10))
    case 'runs':
      return checkRunPage(repository, Number(rest))
    default:
      return undefined
  }
}

function homePage(world: World): string {
  const rows = [...world.repositories.values()].map((repository) => {
    const name = fullName(repository)
    return html`<div class="row"><span class="grow"><a href="/${name}"><b>${name}</b></a></span><a href="/${name}/pulls">Pull requests</a></div>`
  })
  return plainPage('Repositories', html`<h1>Repositories</h1><div class="box">${rows}</div>`)
}

function show(response: ServerResponse, page: string): true {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:"
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(page)
  return true
}

/** The bytes of a file, never as something a browser would run. */
function showRaw(repository: StoredRepository, refAndPath: string, response: ServerResponse): boolean {
  const place = splitRef(repository, refAndPath)
  const commit = place && readCommit(repository.objects, place.sha)
  const entry = commit && entryAt(repository.objects, commit.tree, place.path)
  const data = entry && repository.objects.readAs(entry.sha, 'blob')
  if (!data) return false
  const ending = /\.[^.]*$/.exec(refAndPath)?.[0].toLowerCase() ?? ''
  response
    .writeHead(200, {
      'content-type': PICTURES[ending] ?? 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    })
    .end(data)
  return true
}

const PICTURES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.svg': 'image/svg+xml',
}
