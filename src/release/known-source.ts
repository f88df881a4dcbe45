import type { Reason } from './reason.ts'
import type { Trailers } from './trailers.ts'

/** A model repository as the trailers name it: `owner/name id`. */
export function sourceWord(source: { readonly fullName: string; readonly id: number }): string {
  return `${source.fullName} ${source.id}`
}

/**
 * Why a repository is not the one that released here before under its name: a name passes on when a repository is
 * renamed or deleted, its id never does. The newest release of each history tells; without any, it is the first one.
 * `source-id` in serin.yml is the platform team's word and goes before (`agree` compares it).
 */
export function whyReplaced(
  source: { readonly fullName: string; readonly id: number },
  { sourceId }: { readonly sourceId?: number },
  histories: readonly (readonly Partial<Trailers>[])[],
): Reason | undefined {
  if (sourceId !== undefined) return undefined
  const last = histories.flatMap((history) => history.map((one) => idOf(source.fullName, one)).find(isKnown) ?? [])
  const other = last.find((id) => id !== source.id)
  if (other === undefined) return undefined
  return {
    code: 'source-replaced',
    reason: `The last release from ${source.fullName} was from the repository with the id ${other}; what has this name now has the id ${source.id}. If it is the right one, the platform team writes \`source-id: ${source.id}\` in serin.yml.`,
  }
}

function idOf(fullName: string, { source }: Partial<Trailers>): number | undefined {
  const [, name, id] = /^(\S+) (\d{1,15})$/.exec(source ?? '') ?? []
  return name?.toLowerCase() === fullName.toLowerCase() ? Number(id) : undefined
}

function isKnown(id: number | undefined): id is number {
  return id !== undefined
}
