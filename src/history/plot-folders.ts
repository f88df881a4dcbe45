/** The folder of the data branch that holds the pictures of one commit's model. */
export function plotFolder(model: string, sha: string): string {
  return `plots/${model}/${sha}`
}

/** The list of a model's folders, the newest last: a tree does not say when something was added. */
export function plotListPath(model: string): string {
  return `plots/${model}/newest-last.txt`
}

/**
 * Adds a commit to the list, at its end whether it was there or not, and takes the oldest off it.
 * @param keep how many commits stay; their folders are removed from the tree and stay reachable by older commits.
 */
export function listPlots(
  list: string,
  sha: string,
  keep: number,
): { readonly text: string; readonly dropped: readonly string[] } {
  const known = list.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line))
  const all = [...new Set(known)].filter((other) => other !== sha).concat(sha)
  const kept = all.slice(-keep)
  return { text: kept.map((line) => `${line}\n`).join(''), dropped: all.slice(0, -keep) }
}
