import { branchNames } from './commits.ts'
import { commitDiff, type FileDiff } from './diff.ts'
import { type Commit, entryAt, readCommit, readTree } from './git-objects.ts'
import { gitOrThrow } from './git-process.ts'
import { resolveCommit, resolveLoosely } from './history.ts'
import { renderMarkdown } from './html-markdown.ts'
import { moment, repositoryPage, shortSha } from './html-page.ts'
import { type Html, html } from './html-text.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'

const LISTED_COMMITS = 100

/** A directory or a file at `<ref>/<path>`; undefined when it is not there. */
export function codePage(repository: StoredRepository, refAndPath: string): string | undefined {
  const place = splitRef(repository, refAndPath)
  const commit = place && readCommit(repository.objects, place.sha)
  const entry = commit && entryAt(repository.objects, commit.tree, place.path)
  if (!place || !commit || !entry) return undefined
  const isDirectory = entry.mode === '040000'
  const view = isDirectory
    ? directory(repository, { ...place, tree: entry.sha })
    : file(repository, { ...place, sha: entry.sha })
  const body = html`${crumbs(repository, place)}${isDirectory ? lastCommit(repository, commit) : undefined}${view}`
  return repositoryPage(repository, { title: place.path || 'Code', tab: 'code', body })
}

/** A branch may contain slashes: the shortest beginning that names a commit is the ref. */
export function splitRef(
  repository: StoredRepository,
  text: string,
): { ref: string; path: string; sha: string } | undefined {
  const parts = text.split('/').filter(Boolean)
  for (let length = 1; length <= parts.length; length += 1) {
    const ref = parts.slice(0, length).join('/')
    const sha = resolveCommit(repository, ref)
    if (sha !== undefined) return { ref, path: parts.slice(length).join('/'), sha }
  }
  return undefined
}

function crumbs(repository: StoredRepository, { ref, path }: { ref: string; path: string }): Html {
  const name = fullName(repository)
  const parts = path.split('/').filter(Boolean)
  const links = parts.map(
    (part, index) => html` / <a href="/${name}/tree/${ref}/${parts.slice(0, index + 1).join('/')}">${part}</a>`,
  )
  const branches = branchNames(repository).map(
    (branch) => html`<a class="chip" href="/${name}/tree/${branch}">${branch}</a>`,
  )
  return html`<p>${branches}</p><p><a href="/${name}/tree/${ref}"><b>${repository.name}</b></a>${links} <span class="dim">at</span> <span class="sha">${ref}</span></p>`
}

function lastCommit(repository: StoredRepository, commit: Commit): Html {
  return html`<div class="box"><div class="row"><b>${commit.author.name}</b><span class="grow">${commit.message.split('\n')[0]}</span>${shortSha(repository, commit.sha)}<span class="dim">${moment(commit.committer.date)}</span></div></div>`
}

function directory(
  repository: StoredRepository,
  { ref, path, tree }: { ref: string; path: string; tree: string },
): Html {
  const entries = readTree(repository.objects, tree) ?? []
  const sorted = entries.toSorted((a, b) => Number(b.mode === '040000') - Number(a.mode === '040000'))
  const rows = sorted.map(({ name, mode }) => {
    const isTree = mode === '040000'
    const target = [path, name].filter(Boolean).join('/')
    return html`<div class="row"><span class="grow">${isTree ? '📁' : '📄'} <a href="/${fullName(repository)}/${isTree ? 'tree' : 'blob'}/${ref}/${target}">${name}</a></span></div>`
  })
  const readme = entries.find((entry) => entry.name.toLowerCase() === 'readme.md')
  const text = readme && repository.objects.readAs(readme.sha, 'blob')?.toString('utf8')
  return html`<div class="box">${rows}</div>${text === undefined ? undefined : html`<div class="box"><div class="head"><b>README.md</b></div><div class="body md">${renderMarkdown(text, 'file')}</div></div>`}`
}

