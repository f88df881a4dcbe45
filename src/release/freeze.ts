import type { Environment } from '../config/gitops-config.ts'
import type { ReasonCode } from './reason.ts'

/** Whether an environment may be changed. */
export type FreezeState = { readonly kind: 'free' } | Frozen
export type Frozen =
  /** By `/freeze`; what its file does not tell is missing. */
  | { readonly kind: 'frozen'; readonly by?: string; readonly at?: string; readonly comment?: string }
  /** By `frozen: true` in serin.yml. */
  | { readonly kind: 'frozen-by-config' }
  /** Nobody can tell, and then nothing may change. */
  | { readonly kind: 'unreadable' }

/** The file of a freeze as it was found on the branch of the state. */
export type FreezeFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable' }

/** The file that says that an environment is frozen. That it is there is what counts. */
export function freezePath(model: string, environment: string): string {
  return `freeze/${model}/${environment}.yml`
}

/** Who froze, when, and in which comment, where the reason is: nothing of what people type is kept. */
export function renderFreeze(freeze: { readonly by: string; readonly at: string; readonly comment: string }): string {
  return `# While this file is here, Serin changes nothing there but by /rollback. /unfreeze removes it.\nby: ${freeze.by}\nat: ${freeze.at}\ncomment: ${freeze.comment}\n`
}

/** Decides whether an environment is frozen. Anybody with write access may have written the file: its lines are only told. */
export function freezeOf(environment: Environment, file: FreezeFile): FreezeState {
  if (environment.frozen) return { kind: 'frozen-by-config' }
  switch (file.kind) {
    case 'absent':
      return { kind: 'free' }
    case 'unreadable':
      return { kind: 'unreadable' }
    case 'text':
      return parseFreeze(file.text)
  }
}

/** Why nothing changes in a frozen environment, and the way out. */
export function frozenReason(environment: string, frozen: Frozen): string {
  const where = `“${environment}” is frozen`
  switch (frozen.kind) {
    case 'frozen-by-config':
      return `${where} by \`frozen: true\` in serin.yml; only \`/rollback\` works there. The platform team takes the line out.`
    case 'unreadable':
      return `Whether “${environment}” is frozen cannot be read, so nothing changes there but by \`/rollback\`. Look at the folder freeze/ on the gitops repository’s branch serin-state; \`/unfreeze ${environment}\` makes it anew.`
    case 'frozen': {
      const by = frozen.by === undefined ? '' : ` by \`${frozen.by}\``
      const since = frozen.at === undefined ? '' : ` since \`${frozen.at.slice(0, 16).replace('T', ' ')} UTC\``
      const told = frozen.comment === undefined ? '' : ` (\`${frozen.comment}\`)`
      return `${where}${by}${since}${told}; only \`/rollback\` works there. Wait, or comment \`/unfreeze ${environment}\`.`
    }
  }
}

/** The code of {@link frozenReason}. */
export function frozenCode({ kind }: Frozen): ReasonCode {
  return kind === 'unreadable' ? 'freeze-unreadable' : kind
}

function parseFreeze(text: string): Frozen {
  const by = /^by: ([A-Za-z0-9-]{1,39})\r?$/m.exec(text)?.[1]
  const at = /^at: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z)\r?$/m.exec(text)?.[1]
  const comment = /^comment: (https?:\/\/[\w.:/#-]{1,300})\r?$/m.exec(text)?.[1]
  return {
    kind: 'frozen',
    ...(by !== undefined && { by }),
    ...(at !== undefined && { at }),
    ...(comment !== undefined && { comment }),
  }
}
