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
