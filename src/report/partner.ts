/** What stands at a place in a metrics file. */
interface Placed {
  readonly file: string
  readonly name: string
}

/** The one of the same file and name; else the only one of that name, for a file that was moved. */
export function partnerOf<T extends Placed>(items: readonly T[] | undefined, { file, name }: Placed): T | undefined {
  const named = (items ?? []).filter((item) => item.name === name)
  return named.find((item) => item.file === file) ?? (named.length === 1 ? named[0] : undefined)
}

/** What to call something: its name, else its file. */
export function callOf({ file, name }: Placed): string {
  return name === '' ? file : name
}
