import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Actor, holds } from './access.ts'
import { classicFor, isProtected, type Refusal, refusalOf } from './protection.ts'
import { ZERO_SHA } from './ref-store.ts'
import type { StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

/**
 * Run by git for each ref of a push, after the objects arrived. The server has judged what it could from the request
 * (`FAKE_REFUSED`: lines of ref, tab, sentence); forced pushes and workflow files need the new objects.
 */
const UPDATE_HOOK = `#!/bin/sh
ref="$1"; old="$2"; new="$3"; zero=${ZERO_SHA}; tab=$(printf '\\t')
refuse() { printf '%s\\n' "$1" | sed 's/\\\\n/\\n/g' >&2; exit 1; }
line=$(printf '%s\\n' "$FAKE_REFUSED" | grep -F "$ref$tab" | head -n 1)
[ -n "$line" ] && refuse "\${line#*"$tab"}"
if [ "$new" != "$zero" ] && [ "$old" != "$zero" ]; then
  line=$(printf '%s\\n' "$FAKE_NO_FORCE" | grep -F "$ref$tab" | head -n 1)
  if [ -n "$line" ] && ! git merge-base --is-ancestor "$old" "$new"; then refuse "\${line#*"$tab"}"; fi
fi
if [ -n "$FAKE_NO_WORKFLOWS" ] && [ "$new" != "$zero" ]; then
  base="$old"; [ "$old" = "$zero" ] && base=$(git hash-object -t tree /dev/null)
  file=$(git diff --name-only "$base" "$new" -- .github/workflows | head -n 1)
  [ -n "$file" ] && refuse "refusing to allow a GitHub App to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission"
fi
case "$ref" in refs/pull/*) refuse "deny updating a hidden ref" ;; esac
exit 0
`

export function writeReceiveHook(directory: string): void {
  const hooks = join(directory, 'hooks')
  mkdirSync(hooks, { recursive: true })
  const file = join(hooks, 'update')
  writeFileSync(file, UPDATE_HOOK)
  chmodSync(file, 0o755)
}

/** What the hook has to know about a push: `commands` is the request body, which begins with `old new ref` lines. */
export function hookEnvironment(
  world: World,
  repository: StoredRepository,
  { actor, commands }: { readonly actor: Actor; readonly commands: Buffer },
): Record<string, string> {
  const refused: string[] = []
  const noForce: string[] = []
  for (const { ref, before, after } of readCommands(commands)) {
    if (!ref.startsWith('refs/heads/')) continue
    const branch = ref.slice('refs/heads/'.length)
    if (!isProtected(repository, branch)) continue
    const change = { branch, before: undefined, after, actor }
    const refusal = refusalOf(world, repository, change)
    if (refusal) refused.push(`${ref}\t${rejection(ref, refusal)}`)
    else if (before !== undefined) {
      const source = classicFor(repository, branch) ? 'classic' : 'ruleset'
      if (forbidsForce(world, repository, { branch, actor }))
        noForce.push(`${ref}\t${rejection(ref, { source, lines: ['Cannot force-push to this branch'] })}`)
    }
  }
  const noWorkflows = actor.kind === 'installation' && !holds(actor.permissions, 'workflows:write')
  return {
    FAKE_REFUSED: refused.join('\n'),
    FAKE_NO_FORCE: noForce.join('\n'),
    FAKE_NO_WORKFLOWS: noWorkflows ? '1' : '',
  }
}

/** A change from an unrelated commit is what a forced push looks like to the rules. */
function forbidsForce(
  world: World,
  repository: StoredRepository,
  { branch, actor }: { branch: string; actor: Actor },
): boolean {
  const forced = { branch, before: ZERO_SHA, after: 'f'.repeat(40), actor }
  const lines = refusalOf(world, repository, forced)?.lines ?? []
  return lines.some((line) => line.startsWith('Cannot force-push'))
}

function rejection(ref: string, { source, lines }: Refusal): string {
  const head =
    source === 'classic'
      ? `error: GH006: Protected branch update failed for ${ref}.`
      : `error: GH013: Repository rule violations found for ${ref}.`
  return [head, ...lines.map((line) => (source === 'classic' ? `error: ${line}` : `- ${line}`))].join('\\n')
}

export interface PushCommand {
  readonly ref: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** The `old new ref` lines that a push request begins with. */
export function readCommands(body: Buffer): PushCommand[] {
  const commands: PushCommand[] = []
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16)
    if (!length) break
    const [line = ''] = body.toString('utf8', at + 4, at + length).split('\0')
    const [old = '', young = '', ref = ''] = line.trim().split(' ')
    if (/^[0-9a-f]{40}$/.test(old)) commands.push({ ref, before: shaOrNone(old), after: shaOrNone(young) })
    at += length
  }
  return commands
}

function shaOrNone(sha: string): string | undefined {
  return sha === ZERO_SHA ? undefined : sha
}
