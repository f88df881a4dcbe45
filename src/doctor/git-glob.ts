/**
 * The pattern of a git generator as Argo CD takes it by default: a pathspec of `git ls-files`, in which `*` crosses
 * folders too, so that "models/x-*.yaml" finds models/x-a/b.yaml as well. (Only with
 * `--enable-new-git-file-globbing` does it end at a folder; argo-cd "Git File Generator Globbing", git `wildmatch.c`.)
 */
export function gitPathspec(pattern: string): (path: string) => boolean {
  const expression = pattern.replaceAll(/\[!?[^\]]+\]|\*+|\?|[\s\S]/g, (part) => {
    if (part.startsWith('*')) return '.*'
    if (part === '?') return '.'
    if (part.startsWith('[') && part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    return part.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
  })
  const whole = new RegExp(`^(?:${expression})$`, 's')
  return (path) => whole.test(path)
}

/** Patterns of a directories generator: Go's `path.Match`, in which `*` ends at a folder. */
export function folderPattern(pattern: string): (path: string) => boolean {
  const expression = pattern.replaceAll(/\*+|\?|[\s\S]/g, (part) => {
    if (part.startsWith('*')) return '[^/]*'
    return part === '?' ? '[^/]' : part.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
  })
  const whole = new RegExp(`^(?:${expression})$`, 's')
  return (path) => whole.test(path)
}
