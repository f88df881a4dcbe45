import { STYLE } from './html-style.ts'
import { Html, html } from './html-text.ts'
import { pullsOf } from './pull.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'

/** A whole page without a repository. */
export function plainPage(title: string, body: Html): string {
  return shell(title, html`<div class="where"><a href="/">Repositories</a></div><nav></nav>`, body)
}

/** A whole page of a repository, with its tabs. */
export function repositoryPage(
  repository: StoredRepository,
  { title, tab, body }: { title: string; tab: 'code' | 'commits' | 'pulls'; body: Html },
): string {
  const name = fullName(repository)
  const open = pullsOf(repository).filter((issue) => issue.state === 'open').length
  const link = (id: typeof tab, path: string, text: string) =>
    html`<a href="/${name}${path}" class="${id === tab ? 'here' : ''}">${text}</a>`
  const head = html`<div class="where"><a href="/">Repositories</a> / ${repository.owner.login} / <a href="/${name}"><b>${repository.name}</b></a> <span class="chip">${repository.private ? 'Private' : 'Public'}</span></div>
<nav>${link('code', '', 'Code')}${link('commits', `/commits/${repository.defaultBranch}`, 'Commits')}${link('pulls', '/pulls', `Pull requests (${open})`)}</nav>`
  return shell(`${title} · ${name}`, head, body)
}

function shell(title: string, head: Html, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><header>${head}</header><main>${body}</main></body></html>`.text
}

export function shortSha(repository: StoredRepository, sha: string): Html {
  return html`<a class="sha" href="/${fullName(repository)}/commit/${sha}">${sha.slice(0, 7)}</a>`
}

/** Date and time to the minute, in UTC. */
export function moment(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16).replace('T', ' ')}</time>`
}
