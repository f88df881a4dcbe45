import type { HistoryChunk } from './history.ts'

/**
 * What a full, older chunk may lose: a line whose commit is measured again further down says nothing that anybody asks
 * for. Every other line stays byte for byte, also those that this version cannot read, for a later one may have written
 * them. Never applied to the newest chunk, which others may be appending to. The same chunk when there is nothing to lose.
 */
export function compactChunk(chunk: HistoryChunk): HistoryChunk {
  const lines = chunk.text.split('\n')
  const last = new Map(lines.map((line, index) => [shaOf(line), index]))
  const kept = lines.filter((line, index) => {
    const sha = shaOf(line)
    return sha === undefined || last.get(sha) === index
  })
  return kept.length === lines.length ? chunk : { path: chunk.path, text: kept.join('\n') }
}

/** A record is written with its commit first; a line of another shape is nobody's to remove. */
function shaOf(line: string): string | undefined {
  return /^\{"sha":"([0-9a-f]{40,64})"[,}]/.exec(line)?.[1]
}

/**
 * The newest lines of a chunk, where only those are ever asked for: one for each commit, and no more of them than given.
 * The newest stays, however large it is. The same chunk when there is nothing to lose.
 */
export function keepNewest(
  chunk: HistoryChunk,
  most: { readonly lines: number; readonly characters: number },
): HistoryChunk {
  const compact = compactChunk(chunk)
  const lines = compact.text.split('\n').filter((line) => line !== '')
  const kept: string[] = []
  let room = most.characters
  for (const line of lines.slice(-most.lines).reverse()) {
    room -= line.length + 1
    if (room < 0 && kept.length > 0) break
    kept.unshift(line)
  }
  return kept.length === lines.length ? compact : { path: chunk.path, text: `${kept.join('\n')}\n` }
}