function file(repository: StoredRepository, { ref, path, sha }: { ref: string; path: string; sha: string }): Html {
  const data = repository.objects.readAs(sha, 'blob') ?? Buffer.alloc(0)
  const raw = html`<a href="/${fullName(repository)}/raw/${ref}/${path}">Raw</a>`
  const lines = data.toString('utf8').replace(/\n$/, '').split('\n')
  const rows = lines.map(
    (line, index) => html`<tr id="L${index + 1}"><td class="n">${index + 1}</td><td>${line}</td></tr>`,
  )
  const shown = data.includes(0)
    ? html`<div class="body">Binary file, ${data.length} bytes.</div>`
    : html`<div class="code"><table>${rows}</table></div>`
  return html`<div class="box"><div class="head"><b>${path.split('/').at(-1)}</b> · ${lines.length} lines · ${raw}</div>${shown}</div>`
}

export async function commitsPage(repository: StoredRepository, ref: string): Promise<string | undefined> {
  const sha = resolveCommit(repository, ref)
  if (sha === undefined) return undefined
  const out = await gitOrThrow(repository.gitDir, ['rev-list', `--max-count=${LISTED_COMMITS}`, sha])
  const body = html`<h1>Commits <span class="sha">${ref}</span></h1>${commitList(repository, out.split('\n').filter(Boolean))}`
  return repositoryPage(repository, { title: 'Commits', tab: 'commits', body })
}

export function commitList(repository: StoredRepository, shas: readonly string[]): Html {
  const rows = shas.map((sha) => {
    const commit = readCommit(repository.objects, sha)
    const verified = repository.verified.has(sha) ? html`<span class="chip ok">Verified</span>` : undefined
    return html`<div class="row"><span class="grow"><a href="/${fullName(repository)}/commit/${sha}">${commit?.message.split('\n')[0]}</a> <span class="dim">${commit?.author.name}</span></span>${verified}${shortSha(repository, sha)}<span class="dim">${commit ? moment(commit.committer.date) : undefined}</span></div>`
  })
  return html`<div class="box">${rows}</div>`
}

export async function commitPage(repository: StoredRepository, name: string): Promise<string | undefined> {
  const sha = await resolveLoosely(repository, name)
  const commit = sha === undefined ? undefined : readCommit(repository.objects, sha)
  if (!commit) return undefined
  const [title = '', ...rest] = commit.message.split('\n')
  const parents = commit.parents.map((parent) => html` ${shortSha(repository, parent)}`)
  const body = html`<h1>${title}</h1>
<div class="box"><div class="body"><pre>${rest.join('\n').trim()}</pre><b>${commit.author.name}</b> <span class="dim">&lt;${commit.author.email}&gt; ${moment(commit.committer.date)} · parents${parents}</span></div></div>
${diffView(repository, { files: await commitDiff(repository, commit.sha), sha: commit.sha })}`
  return repositoryPage(repository, { title, tab: 'commits', body })
}

/** Changed files, each with its lines. */
export function diffView(
  repository: StoredRepository,
  { files, sha }: { files: readonly FileDiff[]; sha: string },
): Html {
  const boxes = files.map((each) => {
    const counts = html`<span class="ok">+${each.additions}</span> <span class="bad">−${each.deletions}</span>`
    const path = each.previousPath ? `${each.previousPath} → ${each.path}` : each.path
    const lines =
      each.patch === undefined
        ? html`<div class="body dim">No lines to show.</div>`
        : html`<div class="code"><table>${patchRows(each.patch)}</table></div>`
    return html`<div class="box"><div class="head"><a href="/${fullName(repository)}/blob/${sha}/${each.path}"><b>${path}</b></a> ${counts}</div>${lines}</div>`
  })
  return html`<p class="dim">${files.length} file${files.length === 1 ? '' : 's'} changed</p>${boxes}`
}

function patchRows(patch: string): Html[] {
  let [old, young] = [0, 0]
  return patch.split('\n').map((line) => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line)
    if (hunk) {
      old = Number(hunk[1])
      young = Number(hunk[2])
      return html`<tr class="hunk"><td class="n"></td><td class="n"></td><td>${line}</td></tr>`
    }
    const [isNew, isOld] = [line.startsWith('+'), line.startsWith('-')]
    const row = html`<tr class="${isNew ? 'add' : isOld ? 'del' : ''}"><td class="n">${isNew ? '' : old}</td><td class="n">${isOld ? '' : young}</td><td>${line}</td></tr>`
    if (!isNew && !line.startsWith('\\')) old += 1
    if (!isOld && !line.startsWith('\\')) young += 1
    return row
  })
}
